"""Django's settings. Whatever differs between installations comes from the environment; no secret is in the repository.

DATABASE_URL (the role of the running product), DOUDI_HOSTS (comma-separated), DOUDI_HTTPS=1 (behind TLS),
DOUDI_SOURCES (a file: what was arranged with the sources of checks),
DOUDI_SEALS (a folder for exported seals), DOUDI_STATIC=collected (set by `doudi run` and `doudi serve`),
DOUDI_DEBUG=1 (development), DOUDI_LOG_LEVEL.
How people sign in: DOUDI_PASSWORD_LENGTH, DOUDI_SESSION_HOURS, DOUDI_IDLE_MINUTES, DOUDI_SMS_URL, DOUDI_PROXIES (how
many of ours stand before), and those of `sign_in`.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from doudi.project import keys, paths, sign_in
from doudi.project.connection import django_database
from doudi.project.logs import logging_settings

DEBUG = os.environ.get("DOUDI_DEBUG") == "1"
SECRET_KEY = keys.secret_key()
DOUDI_KEYRING = keys.keyring()
DOUDI_READ_KEYS = keys.keyring
DOUDI_QUERY_KEY = keys.query_key()
DOUDI_DOCUMENTS = paths.data_dir() / "documents"  # where `doudi backup` looks for them
DOUDI_DELIVERIES = paths.data_dir() / "deliveries"
DOUDI_SOURCES = Path(os.environ.get("DOUDI_SOURCES") or paths.data_dir() / "sources.yaml")
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
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "doudi.project.requests.middleware.Acting",
]
ROOT_URLCONF = "doudi.project.urls"
WSGI_APPLICATION = "doudi.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["doudi.portal.templatetags.doudi_ui"],
            "context_processors": ["django.template.context_processors.request"],
        },
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
DOUDI_SEALS = Path(os.environ.get("DOUDI_SEALS") or paths.data_dir() / "seals")
"""Where the seals of the audit are written daily: outside the database, best on another machine's disk."""
DOUDI_DAYS_FINISHED_JOBS_ARE_KEPT = int(os.environ.get("DOUDI_DAYS_FINISHED_JOBS_ARE_KEPT", "30"))

# ---------------------------------------------------------------- accounts

AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "desk:sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
_RULES = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "doudi.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": int(os.environ.get("DOUDI_PASSWORD_LENGTH", "10"))},
    },
    {"NAME": f"{_RULES}UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["login"]}},
    {"NAME": f"{_RULES}CommonPasswordValidator"},
    {"NAME": f"{_RULES}NumericPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = int(os.environ.get("DOUDI_SESSION_HOURS", "10")) * 3600
"""Nobody stays signed in longer, however busy."""
DOUDI_SECONDS_IDLE = int(os.environ.get("DOUDI_IDLE_MINUTES", "30")) * 60
DOUDI_PROXIES = int(os.environ.get("DOUDI_PROXIES", "0"))
DOUDI_OIDC = sign_in.officers_provider(os.environ)
DOUDI_OIDC_CITIZENS = sign_in.citizens_provider(os.environ)
DOUDI_SECOND_FACTOR_ROLES = sign_in.second_factor_roles(os.environ)
DOUDI_SIGN_IN = sign_in.sign_in_limits(os.environ)
DOUDI_ENTRY = sign_in.entry_limits(os.environ)
DOUDI_SMS_URL = os.environ.get("DOUDI_SMS_URL", "")

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
