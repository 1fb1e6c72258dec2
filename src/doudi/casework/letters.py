"""What a letter says: plain data, from which a PDF is set elsewhere. Frozen when the letter is issued."""

from __future__ import annotations

from datetime import date
from typing import Any

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.queries import names_of
from doudi.accounts.roles import Act
from doudi.casework import state
from doudi.casework.models import Case, Decision
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Procedure, RemedyRule
from doudi.casework.reasons import turns_of
from doudi.casework.steps import AtLevel, Kind
from doudi.kernel.amount_words import words
from doudi.kernel.divisions import county_of
from doudi.kernel.money import plain_yuan
from doudi.kernel.months import Month

TITLES = {
    Kind.GRANT: "确认通知书",
    Kind.REFUSE: "不予确认告知书",
    Kind.ADJUST: "调整通知书",
    Kind.SUSPEND: "停发告知书",
    Kind.STOP: "终止告知书",
}


def content(decision: Decision, *, number: str, by: Officer, on: date) -> dict[str, Any]:
    """Return what the letter of a decision says: who, what, how much, from when, why, by which articles, what remedy.

    Raises RemedyUnknown: without remedy no letter.
    """
    case = decision.case
    rule = state.rule_of(case)
    office = permissions.require(by, Act.ISSUE, at=case.place, on=on).office
    return {
        "number": number,
        "kind": decision.kind,
        "title": f"{_programme(case, decision.made_on)}{TITLES[Kind(decision.kind)]}",
        "case": case.number,
        "application": case.application.number,
        "programme": _programme(case, decision.made_on),
        "applicant": case.application.applicant_name,
        "person": case.member.name if case.member is not None else None,
        "members": case.application.members.count(),
        "place": "".join(names_of(case.place, decision.made_on)),
        "accepted_on": case.opened_on.isoformat(),
        "decided_on": decision.made_on.isoformat(),
        "issued_on": on.isoformat(),
        "office": office.name,
        "decided_by": AtLevel(decision.at_level).label,
        **_money(decision),
        "reasons": [{"text": reason.text, "articles": _articles(reason.cites)} for reason in _reasons(decision)],
        "turns": _turns(decision),
        "articles": _articles(list(_grounds(decision, rule))),
        "remedies": remedies(decision),
    }


def remedies(decision: Decision) -> list[dict[str, Any]]:
    """Return where and until when the decision can be contested. Raises RemedyUnknown."""
    case = decision.case
    found = procedures().remedies_against(state.rule_of(case), AtLevel(decision.at_level), case.place, decision.made_on)
    return [_remedy(each, case) for each in found]


def _remedy(rule: RemedyRule, case: Case) -> dict[str, Any]:
    return {
        "kind": rule.kind.value,
        "label": rule.kind.label,
        "body": rule.body.replace("{county}", _county(case)),
        "period": rule.period,
        "counted_from": rule.counted_from,
        "cites": list(rule.cites),
        "articles": _articles(rule.cites),
    }


def _county(case: Case) -> str:
    """Name the county with what stands above it: 山东省菏泽市牡丹区."""
    return procedures().packs.places.path(county_of(case.place))


def _money(decision: Decision) -> dict[str, Any]:
    fen, month = decision.amount_fen, decision.first_month
    return {
        "amount_fen": fen,
        "amount": None if fen is None else plain_yuan(fen),
        "amount_words": None if fen is None else words(fen),
        "first_month": None if month is None else str(Month.of(month)),
    }


def _reasons(decision: Decision) -> list[Any]:
    return list(decision.reasons.order_by("position"))


def _turns(decision: Decision) -> list[str]:
    """Say what would turn a refusal, as the record of its determination has it."""
    if decision.kind != Kind.REFUSE:
        return []
    return turns_of(decision.determination, list(decision.case.application.members.order_by("pk")))


def _grounds(decision: Decision, rule: Procedure) -> dict[str, None]:
    """Return, each once, the articles of the programme and of the procedure that the decision rests on."""
    programme = next(
        each
        for each in procedures().packs.programmes
        if each.id == decision.case.programme and each.covers(decision.determination.on)
    )
    return dict.fromkeys((*programme.cites, *rule.stages[-1].cites))


def _articles(cites: Any) -> list[str]:
    sources = procedures().packs.sources
    return [sources.text(cite) for cite in cites]


def _programme(case: Case, day: date) -> str:
    labels = [each.label for each in procedures().packs.programmes if each.id == case.programme and each.covers(day)]
    return labels[0] if labels else case.programme
