"""Drop a proposal: taken back by who made it, or declined by somebody else; it stays on record, with the reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.kernel.errors import Refused
from doudi.standards.drafts import Signer
from doudi.standards.dropped import AlreadyDropped, how
from doudi.standards.models import Dropping, Proposal, Release
from doudi.standards.services.sign import AlreadySigned, NoSuchProposal, take_turns


class NoReasonGiven(Refused):
    """Nothing says why a proposal is dropped."""

    code = "standards.no_reason_given"
    sentence = "请写明理由。"


@transaction.atomic
def drop(*, proposal_id: int, reason: str, by: Signer, on: date) -> Dropping:
    """Drop a proposal that waits: its proposer takes it back 撤回, anybody else declines to sign it 不予签发.

    An officer may at the place of a post and leaves an event; the same sent again on the same day is one row.
    Raises MayNot, NoSuchProposal, NoReasonGiven, AlreadySigned, AlreadyDropped.
    """
    take_turns()
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise NoSuchProposal(number=proposal_id)
    if by.officer is not None:
        permissions.require(by.officer, Act.PUBLISH_STANDARD, at=proposal.place, on=on)
    if not reason.strip():
        raise NoReasonGiven
    if Release.objects.filter(proposal=proposal).exists():
        raise AlreadySigned(number=proposal_id)
    before = Dropping.objects.filter(proposal=proposal).first()
    if before is not None:
        return _dropped_twice(before, by, on)
    is_own = not by.is_other_than(proposal.proposed_by, proposal.proposer_id)
    made = Dropping.objects.create(
        proposal=proposal, is_own=is_own, reason=reason.strip(), by=by.officer, dropped_by=by.name,
        dropped_office=by.office, dropped_on=on,
    )  # fmt: skip
    if by.officer is not None:
        record("standards.dropped", on=on, subject=proposal, place=proposal.place)
    return made


def _dropped_twice(before: Dropping, by: Signer, on: date) -> Dropping:
    if by.officer is None or (before.by_id, before.dropped_on) != (by.officer.pk, on):
        raise AlreadyDropped(number=before.proposal_id, how=how(before), reason=before.reason)
    return before
