"""Notice and objections, and the way to the county."""

from __future__ import annotations

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.casework.models import Objection
from doudi.casework.services.post_notice import post_notice
from doudi.casework.services.raise_objection import raise_objection
from doudi.casework.services.settle_objection import settle_objection
from doudi.casework.services.submit_to_county import submit_to_county
from doudi.casework.steps import NOTICES, Step
from doudi.casework.steps import Deed as Ends
from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import Deed, Given, day, needed, there
from doudi.desk.doing.standing import is_open, may_end, stage_now
from doudi.faces.fields import Field, Group, Option
from doudi.intake.models import Document
from doudi.intake.queries import documents_of

PHOTO, ENDS_ON, WHO, TEXT, BACK, SETTLEMENT = "photo", "ends_on", "by_name", "text", "back_to", "settlement"
NOTICE_PHOTO = "notice_photo"
POSTS = (Act.POST_NOTICE, Act.REVIEW)
NOTICE_OF = {Step.POSTING: Step.NOTICE, Step.COUNTY_POSTING: Step.COUNTY_NOTICE}


def _photos(found: Opened) -> list[Document]:
    return [each for each in documents_of(found.case.application) if each.kind == NOTICE_PHOTO]


def _posting(found: Opened, given: Given) -> list[Field]:
    stage = stage_now(found)
    options = tuple(
        Option(str(each.pk), each.title or f"照片 {each.pk}", str(each.pk) == given.get(PHOTO))
        for each in _photos(found)
    )
    fields = [
        Field(name=PHOTO, label="公示照片", shape="select", hint="可以以后在“材料”里上传",
              groups=(Group("", (Option("", "还没有"), *options)),)),
    ]  # fmt: skip
    if stage is not None and found.rule.stage(NOTICE_OF[stage.step]).limit is None:
        fields.append(Field(name=ENDS_ON, label="公示的最后一天", kind="date", value=given.get(ENDS_ON, "")))
    return fields


def _post(found: Opened, given: Given, by: Officer) -> str:
    photo = next((each for each in _photos(found) if str(each.pk) == given.get(PHOTO)), None)
    ends_on = day(given, ENDS_ON, "公示的最后一天")
    notice = post_notice(case=found.case, by=by, on=found.on, ends_on=ends_on, board_photo=photo)
    return f"已公示，至 {notice.ends_on.month}月{notice.ends_on.day}日。"


def _objecting(found: Opened, given: Given) -> list[Field]:
    back = found.rule.objections.get(found.step)
    fields = [
        Field(name=WHO, label="提出人", hint="可以不写；只有工作人员看得到", value=given.get(WHO, "")),
        Field(name=TEXT, is_needed=True, label="异议内容", shape="textarea", value=given.get(TEXT, "")),
    ]
    if back is not None and len(back.back_to) > 1:
        options = tuple(Option(step.value, step.label, step.value == given.get(BACK)) for step in back.back_to)
        fields.append(Field(name=BACK, label="退回到", shape="choices", options=options))
    return fields


def _object(found: Opened, given: Given, by: Officer) -> str:
    back_to = given.get(BACK, "")
    raise_objection(
        case=found.case, text=needed(given, TEXT, "异议内容"), by_name=given.get(WHO, "").strip(), by=by, on=found.on,
        back_to=Step(back_to) if back_to in Step.values else None,
    )  # fmt: skip
    return "异议已登记，办件已退回重新调查。"


def open_objection(found: Opened) -> Objection | None:
    """Return the first objection nobody has settled."""
    if not found.case.disputed:
        return None
    return Objection.objects.filter(notice__case=found.case, settled_on=None).order_by("pk").first()


def _settling(found: Opened, given: Given) -> list[Field]:
    del found
    return [Field(name=SETTLEMENT, is_needed=True, label="处理结果", shape="textarea", value=given.get(SETTLEMENT, ""))]


def _objection_told(found: Opened) -> list[str]:
    objection = open_objection(found)
    return [f"异议：{objection.text}"] if objection else []


def _settle(found: Opened, given: Given, by: Officer) -> str:
    text = needed(given, SETTLEMENT, "处理结果")
    objection = there(open_objection(found), "待处理的异议")
    objection.notice.case = found.case
    settle_objection(objection=objection, settlement=text, by=by, on=found.on)
    return "异议已处理。"


def _submit(found: Opened, given: Given, by: Officer) -> str:
    del given
    submit_to_county(case=found.case, by=by, on=found.on)
    return "已报送县级。"


def _may_object(found: Opened) -> bool:
    return found.step in NOTICES and any(map(found.allows, POSTS)) and not found.case.paused


def _may_settle(found: Opened) -> bool:
    return is_open(found) and any(map(found.allows, POSTS)) and open_objection(found) is not None


DEEDS = (
    Deed(name="object", label="登记异议", offers=_may_object, perform=_object, fields=_objecting),
    Deed(name="settle-objection", label="处理异议", offers=_may_settle, perform=_settle, fields=_settling,
         told=_objection_told),
    Deed(name="post", label="张贴公示", offers=lambda found: may_end(found, Ends.POST_NOTICE), perform=_post,
         fields=_posting, is_main=True),
    Deed(name="submit", label="报送县级", offers=lambda found: may_end(found, Ends.SUBMIT), perform=_submit,
         is_main=True),
)  # fmt: skip
