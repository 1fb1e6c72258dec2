"""Turns released rows into what the engine reads: dated values, and the documents they are cited by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from doudi.kernel.divisions import level
from doudi.kernel.errors import NotKnown
from doudi.policy.packs import Packs
from doudi.policy.parameters import DatedValue
from doudi.policy.snapshot import PUBLISHED
from doudi.policy.sources import Source, Sources
from doudi.policy.values import parse_text
from doudi.standards.drafts import value_text
from doudi.standards.models import Proposal, Release


class PublishedValueLost(NotKnown):
    """A published value sets a parameter that these packs no longer declare; leaving it out would change the law."""

    code = "standards.published_value_lost"
    sentence = "已公布的标准（第 {number} 号）设定的参数“{parameter}”在当前政策包中不存在，请核对政策包版本。"


def dated_values(packs: Packs, releases: Iterable[Release]) -> tuple[DatedValue, ...]:
    """Return the values as the engine lays them over the packs; a withdrawal leaves none. Raises PublishedValueLost."""
    return tuple(_value(packs, release) for release in releases if release.proposal.value)


def with_documents(packs: Packs, releases: Iterable[Release]) -> Packs:
    """Let the documents of published values be cited like any source of a pack."""
    documents = {source_id(release.proposal): _source(release.proposal) for release in releases}
    return replace(packs, sources=Sources(packs.sources.by_id | documents))


def source_id(proposal: Proposal) -> str:
    """Name the source that stands for the document of a published value."""
    return f"{PUBLISHED}-{proposal.pk}"


def _value(packs: Packs, release: Release) -> DatedValue:
    proposal = release.proposal
    parameter = packs.parameters.get(proposal.parameter)
    if parameter is None:
        raise PublishedValueLost(number=proposal.pk, parameter=proposal.parameter)
    text = value_text(proposal.value, proposal.per)
    return DatedValue(
        parameter=parameter.name,
        place=proposal.place,
        set_by=level(proposal.authority or proposal.place),
        since=proposal.in_force_on,
        until=proposal.until_on,
        value=parse_text(parameter.unit, text, packs.facts.vocabulary),
        use=None,
        because=None,
        cites=(source_id(proposal), proposal.cites),
        sure="high",
        checked=release.signed_on,
        pack=PUBLISHED,
        file=proposal.document_file,
        line=proposal.pk,
        per=proposal.per or None,
    )


def _source(proposal: Proposal) -> Source:
    return Source(
        id=source_id(proposal),
        title=proposal.document_title,
        number=proposal.document_number or None,
        issuer=None,
        issued=proposal.document_on,
        in_force=proposal.in_force_on,
        repealed=None,
        articles=None,
        kind="notice",
        read="document",
        note=None,
        url=None,
        pattern=None,
    )
