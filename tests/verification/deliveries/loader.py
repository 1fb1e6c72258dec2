"""One load, or one click, in a process of its own; test_faults.py kills it.

DATABASE_URL=… DOUDI_SOURCES=… python tests/verification/deliveries/loader.py MANIFEST|CHECK FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings

from doudi.accounts.secrets import Keyring


def main(deed: str, folder: str) -> None:
    """Load a manifest as `doudi sources load` does, or ask the sources of a check, given by its key."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.project.settings")
    django.setup()
    settings.DOUDI_KEYRING = Keyring({1: b"1" * 32}, b"i" * 32)
    settings.DOUDI_DELIVERIES = Path(folder)
    if deed.isdecimal():
        _click(int(deed))
    else:
        from tests.verification.deliveries.conftest import load  # noqa: PLC0415 - models exist once Django is set up

        load(Path(deed))


def _click(key: int) -> None:
    from doudi.verification.models import CheckRequest  # noqa: PLC0415 - the same
    from doudi.verification.services.ask_sources import ask_sources  # noqa: PLC0415 - the same
    from tests.fixtures.people import TODAY  # noqa: PLC0415 - the same
    from tests.verification.deliveries.conftest import system  # noqa: PLC0415 - the same

    with system():
        check = CheckRequest.objects.select_related("requested_by").get(pk=key)
        ask_sources(request=check, by=check.requested_by, on=TODAY)


if __name__ == "__main__":
    main(*sys.argv[1:3])
