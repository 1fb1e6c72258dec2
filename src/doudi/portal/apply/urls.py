"""The addresses of applying."""

from __future__ import annotations

from django.urls import path

from doudi.portal.apply import views

urlpatterns = [
    path("apply/", views.start, name="apply"),
    path("apply/<int:draft>/discard/", views.discard, name="apply_discard"),
    path("apply/<int:draft>/<slug:slug>/", views.screen, name="apply_screen"),
]
