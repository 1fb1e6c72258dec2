"""The addresses of my matters."""

from __future__ import annotations

from django.urls import path

from doudi.portal.progress import objection, views

urlpatterns = [
    path("my/", views.matters, name="matters"),
    path("my/<slug:number>/", views.matter, name="matter"),
    path("my/<slug:number>/papers/", views.papers, name="matter_papers"),
    path("my/<slug:number>/confirm/", views.confirm, name="matter_confirm"),
    path("my/<slug:number>/withdraw/", views.take_back, name="matter_take_back"),
    path("my/<slug:number>/check/", objection.objection, name="matter_objection"),
    path("my/<slug:number>/letter/<int:letter>/", views.letter, name="matter_letter"),
]
