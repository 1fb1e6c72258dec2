"""One step of a payment in a process of its own, as a web process would run it; test_faults.py kills it, or its server.

DATABASE_URL=… python tests/payments/worker.py make|approve|write|receipt MAKER CHECKER [BATCH]
"""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings

from doudi.accounts.secrets import Keyring


def main(step: str, maker: int, checker: int, batch: int) -> None:
    """Do the step in the name of the system, which sees every place."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.project.settings")
    django.setup()
    settings.DOUDI_KEYRING = Keyring({1: b"1" * 32}, b"i" * 32)
    from tests.payments import steps  # noqa: PLC0415 - models exist once Django is set up

    print(steps.do(step, maker=maker, checker=checker, batch=batch))  # noqa: T201 - the answer of the process


if __name__ == "__main__":
    main(sys.argv[1], *(int(number) for number in sys.argv[2:5]))
