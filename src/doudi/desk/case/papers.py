"""材料: what was handed in, what the stage still lacks, who gave leave to be asked about, what the sources answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doudi.accounts.roles import Act
from doudi.casework.attachments import missing_papers
from doudi.casework.steps import ENDED
from doudi.desk.case.checks import checks, may_be_answered
from doudi.desk.case.opened import Opened
from doudi.faces.badges import Badge
from doudi.faces.fields import in_chinese
from doudi.intake.models import Document
from doudi.intake.papers import papers as kinds_of_papers
from doudi.intake.queries import documents_of
from doudi.verification.models import Consent, Unreachable
from doudi.verification.objections import waiting_objection
from doudi.verification.queries import consents_of, unreachable_of, visits_of

KILO = 1024


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that was handed in."""

    key: int
    label: str
    title: str
    of: str
    size: str
    day: str


def papers(found: Opened) -> dict[str, Any]:
    """Return what the tab shows."""
    case, application = found.case, found.case.application
    drawn = checks(found)
    is_open = case.step not in ENDED
    investigates = found.allows(Act.INVESTIGATE) and is_open
    return {
        "documents": [_paper(each, found) for each in documents_of(application)],
        "missing": _missing(found), "consents": _consents(found), "visits": visits_of(application),
        "checks": drawn, "polls": bool(drawn) and drawn[0]["under_way"] > 0,
        "may_upload": found.allows(Act.REGISTER) and is_open, "may_consent": found.allows(Act.REGISTER) and is_open,
        "may_note_unreachable": investigates,
        "may_ask": investigates and not drawn, "objection": _objection(found), "may_recheck": investigates,
        "may_visit": investigates or (found.allows(Act.INVESTIGATE) and found.is_granted),
        "may_answer": bool(drawn) and may_be_answered(found),
        "kinds": [(name, kind.label) for name, kind in kinds_of_papers().kinds.items()],
        "people": [(member.pk, member.name) for member in found.members],
    }  # fmt: skip


def _objection(found: Opened) -> str:
    """Say what the family objects to and nobody has checked again yet."""
    waiting = waiting_objection(found.case.application)
    return f"{in_chinese(waiting.filed_on)}提出：{waiting.reason}" if waiting else ""


def _missing(found: Opened) -> list[str]:
    if not found.rule.has(found.step):
        return []
    return missing_papers(found.case, found.rule.stage(found.step), on=found.on)


def _paper(document: Document, found: Opened) -> Paper:
    kind = kinds_of_papers().kinds.get(document.kind)
    return Paper(
        key=document.pk, label=kind.label if kind else document.kind, title=document.title,
        of=found.names.get(document.member_id or 0, "全家"), size=f"{max(1, document.bytes // KILO)} KB",
        day=in_chinese(document.uploaded_on),
    )  # fmt: skip


def _consents(found: Opened) -> list[tuple[str, Badge]]:
    given = {consent.member_id: consent for consent in consents_of(found.case.application, found.on)}
    away = unreachable_of(found.case.application)
    return [(member.name, _leave(given.get(member.pk), away.get(member.pk))) for member in found.members]


def _leave(consent: Consent | None, away: Unreachable | None) -> Badge:
    if consent is not None:
        return Badge("ok", f"{in_chinese(consent.signed_on)}签署", "check")
    if away is not None:
        return Badge("mute", f"无法取得授权：{away.reason}")
    return Badge("warn", "还没有授权", "alert-triangle")
