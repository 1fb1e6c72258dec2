"""The application gunicorn serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from doudi.kernel.lasting import lasting
from doudi.standards.lawbook import packs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.project.settings")

# Everything the pages need is loaded now, once, before the workers are forked: a flaw stops the start, not a request.
with lasting():
    application = get_wsgi_application()
    URLS = get_resolver().url_patterns
    LAW = packs()

# A page makes tens of thousands of things and lets go of nearly all by itself: looking after every 700 is a waste.
gc.set_threshold(20_000, 50, 50)
