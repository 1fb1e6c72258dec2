"""What lengthens or stops a clock: by whoever may confirm, on a ground of the text, with a reason."""

from __future__ import annotations

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.casework.services.extend import extend
from doudi.casework.services.pause import pause
from doudi.casework.services.resume import resume
from doudi.casework.steps import TermKind
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import Deed, Given, needed
from doudi.desk.doing.standing import is_open
from doudi.faces.fields import Field, Option

GROUND, REASON = "ground", "reason"


def _grounds(grounds: dict[str, str], given: Given) -> list[Field]:
    reason = Field(name=REASON, is_needed=True, label="理由", shape="textarea", value=given.get(REASON, ""))
    options = tuple(Option(code, label, code == given.get(GROUND)) for code, label in grounds.items())
    ground = Field(name=GROUND, is_needed=True, label="情形", shape="choices", options=options)
    return [ground, reason] if options else [reason]


def _extending(found: Opened, given: Given) -> list[Field]:
    longer = found.rule.whole.longer if found.rule.whole else None
    return _grounds(dict(longer.grounds) if longer else {}, given)


def _extend(found: Opened, given: Given, by: Officer) -> str:
    reason = needed(given, REASON, "理由")
    made = extend(case=found.case, reason=reason, ground=given.get(GROUND, ""), by=by, on=found.on)
    return f"全程时限已延长到 {made.days} 日。"


def _pausing(found: Opened, given: Given) -> list[Field]:
    return _grounds({code: rule.label for code, rule in found.rule.pauses.items()}, given)


def _pause(found: Opened, given: Given, by: Officer) -> str:
    reason = needed(given, REASON, "理由")
    pause(case=found.case, ground=needed(given, GROUND, "情形"), reason=reason, by=by, on=found.on)
    return "已中止计时。"


def _resume(found: Opened, given: Given, by: Officer) -> str:
    del given
    resume(case=found.case, by=by, on=found.on)
    return "已恢复计时，中止的日子已补算。"


def _may_extend(found: Opened) -> bool:
    whole = found.rule.whole
    running = [term for term in found.case.terms.all() if term.kind == TermKind.WHOLE and term.ended_on is None]
    fresh = bool(running) and not hasattr(running[0], "extension")
    return fresh and whole is not None and whole.longer is not None and found.allows(Act.CONFIRM)


def _may_pause(found: Opened) -> bool:
    return is_open(found) and not found.case.paused and bool(found.rule.pauses) and found.allows(Act.CONFIRM)


DEEDS = (
    Deed(name="extend", label="延长时限", offers=_may_extend, perform=_extend, fields=_extending),
    Deed(name="pause", label="中止计时", offers=_may_pause, perform=_pause, fields=_pausing),
    Deed(name="resume", label="恢复计时", perform=_resume,
         offers=lambda found: found.case.paused and found.allows(Act.CONFIRM)),
)  # fmt: skip
