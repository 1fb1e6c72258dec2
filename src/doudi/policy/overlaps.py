"""Two texts in force at once: of one rule, or of one programme; and a rule that cites articles with a gap between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from doudi.policy.flaws import Flaws
from doudi.policy.packs import Packs
from doudi.policy.programmes import Programme
from doudi.policy.snapshot import LawSnapshot


def check_overlaps(packs: Packs, flaws: Flaws) -> None:
    """Two versions of one rule, or of one programme, in force on one day."""
    snapshot = LawSnapshot.of(packs)
    for name, versions in packs.book.versions.items():
        where = packs.book.written_in[id(versions[0])]
        for day in _shared_days([snapshot.span(rule) for rule in versions]):
            flaws.add(where, 0, f"规则 {name} 在 {day} 有两个版本同时有效")
        for rule in versions:
            if snapshot.span(rule)[0] is None:
                flaws.add(where, 0, f"规则 {name} 不知从哪天有效：写 since 或给来源写 in_force")
            gap = packs.sources.gap(rule.cites)
            if gap is not None:
                flaws.add(where, 0, f"规则 {name} 相继引用的条文在 {gap} 断开：中间没有任何一个有效")
    _check_versions(packs, flaws)


def _check_versions(packs: Packs, flaws: Flaws) -> None:
    """Two versions of one programme in force on one day: the later one is told, with where the other stands."""
    by_id: dict[str, list[Programme]] = defaultdict(list)
    for programme in sorted(packs.programmes, key=lambda each: (each.since, each.until or date.max, each.file)):
        by_id[programme.id].append(programme)
    for versions in by_id.values():
        for first, then in pairwise(versions):
            if then.since < (first.until or date.max):
                reason = f"项目 {then.id} 在 {then.since} 有两个版本同时有效，另一个在 {first.file}:{first.line}"
                flaws.add(then.file, then.line, reason)


def _shared_days(spans: Iterable[tuple[date | None, date | None]]) -> Iterator[date]:
    ordered = sorted((since or date.min, until or date.max) for since, until in spans)
    for (_, end), (start, _) in pairwise(ordered):
        if start < end:
            yield start
