"""What codes are called on the pages of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from doudi.accounts.models import Place
from doudi.faces.fields import in_chinese
from doudi.standards import lawbook

SHORT = {"dibao": "低保", "tekun": "特困供养", "wubao": "五保供养"}


@lru_cache(maxsize=1)
def programme_labels() -> Mapping[str, str]:
    """Return the label of each programme by its id; of several versions the newest."""
    return {programme.id: programme.label for programme in lawbook.packs().programmes}


@lru_cache(maxsize=1)
def handled_labels() -> Mapping[str, str]:
    """Return the labels of the programmes that cases are opened for here, under whichever text."""
    return {code: label for code, label in programme_labels().items() if code in lawbook.packs().handled}


def programme_label(programme: str) -> str:
    """Say a programme; one that no pack knows any more by its id."""
    return programme_labels().get(programme, programme)


def place_names(codes: Iterable[str], on: date) -> dict[str, str]:
    """Return the names of places by their codes, with one query; what nobody named goes by its code."""
    wanted = set(codes)
    known = dict(Place.objects.filter(code__in=wanted, valid__contains=on).values_list("code", "name"))
    return {code: known.get(code, code) for code in wanted}


def day_in(day: date | None, *, on: date) -> str:
    """Write a day for a dense table: without the year where it is the present one."""
    if day is None:
        return ""
    return f"{day.month}月{day.day}日" if day.year == on.year else in_chinese(day)
