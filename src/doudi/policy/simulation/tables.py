"""The results as plain tables: what the command line prints, a workbook holds, a page draws, a database keeps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from doudi.policy.programmes import PERIODS, Programme
from doudi.policy.simulation.counting import CATEGORIES
from doudi.policy.simulation.measures import (
    CATEGORY_LABELS,
    GAP_LABELS,
    KIND_LABELS,
    REACH,
    Category,
    Gap,
    Kind,
    edges,
    step,
)
from doudi.policy.simulation.running import Simulated
from doudi.policy.simulation.shape import COUNT, FEN, Cell, Column, Table

HOMES_NOW, HOMES_NEW, PEOPLE_NOW, PEOPLE_NEW, COST_NOW, COST_NEW = range(2 * CATEGORIES, 2 * CATEGORIES + 6)
TENTHS = range(1, 10)
NOT_SHARED = "分担比例没有公布"
LARGEST = 200
"""So many rows of what is missing are told, the most frequent first."""


def tables(done: Simulated) -> list[Table]:
    """Return every table of a simulation, in the order in which people read them."""
    making = _Making(done)
    return [
        making.recipients(), making.people(), making.cost(), making.by_place(), making.by_budget(), making.by_kind(),
        making.winners(), making.tenths(), making.gap(), making.missing(), making.excluded(),
    ]  # fmt: skip


class _Making:
    """Makes the tables of one simulation."""

    def __init__(self, done: Simulated) -> None:
        self.done = done
        self.programmes = {shown.id: shown for shown, *_ in done.sides.programmes()}
        self.facts = done.asked.after.packs.facts
        self.sums: dict[tuple[str, str], list[int]] = {
            (programme, place): counts for (programme, place), counts in done.totals.of("place")
        }

    def recipients(self) -> Table:
        """Count households by what the change does to them."""
        return self._categories("recipients", "谁会变：户", "户", 0)

    def people(self) -> Table:
        """Count persons by what the change does to them."""
        return self._categories("persons", "谁会变：人", "人", CATEGORIES)

    def _categories(self, name: str, title: str, what: str, first: int) -> Table:
        columns = (Column("项目"), *(Column(CATEGORY_LABELS[each], COUNT) for each in Category), Column("合计", COUNT))
        rows: list[list[Cell]] = []
        for programme in self.programmes.values():
            counts = self.whole(programme)[first : first + CATEGORIES]
            rows.append([programme.label, *counts, sum(counts)])
        note = (
            f"单位：{what}。同一项目前后都享受的，按金额分增加、减少、不变；缺事实或者当地没有公布数额、"
            "前后有一边判断不了的，算“算不出”。一项里各列相加等于合计，不同项目不能相加。"
        )
        return Table(name, title, note, columns, rows)

    def whole(self, programme: Programme) -> list[int]:
        """Add up a programme over all places."""
        mine = [counts for (key, _), counts in self.sums.items() if key == programme.id]
        return [sum(column) for column in zip(*mine, strict=True)]

    def cost(self) -> Table:
        """Put the cost of each programme before and after beside each other."""
        columns = (
            Column("项目"), Column("发放"), Column("户（现在）", COUNT), Column("户（变动后）", COUNT),
            Column("人（现在）", COUNT), Column("人（变动后）", COUNT),
            Column("金额（现在）", FEN, (2,)), Column("金额（变动后）", FEN, (3,)), Column("相差", FEN, (2, 3)),
        )  # fmt: skip
        rows: list[list[Cell]] = []
        for programme in self.programmes.values():
            sums = self.whole(programme)
            now, new = sums[COST_NOW], sums[COST_NEW]
            money: list[Cell] = [now, new, new - now] if programme.amount else [None, None, None]
            rows.append([
                programme.label, PERIODS[programme.period],
                sums[HOMES_NOW], sums[HOMES_NEW], sums[PEOPLE_NOW], sums[PEOPLE_NEW], *money,
            ])  # fmt: skip
        note = (
            "金额是每个发放周期的：每月的是一个月的，每年的是一年的，一次的是符合的都发一次的。周期不同的不能相加。"
            "没有金额的项目给的是服务、实物或者资格。" + _BOTH_SIDES
        )
        return Table("cost", "花多少钱：按项目", note, columns, rows)

    def by_place(self) -> Table:
        """Put the cost of each place before and after beside each other, by period."""
        rows: list[list[Cell]] = [
            [self.named(place), PERIODS[period], *self.costs(place, period)] for place, period in self.places()
        ]
        columns = (Column("地方"), Column("发放"), *_costs(2))
        return Table("places", "花多少钱：按地方", _ADDED, columns, rows)

    def by_budget(self) -> Table:
        """Say which budget bears the cost, as far as packs say: no pack does yet."""
        rows: list[list[Cell]] = [
            [self.named(place), NOT_SHARED, PERIODS[period], *self.costs(place, period)]
            for place, period in self.places()
        ]
        note = (
            "《社会救助暂行办法》第五条要求县级以上各级都列入预算，但中央、省、市、县各分担多少，"
            "这些地方没有公布；政策包里没有的比例不推算，全部列在“分担比例没有公布”。"
        )
        columns = (Column("地方"), Column("哪一级财政"), Column("发放"), *_costs(3))
        return Table("budgets", "花多少钱：按财政层级", note, columns, rows)

    def costs(self, place: str, period: str) -> list[Cell]:
        """Return households, and the cost before and after, of the programmes of a period in a place."""
        mine = [
            self.sums[programme.id, place]
            for programme in self.programmes.values()
            if programme.period == period and programme.amount and (programme.id, place) in self.sums
        ]
        told = [sum(sums[at] for sums in mine) for at in (HOMES_NOW, HOMES_NEW, COST_NOW, COST_NEW)]
        return [*told, told[3] - told[2]]

    def by_kind(self) -> Table:
        """Put the cost by kind of family before and after beside each other, by period."""
        counts = dict(enumerate(next((counts for _, counts in self.done.totals.of("kinds")), [0] * len(Kind))))
        found: dict[tuple[int, str], list[int]] = {}
        for (programme, kind), sums in self.done.totals.of("kind"):
            shown = self.programmes[programme]
            if shown.amount:
                old = found.get((int(kind), shown.period), [0] * len(sums))
                found[int(kind), shown.period] = [one + two for one, two in zip(old, sums, strict=True)]
        rows: list[list[Cell]] = [
            [KIND_LABELS[kind], counts[kind], PERIODS[period], *sums, sums[3] - sums[2]]
            for kind in Kind
            for period in self.periods()
            for sums in (found.get((kind, period), [0, 0, 0, 0]),)
        ]
        columns = (Column("家庭类型"), Column("数据里有", COUNT), Column("发放"), *_costs(3))
        return Table("kinds", "花多少钱：按家庭类型", "一户可以属于几类，各类不能相加。" + _ADDED, columns, rows)

    def winners(self) -> Table:
        """Count households and persons by bands of change for each person."""
        rows: list[list[Cell]] = []
        for period in self.periods():
            bands = {int(band): sums for (of, band), sums in self.done.totals.of("band") if of == period}
            for band, (homes, people, change) in sorted(bands.items()):
                rows.append([PERIODS[period], _band(period, band), homes, people, change])
        unsure = [
            (f"{PERIODS[period]} {{}} 户", counts[0])
            for (period,), counts in self.done.totals.of("unsure")
            if counts[0]
        ]
        note = "按每人平均变动多少分档；只数前后至少有一边享受的家庭，同一周期的各项目合在一起。"
        note += f"有项目算不出的家庭只算算得出的部分：{'、'.join(words for words, _ in unsure)}。" if unsure else ""
        columns = (
            Column("发放"), Column("每人变动"), Column("户", COUNT), Column("人", COUNT), Column("变动合计", FEN, (2,)),
        )  # fmt: skip
        return Table("winners", "谁多得、谁少得", note, columns, rows, tuple(count for _, count in unsure))

    def tenths(self) -> Table:
        """Say how the changes are spread over the persons whom they concern."""
        homes = {period: counts[0] for (period,), counts in self.done.totals.of("moved")}
        rows: list[list[Cell]] = []
        for (period,), counts in self.done.totals.of("spread"):
            people = sum(counts)
            if people:
                tenths = (_tenth(period, counts, people * each) for each in TENTHS)
                rows.append([PERIODS[period], homes[period], people, *tenths])
        columns = (
            Column("发放"), Column("有变动的户", COUNT), Column("有变动的人", COUNT),
            *(Column(f"第 {each} 个十分位", FEN, (1, 2), is_each=True) for each in TENTHS),
        )  # fmt: skip
        note = (
            "有变动的人按每人变动从小到大排，排在十分之一、十分之二……处的人变动多少；"
            "每人变动按 1 元（按月）或者 10 元分档。"
        )
        return Table("tenths", "变动怎样分布", note, columns, rows)

    def gap(self) -> Table:
        """Say how far families are below the line, in a year."""
        rows: list[list[Cell]] = []
        unknown = 0
        for (row,), (homes, people, short, lost) in self.done.totals.of("gap"):
            line, aided = GAP_LABELS[Gap(int(row))]
            rows.append([line, aided, homes, people, short, short // people if people else 0])
            unknown = lost
        note = (
            "低保标准是线。一户的缺口 = 标准 × 计入人数 − 家庭全年收入 − 全年低保金，小于零的按零；"
            "缺口合计是各户相加，人均缺口是合计除以缺口户的计入人数。"
            "一年差不到 1 元的不算：那是按月发放取整差的。有 {} 户缺事实或者当地没有公布数额，没有算进来。"
        )
        columns = (
            Column("按哪条线"), Column("收入里"), Column("线下户", COUNT), Column("线下人数", COUNT),
            Column("一年缺口合计", FEN, (2,)), Column("一年人均缺口", FEN, (2,), is_each=True),
        )  # fmt: skip
        return Table("gap", "离低保标准差多少", note, columns, rows, (unknown,))

    def missing(self) -> Table:
        """Say of what is not told: what it waits for, and how often."""
        found = [
            (programme, code, counts) for (programme, code), counts in self.done.totals.of("missing") if any(counts)
        ]
        found.sort(key=lambda each: (-max(each[2]), each[0], each[1]))
        rows: list[list[Cell]] = [
            [self.programmes[programme].label, self.awaited(code), code, *counts]
            for programme, code, counts in found[:LARGEST]
        ]
        columns = (
            Column("项目"), Column("缺什么"), Column("代码"), Column("现在等它的", COUNT),
            Column("变动后等它的", COUNT),
        )  # fmt: skip
        note = "按户测算的项目数户，按人测算的数人；一户可以同时缺几样，各行不能相加。"
        more = f"只列最多的 {LARGEST} 行。" if len(found) > LARGEST else ""
        return Table("missing", "算不出的缺什么", note + more, columns, rows)

    def awaited(self, code: str) -> str:
        """Say in words what is waited for."""
        if code in self.facts.by_name:
            return self.facts.by_name[code].label
        parameter = self.done.asked.after.packs.parameters.get(code)
        if parameter is not None:
            return f"当地的{parameter.label}"
        return "法定义务人有没有、是谁" if code == "obligors" else "怎样选择"

    def excluded(self) -> Table:
        """Count those who would have two programmes of which they may have one."""
        rows: list[list[Cell]] = [
            [self.programmes[one].label, self.programmes[two].label, *counts]
            for (one, two), counts in self.done.totals.of("both")
        ]
        columns = (Column("项目"), Column("和它互相排斥的"), Column("人（现在）", COUNT), Column("人（变动后）", COUNT))
        return Table(
            "both", "两项只能选一项的人", "这些人两项都符合、只能选一项；上面的表里两项都算了。", columns, rows
        )

    def periods(self) -> list[str]:
        """List the periods of what is paid, in the order that people know."""
        paid = {programme.period for programme in self.programmes.values() if programme.amount}
        return [period for period in PERIODS if period in paid]

    def places(self) -> list[tuple[str, str]]:
        """List each place with each period."""
        return [(place, period) for place in sorted({place for _, place in self.sums}) for period in self.periods()]

    def named(self, place: str) -> str:
        """Name a place in full."""
        places = self.done.asked.after.packs.places
        return places.path(place) if place in places.by_code else place


_BOTH_SIDES = "只数前后都算得出的户和人；算不出的在“谁会变”里。"
_ADDED = "户数是各项目相加，一户享受几项就数几次；金额按发放周期分开，周期不同的不能相加。" + _BOTH_SIDES


def _costs(before: int) -> Iterator[Column]:
    """List the columns of a cost; `before` stand in front of them."""
    yield Column("户次（现在）", COUNT)
    yield Column("户次（变动后）", COUNT)
    yield Column("金额（现在）", FEN, (before,))
    yield Column("金额（变动后）", FEN, (before + 1,))
    yield Column("相差", FEN, (before, before + 1))


def _band(period: str, band: int) -> str:
    """Say one band of change in words."""
    ends = edges(period)
    if band == 0:
        return "不变"
    size = abs(band) - 1
    word = "多" if band > 0 else "少"
    low, high = (0 if size == 0 else ends[size - 1]) // 100, None if size == len(ends) else ends[size] // 100
    return f"{word} {low} 元以上" if high is None else f"{word} {low} 到 {high} 元"


def _tenth(period: str, counts: list[int], wanted: int) -> int:
    """Return the change of the person who stands at so many tenths: fen."""
    seen = accumulate(counts)
    place = next(
        place for place, (count, so_far) in enumerate(zip(counts, seen, strict=True)) if count and so_far * 10 >= wanted
    )
    return (place - REACH) * step(period)
