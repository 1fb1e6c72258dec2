"""The published columns of households: which there are, of whom, in what unit. Made from the facts of the packs.

One row a household, with `members` nested as a list of structs and `obligors` nested in those; or the persons in a
second file, one row a person (`PERSON_KEYS`). A null is not known. A group (`incomes`) that is true has been declared
whole: its nulls are what the packs say that silence means. Money is whole fen and its columns end in `_fen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from doudi.policy.entities import ENTITIES, Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import Kind

HOUSEHOLD_ID, PLACE, MEMBERS, PERSON_ID, OBLIGORS = "household_id", "place", "members", "person_id", "obligors"
OBLIGOR_OF, LISTED = "obligor_of", "obligors_listed"
BEFORE = "before_"
PERSON_KEYS = {
    HOUSEHOLD_ID: "所属家庭，与家庭文件的顺序一致",
    PERSON_ID: "成员编号，户内唯一",
    OBLIGOR_OF: "空为家庭成员；填成员编号的，是这位成员的法定义务人",
    LISTED: "true 表示该成员的义务人已经列全（没有就是没有）；空为不知道",
}
"""What the rows of a second file are known by, besides the facts of members and of their supporters."""


@dataclass(frozen=True, slots=True)
class Column:
    """One published column; `type` is int64, bool, string or date."""

    name: str
    entity: Entity
    type: str
    label: str
    fact: Fact | None = None
    codes: tuple[str, ...] = ()
    group: str | None = None


@dataclass(frozen=True)
class Columns:
    """All published columns, by entity and name."""

    facts: Facts
    by_entity: Mapping[str, Mapping[str, Column]]

    @classmethod
    def of(cls, facts: Facts) -> Columns:
        """Make the columns from the facts."""
        return cls(facts, {entity.name: {each.name: each for each in _columns(facts, entity)} for entity in ENTITIES})

    def fact(self, fact: Fact) -> Column:
        """Return the column of a fact."""
        return self.by_entity[fact.entity.name][column_name(fact)]


def column_name(fact: Fact) -> str:
    """Name the column of a fact."""
    return f"{fact.name}_fen" if fact.unit.is_money else fact.name


def _columns(facts: Facts, entity: Entity) -> Iterator[Column]:
    if entity is household:
        yield Column(HOUSEHOLD_ID, entity, "string", "家庭编号")
        yield Column(PLACE, entity, "string", "六位行政区划代码")
    elif entity is member:
        yield Column(PERSON_ID, entity, "string", "成员编号")
    for (owner, name), group in facts.groups.items():
        if owner == entity.name:
            yield Column(name, entity, "bool", f"{group.label}：true 表示已经说全")
    born: set[str] = set()
    for fact in facts.of(entity):
        if fact.computed_from and fact.computed_from not in born:
            born.add(fact.computed_from)
            yield Column(fact.computed_from, entity, "date", f"代替{fact.label}", fact)
        codes = tuple(facts.vocabulary.of(fact.unit).codes()) if fact.unit.kind is Kind.CHOICE else ()
        yield Column(column_name(fact), entity, _type(fact), fact.label, fact, codes, fact.group)


def _type(fact: Fact) -> str:
    return {Kind.BOOL: "bool", Kind.CHOICE: "string", Kind.DAY: "date"}.get(fact.unit.kind, "int64")


def described(columns: Columns) -> Iterator[str]:
    """Write the schema as a table in Markdown, a row a column."""
    titles = {
        household: "家庭（每户一行）",
        member: "成员（members 里每人一个）",
        obligor: "法定义务人（obligors 里每人一个）",
    }
    for entity, title in titles.items():
        yield from (f"## {title}", "", "| column | type | 含义 | 范围 |", "|---|---|---|---|")
        for column in columns.by_entity[entity.name].values():
            yield f"| `{column.name}` | {column.type} | {column.label} | {_range(column)} |"
        yield ""


def _range(column: Column) -> str:
    if column.codes:
        return "、".join(f"`{code}`" for code in column.codes)
    if column.fact is None or column.type != "int64":
        return ""
    return f"{column.fact.least} 到 {column.fact.most}"
