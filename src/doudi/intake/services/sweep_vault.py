"""Remove the files of the vault that belong to nothing: their request was undone, or their draft thrown away.

The vault is one; whoever names files of it further up the house has to be asked here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from doudi.audit import actor
from doudi.documents import vault
from doudi.intake.models import Document, Draft
from doudi.kernel.errors import NotAllowed
from doudi.standards.models import Proposal

KEPT_WITHOUT_ROW: Final = timedelta(days=1)
"""No request lasts as long; what is younger may belong to one that has not ended."""
AT_ONCE: Final = 1000


class SeesTooLittle(NotAllowed):
    """Who does not see every document would take those of others for orphans."""

    code = "intake.sweeper_sees_too_little"
    sentence = "清理材料文件须由系统任务办理。"


def sweep_vault(*, at: datetime) -> int:
    """Remove what is older than a day and no document, draft or standard names; return how many. SeesTooLittle.

    A file that is handed in again at this very moment stays (see `vault.remove`).
    """
    if actor.current().places != actor.EVERYWHERE:
        raise SeesTooLittle
    before = at - KEPT_WITHOUT_ROW
    old = vault.kept_before(before)
    known = _drafted() | _handed_in([path.name for path in old])
    return sum(vault.remove(path, kept_before=before) for path in old if path.name not in known)


def _handed_in(names: list[str]) -> set[str]:
    """Which of some files belong to a paper of a family or to a proposed standard, a few at a time."""
    found: set[str] = set()
    for first in range(0, len(names), AT_ONCE):
        some = names[first : first + AT_ONCE]
        found.update(Document.objects.filter(digest__in=some).values_list("digest", flat=True))
        found.update(Proposal.objects.filter(file_digest__in=some).values_list("file_digest", flat=True))
    return found


def _drafted() -> set[str]:
    """Every digest that a draft names; only whoever fills it in knows where in it papers stand."""
    drafts = Draft.objects.order_by("pk").iterator()
    return {digest for draft in drafts for digest in vault.DIGEST.findall(str(draft.content))}
