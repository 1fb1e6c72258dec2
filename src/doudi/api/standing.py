"""How far an application or a case is, in the words of the interface."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from doudi.casework.models import Case, Decision, Term
from doudi.casework.queries import cases_of
from doudi.casework.steps import Kind, Step, TermKind
from doudi.intake.models import Application, FamilyMember
from doudi.intake.models.application import NEEDS_CONFIRMATION
from doudi.intake.queries import members_of, missing_papers
from doudi.standards import lawbook
from doudi.verification.signed import papers_signed

LABELS: Final = {
    "unconfirmed": "待申请人确认",
    "waiting": "待受理",
    "accepted": "已受理",
    "withdrawn": "已撤回",
    "closed": "已办结",
}


def application_status(application: Application, *, on: date) -> dict[str, Any]:
    """Return how far an application is; what it lacks, until it is accepted."""
    status = _status(application)
    return {
        "number": application.number, "place": application.place, "status": status, "status_label": LABELS[status],
        "submitted_on": application.submitted_on, "accepted_on": application.accepted_on,
        "withdrawn_on": application.withdrawn_on, "closed_on": application.closed_on,
        "supplement": getattr(application, "supplement", None),
        "missing": _lacking(application, on) if status in ("unconfirmed", "waiting") else [],
        "cases": [case.number for case in cases_of(application)],
    }  # fmt: skip


def case_status(case: Case) -> dict[str, Any]:
    """Return how far a case is, as `case_page` fetched it."""
    decisions = list(case.decisions.all())
    return {
        "number": case.number, "application": case.application.number, "place": case.place,
        "programme": case.programme, "programme_label": _programme(case), "step": case.step,
        "step_label": Step(case.step).label, "opened_on": case.opened_on, "closed_on": case.closed_on,
        "paused": case.paused, "clocks": [_clock(term) for term in case.terms.all() if term.ended_on is None],
        "decision": _decided(decisions[-1]) if decisions else None,
    }  # fmt: skip


def persons_of(application: Application) -> list[int]:
    """Return the registry keys of the family, for the event that says of whom an answer speaks."""
    return [member.person_id for member in members_of(application) if member.person_id is not None]


def _status(application: Application) -> str:
    if application.withdrawn_on is not None:
        return "withdrawn"
    if application.closed_on is not None:
        return "closed"
    if application.accepted_on is not None:
        return "accepted"
    by_others = application.channel in NEEDS_CONFIRMATION or application.mandate_id is not None
    return "unconfirmed" if by_others and application.confirmed_on is None else "waiting"


def _lacking(application: Application, on: date) -> list[dict[str, Any]]:
    keys = dict(FamilyMember.objects.filter(application=application).values_list("pk", "key"))
    return [
        {
            "item": each.item, "label": each.label, "kind": "paper" if each.is_paper else "statement",
            "member": keys[each.member] if each.member is not None else None, "cites": each.cites,
        }
        for each in missing_papers(application, signed=papers_signed(application, on))
    ]  # fmt: skip


def _clock(term: Term) -> dict[str, Any]:
    return {
        "kind": term.kind, "label": TermKind(term.kind).label, "step": term.step or None,
        "started_on": term.started_on, "due_on": term.due_on, "provisional": term.provisional,
        "paused": any(pause.until_on is None for pause in term.pauses.all()), "cites": term.cites,
    }  # fmt: skip


def _decided(decision: Decision) -> dict[str, Any]:
    letter = getattr(decision, "letter", None)
    return {
        "kind": decision.kind, "label": Kind(decision.kind).label, "made_on": decision.made_on,
        "letter_number": letter.number if letter else None, "letter_issued_on": letter.issued_on if letter else None,
        "letter_delivered_on": letter.delivered_on if letter else None,
    }  # fmt: skip


def _programme(case: Case) -> str:
    known = [each for each in lawbook.packs().programmes if each.id == case.programme and each.covers(case.opened_on)]
    return known[0].label if known else case.programme
