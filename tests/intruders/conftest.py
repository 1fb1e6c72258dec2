"""The house is made once a module, in a transaction that is never committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tests.intruders.house import TODAY, House, build
from tests.intruders.walking import contents


@pytest.fixture(scope="module", autouse=True)
def _documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Documents lie in a folder of the module, as the house does."""
    before: Path = settings.DOUDI_DOCUMENTS
    settings.DOUDI_DOCUMENTS = tmp_path_factory.mktemp("documents")
    yield
    settings.DOUDI_DOCUMENTS = before


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, _documents: None, _keys: None,
    _quick_passwords: None,
) -> Iterator[House]:  # fmt: skip
    """A county with its cases and officers."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():  # type: ignore[attr-defined]
        patch.setenv("DOUDI_MODE", "test")
        patch.setenv("DOUDI_TODAY", TODAY.isoformat())
        with transaction.atomic():
            made = build()
            made.stands = contents()
            yield made
            transaction.set_rollback(True)
