"""Published values as files of a pack 导出为政策包: what a county published here, for whoever keeps the packs."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from doudi.kernel.divisions import lies_in
from doudi.policy.packs import Packs
from doudi.policy.sources import Source
from doudi.policy.values import Words
from doudi.standards.models import Proposal, Release
from doudi.standards.published import dated_values, source_id, with_documents
from doudi.standards.queries import releases_in_effect

VALUES, SOURCES = "values/published.yaml", "sources/published.yaml"


def exported(packs: Packs, place: str, *, on: date) -> dict[str, str]:
    """Return the published values in effect at a place and below it as the text of pack files, by file name.

    Two files: the dated values, each with its document and the article that lets the place set it, and those
    documents as sources. A value that stands for another place than the pack's says so (`for`). Nothing is exported
    of what was withdrawn or corrected.
    """
    releases = [each for each in releases_in_effect() if lies_in(each.proposal.place, place) and each.proposal.value]
    head = f"# doudi 导出，{on}：{packs.places.path(place)}在系统内公布的标准。\n"
    documents = with_documents(packs, releases).sources.by_id
    sources = {source_id(each.proposal): _source(documents[source_id(each.proposal)]) for each in releases}
    return {VALUES: head + _written(_values(packs, releases, place)), SOURCES: head + _written(sources)}


def _values(packs: Packs, releases: list[Release], place: str) -> dict[str, list[dict[str, Any]]]:
    words = Words(packs.facts.vocabulary)
    found: dict[str, list[dict[str, Any]]] = {}
    for release, dated in zip(releases, dated_values(packs, releases), strict=True):
        proposal, unit = release.proposal, packs.parameters[dated.parameter].unit
        said = proposal.value if unit.is_money else words.plain(unit, dated.value or 0)
        found.setdefault(dated.parameter, []).append(_entry(proposal, said, release.signed_on, place))
    return found


def _entry(proposal: Proposal, value: object, checked: date, place: str) -> dict[str, Any]:
    entry = {
        "value": value, "per": proposal.per or None, "from": proposal.in_force_on, "until": proposal.until_on,
        "cites": [source_id(proposal), proposal.cites], "sure": "high", "checked": checked,
        "for": [proposal.place] if proposal.place != place else None,
    }  # fmt: skip
    return {key: said for key, said in entry.items() if said is not None}


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title, "number": source.number, "issued": source.issued, "in_force": source.in_force,
        "articles": None, "kind": source.kind, "read": source.read,
    }  # fmt: skip


def _written(content: dict[str, Any]) -> str:
    return yaml.dump(content, Dumper=_Quoting, allow_unicode=True, sort_keys=False) if content else "{}\n"


class _Quoting(yaml.SafeDumper):
    """Writes what could be taken for a number in quotes: sums of money are texts in packs."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_number = value.replace(".", "").replace(",", "").isdigit()
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if is_number else None)


_Quoting.add_representer(str, _text)
