"""The places a reader may choose, as the packs know them on a day: the places with a pack of their own come first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from doudi.faces.fields import Group, Option
from doudi.kernel.divisions import NATION, Level, level, parent_chain
from doudi.policy.packs import Packs
from doudi.policy.places import Place

LOCAL, ABOVE_ONLY = "已收录当地标准", "仅收录国家和省的规定"


def has_local_pack(packs: Packs, code: str) -> bool:
    """Whether a pack of its own prefecture or county speaks for a place, and not only the nation and the province."""
    return not _local(packs).isdisjoint(parent_chain(code))


def _local(packs: Packs) -> set[str]:
    return {pack.place for pack in packs.by_id.values() if pack.level not in (Level.NATION, Level.PROVINCE)}


def place_groups(packs: Packs, *, on: date, chosen: str) -> tuple[Group, ...]:
    """Group the places in use on a day by prefecture, those with local standards first; each group says which it is."""
    first = _local(packs)
    heads: dict[str, list[Place]] = {}
    for place in packs.places.by_code.values():
        if place.code != NATION and (_in_use(place, on) or place.code == chosen):
            heads.setdefault(_head(place.code, first), []).append(place)
    ordered = sorted(heads, key=lambda code: (level(code) is Level.PROVINCE, code not in first, code))
    groups = [_group(packs, code, heads[code], chosen) for code in ordered]
    return (Group("", (Option("", "请选择"),)), *groups)


def county_groups(packs: Packs, *, on: date, chosen: str) -> tuple[Group, ...]:
    """Group the counties in use on a day by province, both in the order of their codes: where one may apply."""
    provinces: dict[str, list[Option]] = {}
    for place in sorted(packs.places.by_code.values(), key=lambda place: place.code):
        if level(place.code) is Level.COUNTY and (_in_use(place, on) or place.code == chosen):
            province = parent_chain(place.code)[-2]
            name = packs.places.path(place.code).removeprefix(packs.places.path(province))
            provinces.setdefault(province, []).append(Option(place.code, name, place.code == chosen))
    groups = (Group(packs.places.path(province), tuple(options)) for province, options in provinces.items())
    return (Group("", (Option("", "请选择"),)), *groups)


def is_place_in_use(packs: Packs, code: str, on: date) -> bool:
    """Whether there was a place of a code on a day."""
    place = packs.places.by_code.get(code)
    return place is not None and _in_use(place, on)


def _head(code: str, first: Iterable[str]) -> str:
    """Return the place under whose name another is listed: one with a pack of its own, else its prefecture."""
    chain = parent_chain(code)
    return next((above for above in chain if above in first), chain[-3] if len(chain) > 2 else code)  # noqa: PLR2004


def _group(packs: Packs, head: str, places: list[Place], chosen: str) -> Group:
    ordered = sorted(places, key=lambda place: (len(parent_chain(place.code)), place.code))
    options = tuple(Option(p.code, _label(packs, head, p, ordered), p.code == chosen) for p in ordered)
    name = packs.places.path(head) if head in packs.places.by_code else head
    return Group(f"{LOCAL if has_local_pack(packs, head) else ABOVE_ONLY} · {name}", options)


def _label(packs: Packs, head: str, place: Place, listed: list[Place]) -> str:
    """Name a place within its group; the whole of a prefecture says so."""
    if place.code == head and len(listed) > 1:
        return f"{place.name}（不分县区）"
    return place.name if place.code == head else packs.places.path(place.code).removeprefix(packs.places.path(head))


def _in_use(place: Place, on: date) -> bool:
    return (place.since is None or place.since <= on) and (place.until is None or on < place.until)
