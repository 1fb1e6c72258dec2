"""What is loaded once and stays: the collector of garbage need not look at it again and again."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def lasting() -> Generator[None]:
    """Whatever is made inside stays as long as the process: nobody looks for garbage meanwhile, nor later among it.

    The law is loaded in less time so; and of what is set aside before a web server forks, its workers copy no page
    only because the collector wrote in it.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.freeze()
            gc.enable()
