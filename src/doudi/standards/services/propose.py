"""Propose to publish a value."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.kernel.errors import NotNow, Refused
from doudi.standards.checks import require_lawful
from doudi.standards.drafts import Draft, Paper, Signer
from doudi.standards.models import Proposal
from doudi.standards.queries import current_snapshot, releases_in_effect, rivals_of


class DocumentFromTheFuture(Refused):
    """The document bears a later day than the proposal."""

    code = "standards.document_from_the_future"
    sentence = "文件日期 {issued} 晚于今天 {day}。"


class NothingToCorrect(NotNow):
    """The row to be corrected is not a published value in effect of the same place and parameter."""

    code = "standards.nothing_to_correct"
    sentence = "第 {number} 号不是{place}“{parameter}”现行的已公布标准，不能更正。"


class NothingProposed(Refused):
    """A proposal without value corrects nothing."""

    code = "standards.nothing_proposed"
    sentence = "须写明标准的值；撤销已公布的标准时须写明撤销哪一号。"


class AlreadyPublished(NotNow):
    """A value of the same place and parameter begins on the same day; it can only be corrected."""

    code = "standards.already_published"
    sentence = "第 {number} 号已公布同一标准，同一天（{day}）起施行；请提出更正，并写明更正第 {number} 号。"


@transaction.atomic
def propose(*, draft: Draft, by: Signer, on: date) -> Proposal:
    """Record a value that a second person may then release 提出. It changes nothing yet.

    An officer may at the place of a post (`Act.PUBLISH_STANDARD`) and leaves an event; the very same sent again on the
    same day is one row. On the command line it is whoever may run it.
    Raises MayNot, what `require_lawful` raises, DocumentFromTheFuture, NothingProposed, NothingToCorrect,
    AlreadyPublished.
    """
    if by.officer is not None:
        permissions.require(by.officer, Act.PUBLISH_STANDARD, at=draft.place, on=on)
    if draft.document.issued_on > on:
        raise DocumentFromTheFuture(issued=draft.document.issued_on, day=on)
    if not draft.value.strip() and draft.replaces is None:
        raise NothingProposed
    delegation = require_lawful(draft, current_snapshot())
    require_correctable(draft)
    require_alone(draft)
    row = _row(draft, draft.cites or delegation.cites, by, on)
    sent_before = Proposal.objects.filter(**row, release=None).first() if by.officer is not None else None
    if sent_before is not None:
        return sent_before
    made = Proposal.objects.create(**row)
    if by.officer is not None:
        record("standards.proposed", on=on, subject=made, place=made.place, details=_details(made))
    return made


def _details(made: Proposal) -> dict[str, str]:
    return {"parameter": made.parameter, "sha256": made.file_sha256}


def _row(draft: Draft, cites: str, by: Signer, on: date) -> dict[str, Any]:
    return {
        "place": draft.place, "authority": draft.publisher, "parameter": draft.parameter,
        "value": draft.value.strip(), "per": draft.period, "in_force_on": draft.in_force_on,
        "until_on": draft.until_on, "document_title": draft.document.quoted_title,
        "document_number": draft.document.number, "document_file": draft.document.file,
        "document_on": draft.document.issued_on, "cites": cites, "replaces_id": draft.replaces,
        "proposed_by": by.name, "proposed_office": by.office, "proposed_on": on, "proposer": by.officer,
        **_file(draft.document.paper),
    }  # fmt: skip


def _file(paper: Paper | None) -> dict[str, Any]:
    if paper is None:
        return {"file_digest": "", "file_sha256": "", "file_type": "", "file_name": "", "file_size": 0}
    return {
        "file_digest": paper.digest, "file_sha256": paper.sha256, "file_type": paper.media_type,
        "file_name": paper.name, "file_size": paper.size,
    }  # fmt: skip


def require_correctable(draft: Draft) -> None:
    """Refuse a correction of what is not in effect. Raises NothingToCorrect."""
    if draft.replaces is None:
        return
    published = releases_in_effect().filter(
        proposal=draft.replaces, proposal__place=draft.place, proposal__parameter=draft.parameter
    )
    if not published.exists():
        raise NothingToCorrect(number=draft.replaces, place=draft.place, parameter=draft.parameter)


def require_alone(draft: Draft) -> None:
    """Refuse a second value of the same place, parameter and day beside the one in effect. Raises AlreadyPublished."""
    rival = rivals_of(draft).first() if draft.value else None
    if rival is not None:
        raise AlreadyPublished(number=rival.proposal_id, day=draft.in_force_on)
