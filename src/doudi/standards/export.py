"""Published values as a draft pack 导出为政策包: laid over the packs it says for exactly those places what counts here.

doudi standards export 371702 --out DIR;  doudi packs check --pack DIR;  doudi simulate --pack DIR ...
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import yaml

from doudi.kernel.divisions import lies_in, parent_chain
from doudi.policy.packs import Packs
from doudi.policy.values import Words
from doudi.standards.models import Proposal, Release
from doudi.standards.published import dated_values
from doudi.standards.queries import releases_in_effect

VALUES, SOURCES = "values/published.yaml", "sources/published.yaml"


def exported(packs: Packs, place: str, *, on: date) -> dict[str, str]:
    """Return the published values in effect at a place and below it as the text of pack files, by path.

    They lie in the folder of the nearest pack; each value names its place (`for`) and who set it (`authority`), so that
    it holds nowhere else, and cites its document and the article. What was withdrawn or corrected is not exported; a
    place without anything has two empty files, which take back what was exported before.
    """
    there = releases_in_effect().exclude(proposal__value="")
    by_pack: dict[str, list[Release]] = defaultdict(list)
    by_pack[_pack_of(packs, place)] = []
    for release in there:
        if lies_in(release.proposal.place, place):
            by_pack[_pack_of(packs, release.proposal.place)].append(release)
    head = f"# doudi 导出，{on}：{packs.places.path(place)}在系统内公布的标准。\n"
    return {
        f"{pack}/{name}": head + _written(content)
        for pack, releases in by_pack.items()
        for name, content in ((VALUES, _values(packs, releases)), (SOURCES, _sources(packs, releases)))
    }


def _pack_of(packs: Packs, place: str) -> str:
    """Return the pack of a place, or of the nearest above it."""
    folders = {pack.place: pack.id for pack in packs.by_id.values()}
    return next(folders[code] for code in parent_chain(place) if code in folders)


def _values(packs: Packs, releases: list[Release]) -> dict[str, list[dict[str, Any]]]:
    words = Words(packs.facts.vocabulary)
    found: dict[str, list[dict[str, Any]]] = {}
    for release, dated in zip(releases, dated_values(packs, releases), strict=True):
        proposal, unit = release.proposal, packs.parameters[dated.parameter].unit
        said = proposal.value if unit.is_money else words.plain(unit, dated.value or 0)
        found.setdefault(dated.parameter, []).append(_entry(proposal, said, release.signed_on))
    return found


def _entry(proposal: Proposal, value: object, checked: date) -> dict[str, Any]:
    entry = {
        "value": value, "per": proposal.per or None, "from": proposal.in_force_on, "until": proposal.until_on,
        "cites": [_source_id(proposal), proposal.cites], "sure": "high", "checked": checked,
        "for": [proposal.place], "authority": proposal.authority, "published": True,
    }  # fmt: skip
    return {key: said for key, said in entry.items() if said is not None}


def _source_id(proposal: Proposal) -> str:
    """Name a document so that it is not taken for one that another installation publishes under this number."""
    return f"exported-{proposal.authority}-{proposal.pk}"


def _sources(packs: Packs, releases: list[Release]) -> dict[str, Any]:
    return {_source_id(each.proposal): _source(packs, each.proposal) for each in releases}


def _source(packs: Packs, proposal: Proposal) -> dict[str, Any]:
    """Write a document. Of who issued it the place is known, and not which of its departments."""
    return {
        "title": proposal.document_title, "number": proposal.document_number or None,
        "issuer": packs.places.path(proposal.authority), "issued": proposal.document_on,
        "in_force": proposal.in_force_on, "articles": None, "kind": "notice", "read": "document",
    }  # fmt: skip


def _written(content: dict[str, Any]) -> str:
    return yaml.dump(content, Dumper=_Quoting, allow_unicode=True, sort_keys=False) if content else "{}\n"


class _Quoting(yaml.SafeDumper):
    """Writes what could be taken for a number in quotes: sums of money are texts in packs."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_number = value.replace(".", "").replace(",", "").isdigit()
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if is_number else None)


_Quoting.add_representer(str, _text)
