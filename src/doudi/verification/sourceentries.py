"""One source of the registry: who keeps it, what its rows say, and what is promised; read from its entry in YAML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from doudi.policy.facts import Fact
from doudi.policy.packfile import Node
from doudi.policy.packs import Packs
from doudi.policy.types import Kind

OWNER, OWNER_NAME = "resident_number", "name"
"""The two columns that every delivery has: whose row it is."""
RESERVED = ("token", "number_status", "number")
"""What stands beside the fields where rows are stored."""
KEYS = (
    "label", "holder", "covers", "certifies", "key", "schema", "fields", "modes", "on_failure", "fresh", "kept",
)  # fmt: skip


class FieldType(StrEnum):
    """How a field of a delivery is written: 1234.50, 2, 2024-02-29, 是, a word of the fact's vocabulary, words."""

    MONEY = "money"
    COUNT = "count"
    DAY = "day"
    FLAG = "flag"
    CODE = "code"
    TEXT = "text"

    @property
    def adds_up(self) -> bool:
        """Whether a manifest carries its sum over all rows 控制合计."""
        return self in (FieldType.MONEY, FieldType.COUNT)


_TYPE_OF = {Kind.BOOL: FieldType.FLAG, Kind.DAY: FieldType.DAY, Kind.CHOICE: FieldType.CODE}


class Mode(StrEnum):
    """How a source can be reached."""

    FILE = "file"
    API = "api"
    VIEW = "view"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"file": "文件", "api": "接口", "view": "视图"}[self.value]


class OnFailure(StrEnum):
    """What holds while its newest delivery failed: nothing 未回复, or what it said before, with that day."""

    UNANSWERED = "unanswered"
    LAST_GOOD = "last_good"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"unanswered": "按未回复处理", "last_good": "沿用上一次的数据并注明日期"}[self.value]


@dataclass(frozen=True, slots=True)
class SourceField:
    """One column of a delivery, and the fact of the household file that it speaks of, if any."""

    name: str
    label: str
    type: FieldType
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A period that a text gives."""

    days: timedelta
    cites: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who can be asked 核对来源: what it knows, who keeps it, and the facts it can speak of.

    `certifies`: of those the facts that it would have on record if they were so, as no tax office has every wage.
    `schema`: the version of its columns.
    `record`: the field that tells one row of a person from another (a plate, an account); None is one row a person.
    `fresh`, `kept`: how old its answers may be and how long they are held, where a text says so."""

    name: str
    label: str
    holder: str
    covers: tuple[str, ...]
    certifies: tuple[str, ...] = ()
    fields: tuple[SourceField, ...] = ()
    schema: int = 1
    record: str | None = None
    modes: tuple[Mode, ...] = ()
    on_failure: OnFailure = OnFailure.UNANSWERED
    fresh: Promise | None = None
    kept: Promise | None = None

    @property
    def summed(self) -> tuple[SourceField, ...]:
        """The fields of which a manifest gives the sum."""
        return tuple(field for field in self.fields if field.type.adds_up)


def read_source(name: str, node: Node, packs: Packs) -> Source:
    """Read one entry. Raises FlawFound with file and line."""
    node.only(*KEYS)
    covers, certifies = node.texts("covers"), node.texts("certifies")
    unknown = [fact for fact in covers if fact not in packs.facts.by_name]
    unknown += [fact for fact in certifies if fact not in covers]
    if unknown:
        raise node.flaw(f"没有这样的事实：{'、'.join(unknown)}")
    fields = tuple(_field(each, entry, covers, packs) for each, entry in node.need("fields").items())
    _require_all_told(node, covers, fields)
    return Source(
        name=name, label=node.need("label").text(), holder=node.need("holder").text(), covers=covers,
        certifies=certifies, fields=fields, schema=_schema(node), record=_record(node, fields), modes=_modes(node),
        on_failure=_on_failure(node), fresh=_promise(node, "fresh", packs), kept=_promise(node, "kept", packs),
    )  # fmt: skip


def _field(name: str, node: Node, covers: tuple[str, ...], packs: Packs) -> SourceField:
    node.only("type", "fact", "label")
    if name in (OWNER, OWNER_NAME, *RESERVED):
        raise node.flaw(f"“{name}”不能作字段名：每个来源都有，或者留作他用")
    type_ = FieldType(_one_of(node.need("type"), tuple(FieldType)))
    told = node.get("fact")
    if told is None:
        if type_ is FieldType.CODE:
            raise node.flaw("code 要写明对应的事实（fact），取值用它的词汇")
        return SourceField(name, node.need("label").text(), type_)
    if told.text() not in covers:
        raise told.flaw(f"covers 里没有“{told.text()}”")
    fact = packs.facts.by_name[told.text()]
    if _type_of(fact) is not type_:
        raise node.flaw(f"“{fact.label}”的类型应是 {_type_of(fact)}")
    return SourceField(name, node.maybe_text("label") or fact.label, type_, fact.name)


def _type_of(fact: Fact) -> FieldType:
    return FieldType.MONEY if fact.unit.is_money else _TYPE_OF.get(fact.unit.kind, FieldType.COUNT)


def _require_all_told(node: Node, covers: tuple[str, ...], fields: tuple[SourceField, ...]) -> None:
    told = [field.fact for field in fields if field.fact is not None]
    lacking = [fact for fact in covers if fact not in told]
    if lacking or len(set(told)) != len(told):
        raise node.flaw(f"covers 的每个事实要有一个字段：{'、'.join(lacking) or '有的写了两次'}")


def _record(node: Node, fields: tuple[SourceField, ...]) -> str | None:
    """Read the key: the resident number alone, or the number of what somebody owns as well."""
    key = node.need("key")
    name = key.text()
    if name == OWNER:
        return None
    if not any(field.name == name and field.type is FieldType.TEXT for field in fields):
        raise key.flaw(f"key 应是 {OWNER} 或者一个 text 字段")
    return name


def _schema(node: Node) -> int:
    given = node.need("schema")
    if given.integer() < 1:
        raise given.flaw("列的版本从 1 数起")
    return given.integer()


def _modes(node: Node) -> tuple[Mode, ...]:
    entries = node.need("modes").sequence()
    return tuple(Mode(_one_of(entry, tuple(Mode))) for entry in entries)


def _on_failure(node: Node) -> OnFailure:
    return OnFailure(_one_of(node.need("on_failure"), tuple(OnFailure)))


def _promise(node: Node, key: str, packs: Packs) -> Promise | None:
    """Read a period with the article that gives it; without an article it is no period."""
    given = node.get(key)
    if given is None:
        return None
    given.only("days", "cites")
    days, cites = given.need("days").integer(), given.need("cites").text()
    if days < 1:
        raise given.flaw("天数应大于 0")
    packs.sources.resolve(cites)
    return Promise(timedelta(days), cites)


def _one_of(node: Node, choices: tuple[str, ...]) -> str:
    text = node.text()
    if text not in choices:
        raise node.flaw(f"“{text}”不对，可用：{'、'.join(choices)}")
    return text
