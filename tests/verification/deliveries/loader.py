"""One load in a process of its own, as `doudi sources load` runs it; test_faults.py kills it.

DATABASE_URL=… DOUDI_SOURCES=… python tests/verification/deliveries/loader.py MANIFEST FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings

from doudi.accounts.secrets import Keyring


def main(manifest: str, folder: str) -> None:
    """Load in the name of the system, which sees every place."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.project.settings")
    django.setup()
    settings.DOUDI_KEYRING = Keyring({1: b"1" * 32}, b"i" * 32)
    settings.DOUDI_DELIVERIES = Path(folder)
    from tests.verification.deliveries.conftest import load  # noqa: PLC0415 - models exist once Django is set up

    load(Path(manifest))


if __name__ == "__main__":
    main(*sys.argv[1:3])
