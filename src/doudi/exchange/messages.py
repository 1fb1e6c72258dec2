"""What is asked and what is answered, as JSON; whatever does not fit is refused with the name of the field."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError, model_validator

from doudi.kernel.errors import Refused
from doudi.kernel.patterns import DIGEST, NAME, PLACE, SOMETHING

MOST_SECONDS: Final = 86_400
"""A source that needs more than a day answers by file, not here."""
NUMBER: Final = r"^[1-9][0-9]{16}[0-9X]$"

Name = Annotated[str, Field(pattern=NAME, max_length=60)]
Written = StrictBool | StrictInt | Annotated[StrictStr, Field(max_length=100)]
"""Money in yuan as text ("1200.00"), a code or a day as text, a count as a number, yes and no as true and false."""


class MessageWrong(Refused):
    """A message does not have the shape that was agreed on; the sentence never repeats what it holds."""

    code = "exchange.message_wrong"
    sentence = "“{field}”不符合约定的格式"


class Message(BaseModel):
    """What all messages have in common: no field more, none changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Query(Message):
    """A question about one person to one source, under the authorisation the person signed.

    Sent again, it is the same one: it has the same `query`."""

    query: UUID = Field(description="The number of this query; the answer repeats it.")
    source: Name = Field(description="Which of the holder's sources is asked, as packs/cn/verification.yaml names it.")
    name: str = Field(pattern=SOMETHING, max_length=60, description="The person's name.")
    number: str = Field(pattern=NUMBER, description="The person's resident number, 18 characters.")
    purpose: str = Field(pattern=SOMETHING, max_length=200, description="What for, as the authorisation says.")
    authorisation: str = Field(pattern=DIGEST, description="SHA-256 of the signed authorisation.")
    place: str = Field(pattern=PLACE, description="The division code of the place that asks.")
    day: date = Field(description="The day on which is asked.")


class Outcome(StrEnum):
    """How a source answers."""

    FOUND = "found"
    NOTHING_ON_RECORD = "nothing_on_record"
    OTHER_NAME = "other_name"


class Element(Message):
    """One thing that a source knows: a fact by its name in packs/cn/facts.yaml, and its value as written there."""

    name: Name
    value: Written | Annotated[tuple[Name, ...], Field(max_length=30)]


class Answer(Message):
    """What a source has on record of the person who was asked about, as of a day.

    `other_name`: the number is on record under another name; nothing is told of that person."""

    query: UUID
    source: Name
    outcome: Outcome
    as_of: date = Field(description="The day up to which the source knows.")
    reference: str = Field(pattern=SOMETHING, max_length=100, description="The number of this answer at the holder.")
    elements: tuple[Element, ...] = Field(default=(), max_length=60)

    @model_validator(mode="after")
    def _fits_together(self) -> Answer:
        names = [element.name for element in self.elements]
        if len(set(names)) < len(names):
            raise ValueError("elements: each name once")
        if names and self.outcome is not Outcome.FOUND:
            raise ValueError("elements: only with what was found")
        return self


class StillWorking(Message):
    """The source has taken the query in and will know later."""

    query: UUID
    seconds: StrictInt = Field(ge=1, le=MOST_SECONDS, description="After so many seconds it is worth asking again.")


class Problem(Message):
    """Why a request was not taken."""

    error: str = Field(description="A code: signature, replayed, message, source, unknown, unavailable.")
    told: str = Field(description="A sentence.")


Kind = TypeVar("Kind", bound=Message)


def read(kind: type[Kind], body: bytes) -> Kind:
    """Read a message. Raises MessageWrong, which names the field and never its content."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise MessageWrong(field=_field(error)) from None


FIELDS: Final = frozenset(
    {*Query.model_fields, *Answer.model_fields, *Element.model_fields, *StillWorking.model_fields}
)


def _field(error: ValidationError) -> str:
    """Name the first field that is wrong, in the words of the messages: `elements.0.value`."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part in FIELDS)
    if where:
        return where
    return "elements" if first["type"] == "value_error" else "全文"
