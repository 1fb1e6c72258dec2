"""Does the chain hold? Walk it from the first seal, and name the first thing that is not as it was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from doudi.audit.chain import digest_of, each_leaf, event_number, leaf
from doudi.audit.models import Event, Seal
from doudi.audit.services.export import exported


@dataclass(frozen=True)
class Verdict:
    """What was found: the first problem, empty where all is as it was sealed; and how far the seals reach."""

    problem: str
    seals: int
    events: int
    unsealed: int
    first_unsealed: int | None

    @property
    def is_sound(self) -> bool:
        """Nothing was changed."""
        return not self.problem

    @property
    def sentence(self) -> str:
        """Say it to people."""
        tail = f"；尚未封存的事件 {self.unsealed} 条，从第 {self.first_unsealed} 号起" if self.unsealed else ""
        said = f"审计记录完整：{self.seals} 个封印、{self.events} 条事件与封存时一致" if self.is_sound else self.problem
        return f"{said}{tail}。"


@dataclass
class _Walk:
    """How far the walk has come."""

    seals: int = 0
    events: int = 0
    last_id: int = 0
    digest: str = ""


def verify(*, export: Path | None = None) -> Verdict:
    """Compare events with seals, seals with one another, and seals with what was exported 验证.

    The actor must see every event (job or system). Raises ExportUnreadable.
    """
    walk = _Walk()
    problem = next(_problems(walk, export), "")
    tail = Event.objects.filter(pk__gt=_last_sealed()).order_by("pk")
    first = tail.first()
    return Verdict(problem, walk.seals, walk.events, tail.count(), first.pk if first else None)


def _last_sealed() -> int:
    last = Seal.objects.defer("leaves").order_by("-number").first()
    return last.last_id if last else 0


def _problems(walk: _Walk, export: Path | None) -> Iterator[str]:
    digests: dict[int, str] = {}
    for seal in Seal.objects.order_by("number").iterator(chunk_size=100):
        yield from _seal_problems(seal, walk)
        yield from _event_problems(seal, walk)
        walk.seals, walk.last_id, walk.digest = seal.number, seal.last_id, seal.digest
        digests[seal.number] = seal.digest
    for outside in exported(export) if export else ():
        if outside.number not in digests:
            yield f"审计记录的尾部被删除：库外留存到第 {outside.number} 号封印，库内只到第 {walk.seals} 号"
        elif digests[outside.number] != outside.digest:
            yield f"第 {outside.number} 号封印与库外留存的不一致，审计记录被改写过"


def _seal_problems(seal: Seal, walk: _Walk) -> Iterator[str]:
    if seal.number != walk.seals + 1:
        yield f"缺少第 {walk.seals + 1} 号封印"
    if seal.previous != walk.digest or seal.digest != digest_of(seal.number, seal.previous, bytes(seal.leaves)):
        yield f"第 {seal.number} 号封印被改动过，或不是接着上一封印作出的"


def _event_problems(seal: Seal, walk: _Walk) -> Iterator[str]:
    """Find the first event that is not as sealed; what lies between two seals was slipped in later."""
    sealed = {event_number(one): one for one in each_leaf(bytes(seal.leaves))}
    events = Event.objects.filter(pk__gt=walk.last_id, pk__lte=seal.last_id).order_by("pk")
    for wanted, event in zip_longest(sealed, events.iterator()):
        if event is None or (wanted is not None and wanted < event.pk):
            yield f"第 {seal.number} 号封印中的第 {wanted} 号事件被删除"
        elif event.pk not in sealed:
            yield f"第 {event.pk} 号事件是第 {seal.number} 号封印作出以后插入的"
        elif sealed[event.pk] != leaf(event):
            yield f"第 {seal.number} 号封印中的第 {event.pk} 号事件被改动过"
        walk.events += 1
