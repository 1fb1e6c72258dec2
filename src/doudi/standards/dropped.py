"""What it means that a proposal was dropped: nobody signs it any more."""

from __future__ import annotations

from doudi.kernel.errors import NotNow
from doudi.standards.models import Dropping, Proposal


class AlreadyDropped(NotNow):
    """The proposal was taken back or declined before."""

    code = "standards.already_dropped"
    sentence = "第 {number} 号已经{how}，理由：{reason}。"


def require_waiting(proposal: Proposal) -> None:
    """Refuse to sign what was dropped. Raises AlreadyDropped."""
    before = Dropping.objects.filter(proposal=proposal).first()
    if before is not None:
        raise AlreadyDropped(number=before.proposal_id, how=how(before), reason=before.reason)


def how(dropping: Dropping) -> str:
    """Say which of the two it was."""
    return "撤回" if dropping.is_own else "不予签发"
