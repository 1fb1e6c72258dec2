"""Sign a proposal: the second signature puts it in force."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from doudi.accounts import permissions
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow
from doudi.standards.checks import require_lawful
from doudi.standards.drafts import Document, Draft, Signer
from doudi.standards.dropped import require_waiting
from doudi.standards.models import Proposal, Release
from doudi.standards.queries import current_snapshot
from doudi.standards.services.propose import require_alone, require_correctable

SIGNING_LOCK = 20_210_701
"""Names the lock that lets one person sign at a time, so that two values cannot be released side by side unseen."""


class NoSuchProposal(NotKnown):
    """Nobody proposed anything under this number."""

    code = "standards.no_such_proposal"
    sentence = "没有第 {number} 号拟公布的标准。"


class AlreadySigned(NotNow):
    """A second person has released the proposal before."""

    code = "standards.already_signed"
    sentence = "第 {number} 号已经签发，不能再次签发。"


class SameSigner(NotAllowed):
    """Whoever proposes does not sign."""

    code = "standards.same_signer"
    sentence = "提出人不能签发自己提出的标准，须由另一人签发。"


class OriginalNotSeen(NotNow):
    """The proposal has no file, and the signer does not say to have seen the document."""

    code = "standards.original_not_seen"
    sentence = "第 {number} 号没有上传文件原文：须由签发人写明在别处看过原件，才能签发。"


@transaction.atomic
def sign(*, proposal_id: int, by: Signer, on: date, original_seen: bool = False) -> Release:
    """Release a proposal 签发; from its day in force on the value is the law of its place.

    An officer may at the place of a post and leaves an event; signing twice on one day is one signature. Where nobody
    handed in the document, who signs says to have seen it elsewhere (`original_seen`).
    Raises MayNot, NoSuchProposal, SameSigner, OriginalNotSeen, AlreadySigned, AlreadyDropped, AlreadyPublished,
    NothingToCorrect, and what `require_lawful` raises: the law may have changed since the value was proposed.
    """
    take_turns()
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise NoSuchProposal(number=proposal_id)
    if by.officer is not None:
        permissions.require(by.officer, Act.PUBLISH_STANDARD, at=proposal.place, on=on)
    if not by.is_other_than(proposal.proposed_by, proposal.proposer_id):
        raise SameSigner
    before = Release.objects.filter(proposal=proposal).first()
    if before is not None:
        return _signed_twice(before, by, on)
    require_waiting(proposal)
    if not proposal.file_digest and not original_seen:
        raise OriginalNotSeen(number=proposal_id)
    draft = _draft(proposal)
    require_alone(draft)
    require_lawful(draft, current_snapshot())
    require_correctable(draft)
    made = Release.objects.create(
        proposal=proposal, proposed_by=proposal.proposed_by, proposer_number=proposal.proposer_number,
        replaced=proposal.replaced, signed_by=by.name, signed_office=by.office, signed_on=on, signer=by.officer,
        original_seen=original_seen,
    )  # fmt: skip
    if by.officer is not None:
        details = {"sha256": proposal.file_sha256, "original_seen": original_seen}
        record("standards.signed", on=on, subject=proposal, place=proposal.place, details=details)
    return made


def take_turns() -> None:
    """Let one person at a time end a proposal, either way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SIGNING_LOCK])


def _signed_twice(before: Release, by: Signer, on: date) -> Release:
    """Return the signature that the same officer put a moment ago. Raises AlreadySigned."""
    if by.officer is None or (before.signer_id, before.signed_on) != (by.officer.pk, on):
        raise AlreadySigned(number=before.proposal_id)
    return before


def _draft(proposal: Proposal) -> Draft:
    document = Document(
        title=proposal.document_title,
        issued_on=proposal.document_on,
        number=proposal.document_number,
        file=proposal.document_file,
    )
    return Draft(
        place=proposal.place,
        parameter=proposal.parameter,
        value=proposal.value,
        document=document,
        in_force_on=proposal.in_force_on,
        until_on=proposal.until_on,
        per=proposal.per,
        authority=proposal.authority,
        cites=proposal.cites,
        replaces=proposal.replaces_id,
    )
