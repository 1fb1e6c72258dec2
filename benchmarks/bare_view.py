"""The bare view that pages are measured against: one row by its key, one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from doudi.accounts.models import Officer

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""As `django-admin startproject` writes it."""


def bare(request: HttpRequest, key: int) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer with the name of an officer."""
    return HttpResponse(Officer.objects.get(pk=key).name)


urlpatterns = [path("bare/<int:key>/", bare)]


def bare_application() -> Callable[..., Any]:
    """Return an application that has this view and the middleware of a new Django project."""
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        handler = WSGIHandler()
    return with_bare_address(handler)


def with_bare_address(application: Callable[..., Any]) -> Callable[..., Any]:
    """Return an application of ours with the address of this view instead of its own."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        own, settings.ROOT_URLCONF = settings.ROOT_URLCONF, __name__
        try:
            return application(environ, start_response)
        finally:
            settings.ROOT_URLCONF = own

    return answer
