"""The registry of sources in words: for `doudi sources list`, and for the generated page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doudi.verification.deployment import Arrangements
from doudi.verification.sourceentries import OWNER, Promise, Source, SourceField
from doudi.verification.sources import Sourcebook

HEAD = ("来源", "名称", "单位", "按什么分行", "列的版本", "方式", "出错时", "时效", "保存")
NOT_GIVEN = "未规定"


def rows(book: Sourcebook) -> Iterator[tuple[str, ...]]:
    """List every source in a line, without what an installation arranged."""
    for source in book.sources.values():
        yield (
            f"`{source.name}`", source.label, source.holder, f"`{source.record or OWNER}`",
            str(source.schema), "、".join(mode.label for mode in source.modes), source.on_failure.label,
            _promised(source.fresh), _promised(source.kept),
        )  # fmt: skip


def fields(source: Source) -> Iterator[tuple[str, ...]]:
    """List the columns of a delivery of one source."""
    for field in source.fields:
        yield f"`{field.name}`", field.label, field.type.value, _fact(source, field), "是" if field.type.adds_up else ""


def asked(book: Sourcebook, place: str, on: date, arranged: Arrangements) -> Iterator[str]:
    """Say which sources a place may ask on a day, by which articles, and what is arranged with each."""
    for each in book.askable(place, on):
        source = each.source
        whole = book.whole_register(source.name, place, on)
        yield f"{source.label}（{source.name}）{source.holder}：依据 {'、'.join(each.cites)}" + (
            f"；可以接收全量，依据 {'、'.join(whole)}" if whole else ""
        )
        yield f"    联系：{arranged.contact(source) or '没有写'}；时效：{_arranged(arranged, source)}"


def _arranged(arranged: Arrangements, source: Source) -> str:
    fresh, kept = arranged.fresh(source), arranged.kept(source)
    told = f"{fresh.days} 天" if fresh else "没有约定"
    return f"{told}；保存：" + (f"{kept.days} 天" if kept else "没有写，不能接收数据")


def _promised(promise: Promise | None) -> str:
    return f"{promise.days.days} 天（{promise.cites}）" if promise else NOT_GIVEN


def _fact(source: Source, field: SourceField) -> str:
    if field.fact is None:
        return ""
    return f"`{field.fact}`" + ("（查无即没有）" if field.fact in source.certifies else "")
