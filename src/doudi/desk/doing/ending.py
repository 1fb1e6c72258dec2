"""Ending a case without a decision: the family will not cooperate, nobody of it is left, or it took it back."""

from __future__ import annotations

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.casework.services.terminate import NOBODY_LEFT, is_nobody_left
from doudi.casework.services.withdraw import withdraw
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import Deed, Given, needed
from doudi.desk.doing.standing import is_open
from doudi.faces.fields import Field, Option
from doudi.flows.closing import terminate

GROUND, REASON = "ground", "reason"


def _terminating(found: Opened, given: Given) -> list[Field]:
    nobody = is_nobody_left(found.case, on=found.on)
    options = tuple(
        Option(code, rule.label, code == given.get(GROUND))
        for code, rule in found.rule.terminations.items()
        if nobody or code != NOBODY_LEFT
    )
    return [
        Field(name=GROUND, is_needed=True, label="情形", shape="choices", options=options),
        Field(name=REASON, is_needed=True, label="理由", shape="textarea", value=given.get(REASON, "")),
    ]


def _terminate(found: Opened, given: Given, by: Officer) -> str:
    ground, reason = needed(given, GROUND, "情形"), needed(given, REASON, "理由")
    terminate(case=found.case, ground=ground, reason=reason, by=by, on=found.on)
    return "已终止办理。"


def _withdraw(found: Opened, given: Given, by: Officer) -> str:
    del given
    withdraw(case=found.case, by=by, on=found.on)
    return "申请已经撤回，本件已办结。"


def _is_undecided(found: Opened) -> bool:
    return is_open(found) and found.case.decided_on is None


DEEDS = (
    Deed(name="terminate", label="终止办理", kind="danger", perform=_terminate, fields=_terminating,
         offers=lambda found: _is_undecided(found) and bool(found.rule.terminations) and found.allows(Act.CONFIRM)),
    Deed(name="withdraw", label="按撤回办结", perform=_withdraw, is_main=True,
         offers=lambda found: _is_undecided(found) and found.case.application.withdrawn_on is not None
         and found.allows(Act.ACCEPT)),
)  # fmt: skip
