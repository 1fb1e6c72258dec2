"""What has been published, what waits for its second signature, what was known when, and the law that results."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from doudi.audit.actor import place_range
from doudi.kernel.divisions import parent_chain
from doudi.policy.packs import Packs
from doudi.policy.parameters import DatedValue
from doudi.policy.snapshot import LawSnapshot
from doudi.standards import lawbook
from doudi.standards.drafts import Draft
from doudi.standards.models import NOTHING_REPLACED, Proposal, Release
from doudi.standards.published import dated_values, with_documents

Mark = tuple[str, int, int]
_kept: dict[str, tuple[Mark, LawSnapshot]] = {}


def current_snapshot() -> LawSnapshot:
    """Return the law as known now. One small query tells whether the one kept by this process still holds.

    Raises PackRefused, PublishedValueLost.
    """
    mark = _mark()
    mark_kept, snapshot = _kept.get("now") or (None, None)
    if snapshot is None or mark_kept != mark:
        snapshot = snapshot_known_at(None)
        _kept["now"] = (mark, snapshot)
    return snapshot


def snapshot_known_at(known_at: datetime | None) -> LawSnapshot:
    """Return the law with what had been published at a moment, over the packs of today."""
    return over(lawbook.packs(), known_at)


def over(packs: Packs, known_at: datetime | None = None) -> LawSnapshot:
    """Return the law of some packs, those of a draft for instance, with what has been published here."""
    releases = list(releases_in_effect(known_at))
    return LawSnapshot.of(with_documents(packs, releases), dated_values(packs, releases))


def released_values(known_at: datetime | None = None) -> tuple[DatedValue, ...]:
    """Return the published values in effect, as far as known at a moment, in the order of signing."""
    return dated_values(lawbook.packs(), releases_in_effect(known_at))


def releases_in_effect(known_at: datetime | None = None) -> QuerySet[Release]:
    """List the releases nobody has corrected, in the order of signing; as far as known at a moment, if one is given."""
    known = Release.objects.all() if known_at is None else Release.objects.filter(signed_at__lte=known_at)
    corrected = known.exclude(replaced=NOTHING_REPLACED).values("replaced")
    return known.exclude(proposal__in=corrected).select_related("proposal").order_by("pk")


def rivals_of(draft: Draft) -> QuerySet[Release]:
    """List the values in effect that a release of this draft would contradict: same place, parameter and day."""
    same = releases_in_effect().filter(
        proposal__place=draft.place, proposal__parameter=draft.parameter, proposal__in_force_on=draft.in_force_on
    )
    return same.exclude(proposal__value="").exclude(proposal=draft.replaces)


def proposals_waiting() -> QuerySet[Proposal]:
    """List the proposals that nobody has released or dropped yet, oldest first."""
    return Proposal.objects.filter(release__isnull=True, dropping__isnull=True).order_by("pk")


def proposals_of(place: str) -> QuerySet[Proposal]:
    """List everything ever proposed for a place, with how it ended if it has, oldest first."""
    return Proposal.objects.filter(place=place).select_related("release", "dropping").order_by("pk")


def proposals_seen_from(place: str) -> QuerySet[Proposal]:
    """List everything ever proposed for a place, for those above it and for those below it, oldest first."""
    first, end = place_range(place)
    seen = Q(place__in=parent_chain(place)) | Q(place__gte=first, place__lt=end)
    return Proposal.objects.filter(seen).select_related("release", "dropping").order_by("pk")


def _mark() -> Mark:
    """Return what changes when the packs or the releases do: rows are only added, so number and last suffice."""
    totals = Release.objects.aggregate(number=Count("pk"), last=Max("pk"))
    return lawbook.packs().digest, totals["number"], totals["last"] or 0
