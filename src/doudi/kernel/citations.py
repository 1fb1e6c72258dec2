"""Citations: `minfa-2021-57#13.1` names a source and a clause of it; this says it in Chinese."""

import re
from dataclasses import dataclass
from typing import Final, Self

from doudi.kernel.errors import Refused
from doudi.kernel.numerals import chinese_numeral

_SOURCE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CLAUSE: Final = re.compile(r"[^\s#]+")
_ARTICLE: Final = re.compile(r"([1-9][0-9]{0,3})(?:\.([1-9][0-9]{0,2}))?")


class CitationUnreadable(Refused):
    """Not of the form `source-id` or `source-id#clause`."""

    code = "citations.unreadable"
    sentence = "引用“{given}”有误：应写成 minfa-2021-57#13.1 的样子（来源编号#条.项）。"


@dataclass(frozen=True, order=True)
class Citation:
    """A source and a clause of it, where one is meant: `13` 第十三条, `13.1` 第十三条第（一）项, a local `2.4.1`."""

    source: str
    clause: str | None = None

    @classmethod
    def parse(cls, given: str) -> Self:
        """Read `minfa-2021-57#13.1`; raises CitationUnreadable."""
        source, mark, clause = given.partition("#")
        if not _SOURCE.fullmatch(source) or (mark and not _CLAUSE.fullmatch(clause)):
            raise CitationUnreadable(given=given)
        return cls(source, clause or None)

    @property
    def article(self) -> int | None:
        """The article 条, where the clause is numbered as article or article.item."""
        return self._numbers()[0]

    @property
    def item(self) -> int | None:
        """The item 项 within the article, where one is named."""
        return self._numbers()[1]

    def clause_text(self, pattern: str | None = None) -> str:
        """Say the clause: 第十三条第（一）项, or by the source's own `pattern` with `{clause}`, or bare.

        A source whose clauses are not articles gives a pattern, for instance `第{clause}条`.
        """
        if self.clause is None:
            return ""
        if pattern is not None:
            return pattern.replace("{clause}", self.clause)
        if self.article is None:
            return self.clause
        item = f"第（{chinese_numeral(self.item)}）项" if self.item else ""
        return f"第{chinese_numeral(self.article)}条{item}"

    def text(self, title: str, pattern: str | None = None) -> str:
        """Say the whole citation; `title` already carries its 《》."""
        return f"{title}{self.clause_text(pattern)}"

    def _numbers(self) -> tuple[int | None, int | None]:
        found = _ARTICLE.fullmatch(self.clause or "")
        if found is None:
            return None, None
        return int(found[1]), int(found[2]) if found[2] else None

    def __str__(self) -> str:
        """Write the form that `parse` reads."""
        return self.source if self.clause is None else f"{self.source}#{self.clause}"
