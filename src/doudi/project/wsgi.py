"""The application gunicorn serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from doudi.standards.lawbook import packs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.project.settings")
application = get_wsgi_application()

# Everything the pages need is loaded now, once, before the workers are forked: a flaw stops the start, not a request.
URLS = get_resolver().url_patterns
LAW = packs()
gc.freeze()  # it stays as long as the process: no worker need look through it for garbage, nor copy its pages
