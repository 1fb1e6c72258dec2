"""The addresses of the product: the citizens' pages at the root, the API under /api/v1/."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("doudi.api") and find_spec("doudi.api.urls"):
    urlpatterns.append(path("api/v1/", include("doudi.api.urls")))
if find_spec("doudi.portal") and find_spec("doudi.portal.urls"):
    urlpatterns.append(path("", include("doudi.portal.urls")))
