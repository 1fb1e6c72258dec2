"""Tags of the house: the reader's text size, the badge of days left, the banner of a moved day."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import mark_safe

from doudi.faces import badges
from doudi.faces.fields import in_chinese
from doudi.faces.tables import Cell
from doudi.kernel import clock
from doudi.kernel.money import MINUS
from doudi.portal import text_size

register = template.Library()
CITES_KEPT = 4096
"""More than the packs have; what is published at a desk comes to them."""


@register.simple_tag(takes_context=True)
def chosen_size(context: dict[str, Any]) -> text_size.TextSize:
    """Return the reader's text size; the standard one where a page has no request (an error page)."""
    request = context.get("request")
    return text_size.chosen(request) if isinstance(request, HttpRequest) else text_size.SIZES[0]


@register.filter
def next_size(size: text_size.TextSize) -> text_size.TextSize:
    """Return the size that the switch leads to."""
    return text_size.following(size)


register.filter(badges.days_badge)


@register.filter
def drawn(badge: badges.Badge) -> str:
    """Draw a badge; its tone is never the only sign, the text says it."""
    icon = f'<svg class="ic" aria-hidden="true"><use href="#i-{escape(badge.icon)}" /></svg>' if badge.icon else ""
    return mark_safe(f'<span class="badge badge-{escape(badge.tone)}">{icon}{escape(badge.text)}</span>')  # noqa: S308 - each part is escaped


@register.filter
def row_drawn(cells: Iterable[Cell]) -> str:
    """Draw the cells of one row of a table: lists have hundreds of them, and a template each takes its time."""
    return mark_safe("".join(map(_cell, cells)))  # noqa: S308 - each part is escaped


def _cell(cell: Cell) -> str:
    badge, text, href = cell["badge"], escape(cell["text"]), escape(cell["href"])
    manner = ' class="num"' if cell["numeric"] else ""
    if not (text or badge):
        manner = ' class="none"'
    inside = drawn(badge) if badge else f'<a href="{href}">{text}</a>' if href else text
    return f'<td data-label="{escape(cell["label"])}"{manner}>{inside}</td>'


@register.filter
def unbroken(formula: str) -> str:
    """Let a line of sums break after a comma, where no browser breaks by itself, and never behind a minus."""
    return formula.replace("、", "、\N{ZERO WIDTH SPACE}").replace(f"{MINUS}¥", f"{MINUS}\N{WORD JOINER}¥")


@register.filter
def cited(cites: Iterable[Mapping[str, str]]) -> str:
    """Draw citations, each with a link where its text can be read."""
    return mark_safe("\n".join(_cite(cite["text"], cite["url"]) for cite in cites))  # noqa: S308 - each part is escaped


@lru_cache(maxsize=CITES_KEPT)
def _cite(text: str, url: str) -> str:
    """Draw one; it opens beside, for what was computed is kept nowhere."""
    if not url:
        return f'<span class="cite">{_together(text)}</span>'
    return f'<a class="cite" href="{escape(url)}" target="_blank" rel="noopener noreferrer">{_together(text)}</a>'


def _together(text: str) -> str:
    """Keep the article of a citation together where there is room: 第四条第（三）项 is not torn before its bracket."""
    title, mark, article = text.rpartition("》")
    if not mark or "（" not in article:
        return escape(text)
    return f"{escape(title + mark)}<span>{escape(article)}</span>"


@register.simple_tag
def moved_day() -> str:
    """Return the day DOUDI_TODAY has moved the clock to, in words; empty when the clock is true."""
    return in_chinese(clock.today(os.environ)) if clock.is_moved(os.environ) else ""
