"""The addresses of the product: the citizens' pages at the root, the officers' under /desk/, the API under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("doudi.api.urls")),
    path("desk/", include("doudi.desk.urls")),
    path("", include("doudi.portal.urls")),
]
