"""What people hand in to publish a value: the draft, its document, and who signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from doudi.kernel.errors import Refused
from doudi.kernel.spans import Span
from doudi.policy.values import PERIODS

if TYPE_CHECKING:
    from doudi.accounts.models import Office, Officer

NAME = re.compile(r"\S{1,50}")
FICTIONAL = "示例："
"""How the title of a document begins that sets a figure for a demonstration and was never published."""
LONGEST_NAME, LONGEST_OFFICE = 50, 100
"""As the columns have them."""


class SignerUnreadable(Refused):
    """A signer has no name, a name with a blank in it, or no office."""

    code = "standards.signer_unreadable"
    sentence = "签署人有误：须写明姓名（不含空格）和单位。"


class DocumentUntitled(Refused):
    """The document that sets the value has no title."""

    code = "standards.document_untitled"
    sentence = "须写明公布这个标准的文件标题。"


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who signs: an officer by their account (`of`), or a name and an office typed on the command line.

    Raises SignerUnreadable."""

    name: str
    office: str
    officer: Officer | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or not self.office.strip() or len(self.office) > LONGEST_OFFICE:
            raise SignerUnreadable

    @classmethod
    def of(cls, officer: Officer, office: Office) -> Self:
        """Return an officer as a signer, at the office they work for."""
        return cls("".join(officer.name.split())[:LONGEST_NAME], office.name[:LONGEST_OFFICE], officer)

    def is_other_than(self, name: str, officer: int | None) -> bool:
        """Tell whether this is another person: by account where both have one, otherwise by name."""
        by_account = self.officer is not None and officer is not None
        return self.officer.pk != officer if by_account and self.officer else self.name != name


@dataclass(frozen=True, slots=True)
class Paper:
    """The file of a document as the vault keeps it; `sha256` is of its content, for whoever holds the same file."""

    digest: str
    sha256: str
    media_type: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """The document that sets the value; `file` says where it lies, `paper` is the file that was handed in with it.

    Raises DocumentUntitled."""

    title: str
    issued_on: date
    number: str = ""
    file: str = ""
    paper: Paper | None = None

    def __post_init__(self) -> None:
        if not self.title.strip("《》 \t\n"):
            raise DocumentUntitled

    @property
    def quoted_title(self) -> str:
        """The title in 《》, as sources carry it."""
        return f"《{self.title.strip().removeprefix('《').removesuffix('》')}》"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A value to be published for a place from a day on, written as in packs: `620.00` and `month`.

    No value withdraws the row it replaces. `authority` is the place whose government publishes, where it is not the
    place itself; `cites` the article that lets it, where it is not the one of the delegation. Raises SpanEmpty.
    """

    place: str
    parameter: str
    value: str
    document: Document
    in_force_on: date
    until_on: date | None = None
    per: str = ""
    authority: str = ""
    cites: str = ""
    replaces: int | None = None

    def __post_init__(self) -> None:
        Span(self.in_force_on, self.until_on)

    @property
    def publisher(self) -> str:
        """The place whose government publishes."""
        return self.authority or self.place

    @property
    def text(self) -> str:
        """The value with its period, as the engine reads what people type: `620.00/month`."""
        return value_text(self.value, self.per)

    @property
    def period(self) -> str:
        """The period as packs write it, however it was typed; what is neither is refused when the text is read."""
        return PERIODS.get(self.per, self.per)


def value_text(value: str, per: str) -> str:
    """Join value and period: `620.00/month`."""
    return f"{value}/{per}" if per else value
