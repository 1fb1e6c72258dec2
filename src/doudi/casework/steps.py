"""The words of the procedure: where a case stands, what may be done to it, how an opinion or decision reads."""

from __future__ import annotations

from django.db import models


class Step(models.TextChoices):
    """Where a case stands: what it waits for."""

    START_SURVEY = "start_survey", "待启动调查"
    SURVEY = "survey", "调查核实"
    DELIBERATION = "deliberation", "民主评议"
    OPINION = "opinion", "待提出初审意见"
    POSTING = "posting", "待公示"
    NOTICE = "notice", "公示"
    SUBMISSION = "submission", "待报送县级"
    REVIEW = "review", "县级审核"
    COUNTY_POSTING = "county_posting", "待县级公示"
    COUNTY_NOTICE = "county_notice", "县级公示"
    CONFIRMATION = "confirmation", "待确认"
    LETTER = "letter", "待制发文书"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"
    TERMINATED = "terminated", "已终止"


ENDED = (Step.CLOSED, Step.WITHDRAWN, Step.TERMINATED)
"""Steps nothing follows: a case that stands there is closed."""
UNDER_WAY = tuple(step for step in Step if step not in ENDED)
AFTER_OPINION = (
    Step.POSTING, Step.NOTICE, Step.SUBMISSION, Step.REVIEW, Step.COUNTY_POSTING, Step.COUNTY_NOTICE, Step.CONFIRMATION,
)  # fmt: skip
"""Steps at which an opinion was given and nothing was decided yet."""
HANDED_BACK_TO = (Step.REVIEW, Step.OPINION, Step.SURVEY)
"""Steps at which whoever is not convinced can have a case done again."""
NOTICES = (Step.NOTICE, Step.COUNTY_NOTICE)
"""Steps that pass by waiting: once the notice has ended, the next stage may act."""


class Deed(models.TextChoices):
    """What is done to a case; each is one file of `services/`."""

    START_SURVEY = "start_survey", "启动调查"
    FINISH_SURVEY = "finish_survey", "结束调查"
    DELIBERATE = "deliberate", "记录民主评议"
    GIVE_OPINION = "give_opinion", "提出初审意见"
    POST_NOTICE = "post_notice", "张贴公示"
    RAISE_OBJECTION = "raise_objection", "登记异议"
    SETTLE_OBJECTION = "settle_objection", "处理异议"
    SUBMIT = "submit_to_county", "报送县级"
    REVIEW = "review", "提出审核意见"
    CONFIRM = "confirm", "确认同意"
    REFUSE = "refuse", "不予确认"
    HAND_BACK = "hand_back", "退回重办"
    ISSUE_LETTER = "issue_letter", "制发文书"


class Recommends(models.TextChoices):
    """What an opinion asks for."""

    GRANT = "grant", "建议给予"
    REFUSE = "refuse", "建议不予"
    ADJUST = "adjust", "建议调整"
    SUSPEND = "suspend", "建议停发"
    STOP = "stop", "建议终止"


class Kind(models.TextChoices):
    """What was decided."""

    GRANT = "grant", "确认同意"
    REFUSE = "refuse", "不予确认"
    ADJUST = "adjust", "增发、减发"
    SUSPEND = "suspend", "停发"
    STOP = "stop", "终止"


class AtLevel(models.TextChoices):
    """Which level acted; what remedy there is depends on it."""

    TOWNSHIP = "township", "乡镇（街道）"
    COUNTY = "county", "县级民政部门"


class TermKind(models.TextChoices):
    """What a clock measures."""

    STAGE = "stage", "环节时限"
    WHOLE = "whole", "全程时限"
    TELLING = "telling", "告知时限"


class RemedyKind(models.TextChoices):
    """A way to have a decision looked at again."""

    RECONSIDERATION = "reconsideration", "行政复议"
    SUIT = "suit", "行政诉讼"


class Delivery(models.TextChoices):
    """How a letter reached the person."""

    HANDED = "handed", "当面交给本人"
    FAMILY = "family", "交给同住的成年家属"
    MAIL = "mail", "邮寄"
    ONLINE = "online", "网上查收"
    LEFT = "left", "留置"
    NOTICE = "notice", "公告"


class ReviewOutcome(models.TextChoices):
    """How a reconsideration ended."""

    UPHELD = "upheld", "维持"
    ANNULLED = "annulled", "撤销"
    CHANGED = "changed", "变更"
    REDO = "redo", "责令重作"
    WITHDRAWN = "withdrawn", "撤回"
