"""The addresses of the citizens' pages."""

from __future__ import annotations

from django.urls import path

from doudi.portal import entry, entry_outside, reports, standards, views
from doudi.portal.apply.urls import urlpatterns as applying
from doudi.portal.entitled.views import entitled
from doudi.portal.progress.urls import urlpatterns as progress
from doudi.portal.styleguide import styleguide

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("assess/", views.assess, name="assess"),
    path("entitled/", entitled, name="entitled"),
    path("standards/", standards.standards, name="standards"),
    path("reports/", reports.reports, name="reports"),
    path("size/", views.switch_text_size, name="text_size"),
    path("enter/", entry.ask, name="enter"),
    path("enter/code/", entry.code, name="enter_code"),
    path("enter/window/", entry.window, name="enter_window"),
    path("enter/outside/", entry_outside.begin, name="enter_outside"),
    path("enter/back/", entry_outside.finish, name="enter_back"),
    path("leave/", entry.leave, name="leave"),
    *applying,
    *progress,
    path("styleguide/", styleguide, name="styleguide"),
]
