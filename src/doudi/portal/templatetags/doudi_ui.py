"""Tags of the house: the reader's text size, the badge of days left, the banner of a moved day."""

from __future__ import annotations

import os
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import mark_safe

from doudi.faces import badges
from doudi.faces.fields import in_chinese
from doudi.kernel import clock
from doudi.kernel.money import MINUS
from doudi.portal import text_size

register = template.Library()


@register.simple_tag(takes_context=True)
def chosen_size(context: dict[str, Any]) -> text_size.TextSize:
    """Return the reader's text size; the standard one where a page has no request (an error page)."""
    request = context.get("request")
    return text_size.chosen(request) if isinstance(request, HttpRequest) else text_size.SIZES[0]


@register.filter
def next_size(size: text_size.TextSize) -> text_size.TextSize:
    """Return the size that the switch leads to."""
    return text_size.following(size)


@register.filter
def drawn(badge: badges.Badge) -> str:
    """Draw a badge. What `ui/badge.html` shows: lists have a hundred of them, and a template each takes its time."""
    icon = f'<svg class="ic" aria-hidden="true"><use href="#i-{escape(badge.icon)}" /></svg>' if badge.icon else ""
    return mark_safe(f'<span class="badge badge-{escape(badge.tone)}">{icon}{escape(badge.text)}</span>')  # noqa: S308 - each part is escaped


@register.filter
def unbroken(formula: str) -> str:
    """Let a line of sums break after a comma, where no browser breaks by itself, and never behind a minus."""
    return formula.replace("、", "、\N{ZERO WIDTH SPACE}").replace(f"{MINUS}¥", f"{MINUS}\N{WORD JOINER}¥")


@register.filter
def cited(text: str) -> str:
    """Keep the article of a citation together where there is room: 第四条第（三）项 is not torn before its bracket."""
    title, mark, article = text.rpartition("》")
    if not mark or "（" not in article:
        return text
    return mark_safe(f"{escape(title + mark)}<span>{escape(article)}</span>")  # noqa: S308 - both parts are escaped


@register.inclusion_tag("ui/badge.html")
def days_badge(days_left: int) -> dict[str, Any]:
    """Show how many days are left; tone, words and icon come from `badges.days_badge`."""
    return {"badge": badges.days_badge(days_left)}


@register.simple_tag
def moved_day() -> str:
    """Return the day DOUDI_TODAY has moved the clock to, in words; empty when the clock is true."""
    return in_chinese(clock.today(os.environ)) if clock.is_moved(os.environ) else ""
