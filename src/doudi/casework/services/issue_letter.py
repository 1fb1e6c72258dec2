"""Issue the letter of a decision: frozen, with number and digest."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks, letters, state
from doudi.casework.advance import show
from doudi.casework.models import Decision, Letter, Remedy
from doudi.casework.steps import Deed, Step, TermKind
from doudi.kernel.errors import NotNow


class AlreadyIssued(NotNow):
    """The letter of this decision was issued before; there is only one."""

    code = "casework.already_issued"
    sentence = "这项决定的文书已经制发：{number}。"


@transaction.atomic
def issue_letter(*, decision: Decision, by: Officer, on: date) -> Letter:
    """Issue the letter 制发文书; with it the case is closed. Without known remedies there is none. minfa-2021-57#21.

    Raises MayNot, AlreadyIssued, RemedyUnknown, AlreadyHandled.
    """
    case = decision.case
    permissions.require(by, Act.ISSUE, at=case.place, on=on)
    issued = Letter.objects.filter(decision=decision).first()
    if issued is not None:
        raise AlreadyIssued(number=issued.number)
    state.claim(case)
    number = f"救助〔{decision.made_on.year}〕{case.number}-{case.decisions.filter(pk__lte=decision.pk).count()}号"
    content = letters.content(decision, number=number, by=by, on=on)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    letter = Letter.objects.create(
        decision=decision, kind=decision.kind, number=number, content=text,
        digest=hashlib.sha256(text.encode()).hexdigest(), issued_on=on, issued_by=by,
    )  # fmt: skip
    Remedy.objects.bulk_create(
        Remedy(letter=letter, kind=told["kind"], body=told["body"], period=told["period"], cites=told["cites"])
        for told in content["remedies"]
    )
    _close(decision, by=by, on=on)
    record("casework.letter_issued", on=on, subject=letter, place=case.place)
    return letter


def _close(decision: Decision, *, by: Officer, on: date) -> None:
    case = decision.case
    before = case.step
    if before != Step.LETTER:
        return
    for kind in TermKind:
        clocks.end(case, kind, on=on)
    case.step = Step.CLOSED
    show(case, closed_on=on)
    state.note(case, Deed.ISSUE_LETTER, from_step=before, by=by, on=on)
