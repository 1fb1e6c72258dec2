"""What a simulation looks at beside the outcomes, by the names that packs give it. The engine knows none of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Category(IntEnum):
    """What the change does to one household or person under one programme."""

    GAINED = 0
    LOST = 1
    MORE = 2
    LESS = 3
    SAME = 4
    NEITHER = 5
    UNKNOWN = 6


CATEGORY_LABELS = {
    Category.GAINED: "新增",
    Category.LOST: "退出",
    Category.MORE: "增加",
    Category.LESS: "减少",
    Category.SAME: "不变",
    Category.NEITHER: "都不享受",
    Category.UNKNOWN: "算不出",
}


class Kind(IntEnum):
    """Plain kinds of families; one family may be of several."""

    ALONE = 0
    ELDERLY = 1
    CHILDREN = 2
    DISABLED = 3
    OTHER = 4


KIND_LABELS = {
    Kind.ALONE: "一人户",
    Kind.ELDERLY: "全是老年人的家庭",
    Kind.CHILDREN: "有未成年人的家庭",
    Kind.DISABLED: "有残疾人的家庭",
    Kind.OTHER: "以上都不是，或者不清楚",
}


@dataclass(frozen=True, slots=True)
class Measures:
    """Names of rules, programmes, facts and parameters.

    `line` is a yearly amount a head below which a family is poor, `income` the family's of a year, `heads` who share
    it; `aids` are the monthly programmes that fill the gap. `age` and `disability` are facts of members, `elderly` and
    `adult` the parameters of the ages that count.
    """

    line: str
    income: str
    heads: str
    aids: tuple[str, ...]
    age: str
    disability: str
    elderly: str
    adult: str

    def told(self) -> tuple[str, ...]:
        """List what is wanted of each household and member."""
        return self.line, self.income, self.heads, self.age, self.disability


class Gap(IntEnum):
    """The rows of the poverty gap: which line, and what income is counted with."""

    NOW_ALONE = 0
    NOW_AIDED = 1
    NEW_ALONE = 2
    NEW_AIDED_AS_NOW = 3
    NEW_AIDED = 4


GAP_LABELS = {
    Gap.NOW_ALONE: ("现行标准", "不算救助"),
    Gap.NOW_AIDED: ("现行标准", "加上现行救助"),
    Gap.NEW_ALONE: ("变动后标准", "不算救助"),
    Gap.NEW_AIDED_AS_NOW: ("变动后标准", "加上现行救助"),
    Gap.NEW_AIDED: ("变动后标准", "加上变动后救助"),
}

EDGES = {"month": (2_000, 5_000, 10_000, 20_000)}
OTHER_EDGES = (20_000, 50_000, 100_000, 200_000)
"""Where bands of change for each person end, in fen; below and above zero alike."""
STEPS = {"month": 100}
OTHER_STEP = 1_000
REACH = 2_000
"""Changes are spread over so many steps (fen) each way; what lies beyond counts as the last."""


def edges(period: str) -> tuple[int, ...]:
    """Return where the bands of a period end: fen a person."""
    return EDGES.get(period, OTHER_EDGES)


def step(period: str) -> int:
    """Return how finely the changes of a period are told apart: fen a person."""
    return STEPS.get(period, OTHER_STEP)
