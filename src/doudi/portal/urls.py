"""The addresses of the citizens' pages."""

from __future__ import annotations

from django.urls import path

from doudi.portal import views
from doudi.portal.styleguide import styleguide

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("assess/", views.assess, name="assess"),
    path("size/", views.switch_text_size, name="text_size"),
    path("styleguide/", styleguide, name="styleguide"),
]
