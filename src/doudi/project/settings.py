"""Django's settings. Whatever differs between installations comes from the environment; no secret is in the repository.

DATABASE_URL (the role of the running product), DOUDI_HOSTS (comma-separated), DOUDI_HTTPS=1 (behind TLS),
DOUDI_STATIC=collected (set by `doudi run` and `doudi serve`), DOUDI_DEBUG=1 (development), DOUDI_LOG_LEVEL.
"""

from __future__ import annotations

import os

from csp.constants import NONE, SELF

from doudi.project import keys, paths
from doudi.project.connection import django_database
from doudi.project.logs import logging_settings

DEBUG = os.environ.get("DOUDI_DEBUG") == "1"
SECRET_KEY = keys.secret_key()
DOUDI_KEYRING = keys.keyring()
HTTPS = os.environ.get("DOUDI_HTTPS") == "1"
ALLOWED_HOSTS = [host for host in os.environ.get("DOUDI_HOSTS", "").split(",") if host] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]

# ---------------------------------------------------------------- parts

INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "doudi.audit",
    "doudi.accounts",
    "doudi.standards",
    "doudi.registry",
    "doudi.intake",
    "doudi.verification",
    "doudi.determination",
    "doudi.casework",
    "doudi.entitlements",
    "doudi.payments",
    "doudi.flows",
    "doudi.desk",
    "doudi.portal",
    "doudi.api",
    "doudi.jobs",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "doudi.project.urls"
WSGI_APPLICATION = "doudi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
"""政策测算 keeps its whole state in the form: thirty members with every fact and their legal supporters."""

# ---------------------------------------------------------------- language, days

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- database, background work

DATABASES = {"default": django_database(os.environ.get("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DOUDI_DAYS_FINISHED_JOBS_ARE_KEPT = int(os.environ.get("DOUDI_DAYS_FINISHED_JOBS_ARE_KEPT", "30"))

# ---------------------------------------------------------------- accounts

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS

# ---------------------------------------------------------------- static files

STATIC_URL = "static/"
STATIC_ROOT = paths.data_dir() / "static"
COLLECTED = os.environ.get("DOUDI_STATIC") == "collected"
"""Collected files carry their hash in the name and are cached for ever; otherwise they are served from the sources."""
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not COLLECTED
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# ---------------------------------------------------------------- the browser is told to trust only us

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# ---------------------------------------------------------------- logs

LOGGING = logging_settings(os.environ.get("DOUDI_LOG_LEVEL", "INFO"))
