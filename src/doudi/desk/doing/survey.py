"""Survey and deliberation."""

from __future__ import annotations

from doudi.accounts.models import Officer
from doudi.casework.attachments import missing_papers
from doudi.casework.services.deliberate import Meeting, deliberate
from doudi.casework.services.finish_survey import finish_survey
from doudi.casework.steps import Deed as Ends
from doudi.casework.steps import Step
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import Deed, Given, needed, whole
from doudi.desk.doing.standing import may_deliberate, may_end
from doudi.faces.fields import Field, Option
from doudi.flows.start_checking import start_checking
from doudi.verification.queries import checks_of
from doudi.verification.services.request_check import request_check
from doudi.verification.sources import sourcebook

PRESENT, REPRESENTATIVES, CONCLUSION, DISPUTED = "present", "representatives", "conclusion", "disputed"


def _start(found: Opened, given: Given, by: Officer) -> str:
    del given
    start_checking(case=found.case, by=by, on=found.on)
    return "已启动调查并发起核对。"


def _ask(found: Opened, given: Given, by: Officer) -> str:
    del given
    request_check(application=found.case.application, sources=_sources(found), by=by, on=found.on)
    return "已发起核对。"


def _sources(found: Opened) -> tuple[str, ...]:
    return tuple(each.source.name for each in sourcebook().askable(found.case.place, found.on))


def _may_ask(found: Opened) -> bool:
    """Whether sources can be asked and nobody has, where the survey begins with no act of its own."""
    surveys = may_end(found, Ends.FINISH_SURVEY) and not found.rule.has(Step.START_SURVEY)
    return surveys and bool(_sources(found)) and not checks_of(found.case.application)


def _finish(found: Opened, given: Given, by: Officer) -> str:
    del given
    finish_survey(case=found.case, by=by, on=found.on)
    return "调查核实已结束。"


def _finish_told(found: Opened) -> list[str]:
    stage = found.rule.stage(Step.SURVEY)
    lacking = missing_papers(found.case, stage, on=found.on)
    if lacking:
        return [f"还缺少{'、'.join(lacking)}，现在还不能结束调查。"]
    open_ones = found.open_differences
    return [f"还有 {open_ones} 项申报与核对、入户不一致，可以结束调查，但提出意见以前要逐项认定。"] if open_ones else []


def _meeting(found: Opened, given: Given) -> list[Field]:
    del found
    return [
        Field(name=PRESENT, is_needed=True, label="参加人数", mode="numeric", unit="人", value=given.get(PRESENT, "")),
        Field(name=REPRESENTATIVES, is_needed=True, label="其中村（居）民代表", mode="numeric", unit="人",
              value=given.get(REPRESENTATIVES, "")),
        Field(name=CONCLUSION, is_needed=True, label="评议结论", shape="textarea", value=given.get(CONCLUSION, "")),
        Field(name=DISPUTED, label="争议", shape="choices", several=True,
              options=(Option("1", "争议较大", chosen=bool(given.get(DISPUTED))),)),
    ]  # fmt: skip


def _deliberate(found: Opened, given: Given, by: Officer) -> str:
    meeting = Meeting(
        present=whole(given, PRESENT, "参加人数"),
        representatives=whole(given, REPRESENTATIVES, "其中村（居）民代表"),
        conclusion=needed(given, CONCLUSION, "评议结论"), disputed=bool(given.get(DISPUTED)),
    )  # fmt: skip
    deliberate(case=found.case, meeting=meeting, by=by, on=found.on)
    return "民主评议已记录。"


DEEDS = (
    Deed(name="start", label="启动调查并发起核对", offers=lambda found: may_end(found, Ends.START_SURVEY),
         perform=_start, is_main=True),
    Deed(name="ask", label="发起核对", perform=_ask, offers=_may_ask),
    Deed(name="deliberate", label="记录民主评议", offers=may_deliberate, perform=_deliberate, fields=_meeting),
    Deed(name="finish", label="结束调查", offers=lambda found: may_end(found, Ends.FINISH_SURVEY), perform=_finish,
         told=_finish_told, is_main=True),
)  # fmt: skip
