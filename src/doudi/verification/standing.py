"""What a place holds of a source on a day: the newest delivery, or that it failed, which is never "nothing found"."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from doudi.kernel.divisions import county_of, parent_chain
from doudi.kernel.errors import NotKnown
from doudi.verification.deployment import Arrangements
from doudi.verification.models import Delivery, DeliveryOutcome
from doudi.verification.sourceentries import OnFailure, Source
from doudi.verification.states import State


class NotAnswered(NotKnown):
    """The source has not answered: nothing came, it was bad, or it is too old. That says nothing about anybody."""

    code = "verification.source_not_answered"
    sentence = "“{label}”未回复：{reason}。这不是“查无记录”。"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands; `delivery` is the one whose rows count, None where none does; `reason` says why not."""

    source: Source
    state: State
    reason: str = ""
    delivery: Delivery | None = None

    def require(self) -> Delivery:
        """Return the delivery whose rows count. Raises NotAnswered."""
        if self.delivery is None:
            raise NotAnswered(label=self.source.label, reason=self.reason)
        return self.delivery


def standing(source: Source, place: str, on: date, arranged: Arrangements) -> Standing:
    """Say how a source stands at a place on a day: deliveries for the county and for what is above it count."""
    return standings([source], place, on, arranged)[source.name]


def standings(sources: Collection[Source], place: str, on: date, arranged: Arrangements) -> dict[str, Standing]:
    """Say the same of several sources, by name; one query."""
    came: dict[str, list[Delivery]] = {source.name: [] for source in sources}
    found = Delivery.objects.filter(
        source__in=list(came), place__in=parent_chain(county_of(place)), loaded_on__lte=on
    ).select_related("replaced_by", "forgetting", "key")
    for each in found:
        came[each.source].append(each)
    return {source.name: _standing(source, came[source.name], on, arranged) for source in sources}


def _standing(source: Source, came: Iterable[Delivery], on: date, arranged: Arrangements) -> Standing:
    newest_first = sorted(came, key=lambda each: (each.as_of or each.loaded_on, each.pk), reverse=True)
    good = next((each for each in newest_first if _counts(each, on)), None)
    last = next((each for each in newest_first if each == good or each.outcome == DeliveryOutcome.QUARANTINED), None)
    if last is None:
        return Standing(source, State.NEVER, "没有收到过交付")
    usable = good if source.on_failure is OnFailure.LAST_GOOD else None
    if last != good:
        told = f"{last.as_of or last.loaded_on} 的交付有误，已退回，共 {last.flaw_count} 处问题"
        return Standing(source, State.FAILED, told, usable)
    fresh = arranged.fresh(source)
    if good is not None and good.as_of is not None and fresh is not None and on - good.as_of > fresh:
        return Standing(source, State.LATE, f"最近的数据是 {good.as_of} 的，约定不超过 {fresh.days} 天", usable)
    return Standing(source, State.HELD, "", good)


def _counts(delivery: Delivery, on: date) -> bool:
    """Whether the rows of a delivery are those of its day, and still there."""
    after = getattr(delivery, "replaced_by", None)
    is_last = after is None or after.loaded_on > on
    return delivery.outcome == DeliveryOutcome.LOADED and is_last and hasattr(delivery, "key")
