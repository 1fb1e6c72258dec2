"""What goes in and what comes out, as OpenAPI tells it. The household file has its own schema, made of the facts."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from doudi.api.examples import EXAMPLE, PROBLEM
from doudi.kernel.patterns import COUNTY_OR_ABOVE, DAY


class AssessmentRequest(Schema):
    """An assessment that is asked for. `assume` sets parameters for this once, as `--set` of the command line does."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    place: str = Field(pattern=COUNTY_OR_ABOVE, description="区划代码，例如 371702", examples=["371702"])
    on: str = Field(
        pattern=DAY, description="按哪一天的规定", examples=["2024-03-01"], json_schema_extra={"format": "date"}
    )
    household: dict[str, Any] = Field(description="家庭信息，格式见 /api/v1/facts/schema")
    assume: dict[str, str] = Field(
        default_factory=dict, max_length=100, description="示例参数，例如 dibao.standard.rural: 620.00/month"
    )


class Cite(Schema):
    """An article."""

    id: str
    text: str
    url: str | None


class Person(Schema):
    """Somebody of the household, as the file names them."""

    id: str
    name: str


class Origin(Schema):
    """Which pack set a parameter, from when, how sure it is, and why another parameter stands in for it.

    `stated`: a sum of a year, as its document says it by the month."""

    pack: str
    pack_label: str
    since: str | None = Field(alias="from")
    sure: str | None
    checked: str | None
    because: str | None
    stated: str | None = None


class Node(Schema):
    """One row of the explanation and the rows it is made of.

    `version` is the content hash of the rule, or of the published value of a parameter, that was used."""

    name: str
    kind: str
    label: str
    formula: str | None
    value: int | None
    text: str | None
    per: str | None
    person: Person | None
    cites: list[Cite]
    origin: Origin | None
    version: str | None
    provenance: str | None
    see: bool
    children: list[Node]


class Component(Schema):
    """A part of an amount, in yuan."""

    name: str
    label: str
    amount: str | None


class Reason(Schema):
    """Why an outcome is not eligible."""

    text: str
    rule: str
    cites: list[Cite]


class Changed(Schema):
    """A value that would have to be another: within the bounds, which are whole fen or numbers, or `to` in words."""

    name: str
    label: str
    person: Person | None
    now: str
    to: str
    least: int | None
    most: int | None


class Turn(Schema):
    """What would turn a refusal, all else as it is: computed by supposing it."""

    text: str
    status: Literal["eligible", "undetermined"]
    changes: list[Changed]


class Question(Schema):
    """What is still needed: a fact of somebody, a parameter that nobody has published, a case the law leaves open."""

    kind: str
    name: str
    label: str
    question: str
    person: Person | None
    cites: list[Cite]


class Told(Schema):
    """A row that a grant tells beside its amount, such as which level decides; no text where it is not known."""

    name: str
    label: str
    text: str | None


class Outcome(Schema):
    """One programme for the household or for one member."""

    programme: str
    label: str
    unit: Literal["household", "member"]
    layer: Literal["basic", "special", "urgent", "other"]
    department: str
    gives: list[Literal["money", "goods", "service", "status"]]
    service: str | None
    period: Literal["month", "year", "term", "once", "treatment", "standing"]
    period_label: str
    who: str
    procedure: str | None
    handled: bool
    person: Person | None
    status: Literal["eligible", "ineligible", "undetermined"]
    status_label: str
    amount_fen: int | None
    amount: str | None
    amount_words: str | None
    per_person: str | None
    components: list[Component]
    cites: list[Cite]
    told: list[Told]
    reasons: list[Reason]
    shortest: Reason | None
    turns: list[Turn]
    questions: list[Question]
    explanation: Node


class Assumed(Schema):
    """A parameter that was assumed for this assessment."""

    name: str
    label: str
    value: str


class LawUsed(Schema):
    """The law that was used, so that the assessment can be repeated."""

    snapshot: str
    code: str
    assumed: list[Assumed]


class PlaceNamed(Schema):
    """A place with its full name."""

    code: str
    name: str
    path: str


class Chosen(Schema):
    """What one of two programmes gives that nobody has both of."""

    programme: str
    label: str
    amount: str | None
    period_label: str
    service: str | None


class Choice(Schema):
    """Two programmes of which somebody may have one only."""

    programmes: list[Chosen]
    persons: list[Person]
    cites: list[Cite]


class AssessmentAnswer(Schema):
    """An assessment."""

    place: PlaceNamed
    on: str
    law: LawUsed
    outcomes: list[Outcome]
    choices: list[Choice]
    doubts: list[str] = Field(description="可能填错、请核对的地方；测算先按填的情况")


class PlaceKnown(PlaceNamed):
    """A place that the packs know, and the days its code was in use (half open)."""

    since: date | None
    until: date | None


class Problem(Schema):
    """What was wrong: a stable code, a sentence for people, and the path within the request where there is one."""

    model_config = ConfigDict(json_schema_extra={"example": PROBLEM})

    status: int
    code: str
    sentence: str
    path: str | None
    problems: list[dict[str, str]]
