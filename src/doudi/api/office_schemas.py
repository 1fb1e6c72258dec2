"""What offices send and get: applications and how far they are. Of persons no more than the office itself needs."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from doudi.api.examples import APPLICATION, APPLICATION_STATUS, CASE_STATUS
from doudi.kernel.patterns import TOWNSHIP_OR_VILLAGE

Channel = Literal["window", "village", "hotline", "lead"]


class Identified(Schema):
    """Who a member is."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(default="", max_length=20, description="公民身份号码；没有的留空")
    sex: Literal["", "female", "male"] = Field(default="", description="性别；有公民身份号码时可不填")


class ApplicationRequest(Schema):
    """An application that an office files for a family."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": APPLICATION})

    key: UUID = Field(description="提交标识：由调用方先生成并保存；重发时用同一个，只会有一份申请")
    place: str = Field(pattern=TOWNSHIP_OR_VILLAGE, description="申请人所在的乡镇（9 位）或者村（12 位）代码")
    household: dict[str, Any] = Field(description="家庭信息，格式见 /api/v1/facts/schema")
    people: dict[str, Identified] = Field(
        default_factory=dict, max_length=30, description="各成员的身份，按家庭信息中成员的 id"
    )
    channel: Channel = Field(default="window", description="窗口、代办、热线、主动发现")
    reason: str = Field(default="", max_length=2000, description="申请原因")


class Lacking(Schema):
    """One thing an application lacks; `member` is an id of the household file."""

    item: str
    label: str
    kind: Literal["paper", "statement"]
    member: str | None
    cites: str


class Told(Schema):
    """What the family was told to supply, once and whole."""

    told_on: date
    due_on: date | None


class ApplicationStatus(Schema):
    """How far an application is. What it lacks is listed until it is accepted."""

    model_config = ConfigDict(json_schema_extra={"example": APPLICATION_STATUS})

    number: str
    place: str
    status: Literal["unconfirmed", "waiting", "accepted", "withdrawn", "closed"]
    status_label: str
    submitted_on: date
    accepted_on: date | None
    withdrawn_on: date | None
    closed_on: date | None
    supplement: Told | None
    missing: list[Lacking]
    cases: list[str]


class Clock(Schema):
    """A clock that runs; `provisional` while the holidays of its days are not announced."""

    kind: Literal["stage", "whole", "telling"]
    label: str
    step: str | None
    started_on: date
    due_on: date
    provisional: bool
    paused: bool
    cites: list[str]


class Decided(Schema):
    """The newest decision, and the letter that told it."""

    kind: Literal["grant", "refuse", "adjust", "suspend", "stop"]
    label: str
    made_on: date
    letter_number: str | None
    letter_issued_on: date | None
    letter_delivered_on: date | None


class CaseStatus(Schema):
    """How far a case is: nobody's name, nobody's means."""

    model_config = ConfigDict(json_schema_extra={"example": CASE_STATUS})

    number: str
    application: str
    place: str
    programme: str
    programme_label: str
    step: str
    step_label: str
    opened_on: date
    closed_on: date | None
    paused: bool
    clocks: list[Clock]
    decision: Decided | None
