"""Sets the frozen content of a letter or of a report as PDF in the manner of an official document 公文.

    pdf = typeset(json.loads(letter.content), digest=letter.digest)
    pdf = typeset_report(told, digest=report.digest, address="https://…/reports/…")

The content is that of `doudi.casework.letters`; of a report, what `doudi.desk.case.report` says of it. The same content
gives the same bytes: no clock is read, no font of the machine is used. A letter without remedy is refused here once
more, whoever asks.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import segno
import typst

from doudi.kernel.amount_words import words
from doudi.kernel.errors import Refused
from doudi.letters.wording import worded

HERE: Final = Path(__file__).parent
LETTER: Final = HERE / "letter.typ"
REPORT: Final = HERE / "report.typ"
QUESTION: Final = HERE / "question.typ"
FONTS: Final = HERE / "font"
BESIDE_GBK: Final = frozenset("¥−")
"""What the font has beside GBK; see font/vendor.json."""
NOT_THERE: Final = frozenset("≒")
NEVER: Final = 0
"""The time of making that stands in the file: none, so that a letter set again is the same letter."""


class RemedyMissing(Refused):
    """A letter has to say how the decision can be contested."""

    code = "letters.remedy_missing"
    sentence = "文书 {number} 没有写明救济途径和期限，不能制发。"


class AmountDiffers(Refused):
    """The amount in words is not the amount in figures."""

    code = "letters.amount_differs"
    sentence = "文书 {number} 的大写金额与小写金额不一致，不能制发。"


class GlyphMissing(Refused):
    """The font has no such character, and a letter with a hole in it, most often in a name, must not go out."""

    code = "letters.glyph_missing"
    sentence = "文书字库里没有“{characters}”，不能制发；请联系管理员补充字库。"


def typeset(content: Mapping[str, Any], *, digest: str) -> bytes:
    """Return a letter as PDF. Raises RemedyMissing, AmountDiffers, GlyphMissing."""
    _require_whole(content)
    return _set(LETTER, {**worded(content), "digest": _in_groups(digest)})


def typeset_report(told: Mapping[str, Any], *, digest: str, address: str) -> bytes:
    """Return a report as PDF, with a square code of the address at which it can be checked. Raises GlyphMissing."""
    square = io.BytesIO()
    segno.make(address, error="m").save(square, kind="svg", border=0)
    return _set(REPORT, {**told, "digest": _in_groups(digest), "square": square.getvalue().decode()})


def typeset_question(told: Mapping[str, Any], *, digest: str) -> bytes:
    """Return the letter that asks a family to explain differences as PDF. Raises GlyphMissing."""
    return _set(QUESTION, {**told, "digest": _in_groups(digest)})


def _set(template: Path, told: Mapping[str, Any]) -> bytes:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    _require_glyphs(text)
    return typst.compile(
        str(template), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf",
        sys_inputs={"told": text}, timestamp=NEVER,
    )  # fmt: skip


def _require_whole(content: Mapping[str, Any]) -> None:
    remedies = content.get("remedies") or []
    if not remedies or not all(each.get("body") and each.get("period") for each in remedies):
        raise RemedyMissing(number=content["number"])
    fen = content.get("amount_fen")
    if fen is not None and content.get("amount_words") != words(fen):
        raise AmountDiffers(number=content["number"])


def _require_glyphs(text: str) -> None:
    missing = {character for character in text if not _is_known(character)}
    if missing:
        raise GlyphMissing(characters="".join(sorted(missing)))


def _is_known(character: str) -> bool:
    """Whether the font has a character: it was cut to those of GBK."""
    if character in NOT_THERE:
        return False
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return character in BESIDE_GBK
    return True


def _in_groups(digest: str) -> str:
    """Write a digest so that it can be read aloud."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
