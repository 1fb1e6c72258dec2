"""Files that belong to nothing are removed a day later; whatever a document or a draft names stays."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from doudi.audit.actor import Actor, acting
from doudi.documents import vault
from doudi.intake.models import Document
from doudi.intake.services.add_document import add_document
from doudi.intake.services.save_draft import discard_draft, save_draft
from doudi.intake.services.sweep_vault import SeesTooLittle, sweep_vault
from doudi.jobs.vault import remove_orphan_files
from doudi.standards.papers import keep_paper
from tests.fixtures.applications import PDF, Applications
from tests.fixtures.people import TODAY, ActingAs
from tests.standards.test_constraints import PROPOSAL, insert

NOW = datetime(2024, 3, 1, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class PowerCutError(Exception):
    """The request ends before its transaction does."""


def files() -> list[Path]:
    return sorted(path for path in Path(settings.DOUDI_DOCUMENTS).rglob("*") if path.is_file())


def grow_old(*, since: datetime = NOW - timedelta(days=2)) -> None:
    for path in files():
        os.utime(path, (since.timestamp(), since.timestamp()))


def sweep(*, at: datetime = NOW) -> int:
    with acting(Actor.job("test"), on=TODAY):
        return sweep_vault(at=at)


def test_what_a_request_that_was_undone_has_left_is_removed_and_nothing_else(
    applications: Applications, acting_as: ActingAs
) -> None:
    application, account = applications.submitted(), applications.citizen.account
    told = {"application": application, "kind": "authorisation", "title": "a.pdf", "by": account, "on": TODAY}
    with acting_as(applications.citizen):
        add_document(**told, content=PDF)  # type: ignore[arg-type]
    kept = files()
    with suppress(PowerCutError), acting_as(applications.citizen):
        add_document(**told, content=PDF + b"%lost\n")  # type: ignore[arg-type]
        raise PowerCutError
    (lost,) = set(files()) - set(kept)
    (lost.parent / "tmphalf").write_bytes(b"half of one")
    before = len(files())
    grow_old(since=NOW - timedelta(hours=23))
    early = sweep()

    grow_old()
    removed = sweep()

    assert (before, early, removed, sweep()) == (3, 0, 2, 0)
    assert not lost.exists()
    with acting(Actor.system("test"), on=TODAY):
        assert [vault.fetch(each.digest) for each in Document.objects.all()] == [PDF]


def test_a_photo_in_a_draft_stays_for_as_long_as_the_draft_does(
    applications: Applications, acting_as: ActingAs
) -> None:
    digest, account = vault.keep(PDF), applications.citizen.account
    with acting_as(applications.citizen):
        draft = save_draft(content={"papers": [{"digest": digest}]}, step="papers", by=account, at=NOW)
    grow_old()
    kept = sweep()

    with acting_as(applications.citizen):
        discard_draft(draft=draft.pk, by=account)

    assert (kept, sweep(), files()) == (0, 1, [])


def test_what_is_kept_again_or_put_away_by_a_sweep_that_was_cut_off_is_not_lost(
    applications: Applications, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is young again when it is kept again, even between the sweep's look and its hand."""
    application = applications.complete()
    path = files()[0]
    path.rename(path.with_name(f"{path.name}{vault.AWAY}"))
    orphan = vault.path_of(vault.keep(PDF + b"%again\n"))
    grow_old()
    looked = vault.kept_before(NOW - timedelta(days=1))

    vault.keep(PDF + b"%again\n")
    young = vault.remove(orphan, kept_before=NOW - timedelta(days=1))
    swept = sweep()

    assert orphan in looked
    assert (young, swept, orphan.exists(), path.exists()) == (False, 0, True, True)
    with acting(Actor.system("test"), on=TODAY):
        assert {vault.fetch(each.digest) for each in application.documents.all()} == {PDF}
    monkeypatch.setenv("DOUDI_MODE", "test")
    remove_orphan_files.func(timestamp=0)
    assert orphan.exists()


def test_whoever_does_not_see_every_document_sweeps_nothing(applications: Applications, acting_as: ActingAs) -> None:
    applications.complete()
    grow_old()

    with acting_as(applications.acceptor), pytest.raises(SeesTooLittle):
        sweep_vault(at=NOW)

    assert len(files()) == 1


def test_the_file_of_a_proposed_standard_stays() -> None:
    paper = keep_paper(PDF, name="通知.pdf")
    insert("standards_proposal", **PROPOSAL | {
        "file_digest": paper.digest, "file_sha256": paper.sha256, "file_type": paper.media_type,
        "file_name": paper.name, "file_size": paper.size,
    })  # fmt: skip
    keep_paper(PDF + b"%lost\n", name="通知.pdf")
    grow_old()

    assert sweep() == 1
    assert vault.fetch(paper.digest) == PDF
