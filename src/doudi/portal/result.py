"""What an assessment says to a person: headlines first, then what to do, then the calculation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.faces import explanation
from doudi.faces.badges import Badge
from doudi.faces.draft import HOUSEHOLD, Draft
from doudi.faces.fields import anchor, in_chinese, section_anchor
from doudi.faces.filing import NO_OBLIGORS
from doudi.faces.helps import Helps, helps_of
from doudi.faces.reasons import shortest_first, what_would_turn
from doudi.kernel.money import show_yuan, yuan
from doudi.policy.entities import OBLIGORS
from doudi.policy.facts import Facts
from doudi.policy.packs import Packs
from doudi.portal.assumptions import PREFIX
from doudi.portal.places import has_local_pack

ELIGIBLE = "eligible"
ORDER = (ELIGIBLE, "undetermined", "ineligible")
TONES = {"eligible": "ok", "undetermined": "warn", "ineligible": "mute"}
ICONS = {"eligible": "check", "undetermined": "question-mark", "ineligible": "minus"}
FACT, PARAMETER, ASSUMED = "fact", "parameter", "assumed"


@dataclass(frozen=True, slots=True)
class Question:
    """Something still to be told: by the reader, or by the place; `anchor` is the field for it, if there is one."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that nobody has published here: its name, who may set it, and the field in which it may be assumed."""

    label: str
    told: str
    cites: tuple[Mapping[str, Any], ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A published figure that an amount rests on, as it was published.

    `is_old` where it began in a year before that of the assessment.
    """

    label: str
    amount: str
    origin: str
    cites: tuple[Mapping[str, Any], ...]
    is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One outcome as the page shows it; `outcome` is the engine's own JSON for the details."""

    outcome: Mapping[str, Any]
    headline: str
    tone: str
    badge: Badge
    amount: str
    per_person: str
    components: tuple[tuple[str, str], ...]
    reasons: tuple[Mapping[str, Any], ...]
    turns: tuple[str, ...]
    is_known_in_part: bool
    questions: tuple[Question, ...]
    parameters: tuple[Missing, ...]
    gaps: tuple[str, ...]
    standards: tuple[Standard, ...]
    is_assumed: bool
    tree: Mapping[str, Any]
    left_out: int

    @property
    def anchor(self) -> str:
        """The id of the calculation: where the card leads."""
        person = self.outcome["person"]
        return f"calc-{self.outcome['programme']}" + (f"-{person['id']}" if person else "")


@dataclass(frozen=True, slots=True)
class Result:
    """All outcomes of one assessment, the good news first. `missing` names the parameters that nobody has published.

    A card is what is granted, and what everybody is asked for; `others` are told in a line or two.
    """

    place: Mapping[str, Any]
    day: str
    law: Mapping[str, Any]
    cards: tuple[Card, ...]
    others: Helps
    headline: str
    missing: tuple[str, ...]
    doubts: tuple[str, ...]
    is_local: bool
    is_full: bool

    @property
    def snapshot(self) -> str:
        """The beginning of the law's content hash: enough to tell two versions apart."""
        return self.law["snapshot"][:12]

    @property
    def wanted(self) -> frozenset[str]:
        """The fields that open questions lead to: their sections stand open."""
        return frozenset(question.anchor for card in self.cards for question in card.questions)


def result_of(
    assessment: Mapping[str, Any], draft: Draft, packs: Packs, *, doubts: Iterable[str] = (), full: bool = False
) -> Result:
    """Arrange an assessment, as `as_json` gives it, for the page; `full` lists every row of the calculation."""
    ordered = sorted(assessment["outcomes"], key=lambda outcome: ORDER.index(outcome["status"]))
    year = assessment["on"][:4]
    drawn = [each for each in ordered if each["status"] == ELIGIBLE or each["handled"]]
    others = [each for each in ordered if each not in drawn]
    cards = tuple(_card(outcome, draft, packs.facts, year=year, full=full) for outcome in drawn)
    asked = [each["name"] for outcome in drawn for each in outcome["questions"] if each["kind"] == PARAMETER]
    day = in_chinese(date.fromisoformat(assessment["on"]))
    return Result(
        place=assessment["place"], day=day, law=assessment["law"], cards=cards,
        others=helps_of({"outcomes": others, "choices": assessment["choices"]}, packs.facts), headline=_headline(cards),
        missing=tuple(dict.fromkeys(asked)), doubts=tuple(doubts),
        is_local=has_local_pack(packs, assessment["place"]["code"]), is_full=full,
    )  # fmt: skip


def _card(outcome: Mapping[str, Any], draft: Draft, facts: Facts, *, year: str, full: bool) -> Card:
    status, whole = outcome["status"], outcome["explanation"]
    tree = whole if full else explanation.concise(whole)
    return Card(
        outcome=outcome, headline=_sentence(outcome), tone=TONES[status],
        badge=Badge(TONES[status], outcome["status_label"], ICONS[status]),
        amount=_shown(outcome["amount"]), per_person=_shown(outcome["per_person"]),
        components=tuple((part["label"], _shown(part["amount"]) or "还不知道")
            for part in outcome["components"]
            if part["amount"] is None or yuan(part["amount"], negative=True)
        ),
        reasons=tuple(shortest_first(outcome)), turns=tuple(what_would_turn(outcome)),
        is_known_in_part=outcome["amount"] is None and status == "eligible"
            and any(yuan(part["amount"] or "0.00", negative=True) for part in outcome["components"]),
        questions=tuple(_questions(_asked(outcome, FACT), draft, facts)),
        parameters=tuple(_missing(each) for each in _asked(outcome, PARAMETER)),
        gaps=tuple(each["question"] for each in outcome["questions"] if each["kind"] not in (FACT, PARAMETER)),
        standards=tuple(_standards(outcome, year)),
        is_assumed=_is_assumed(whole),
        tree=tree,
        left_out=explanation.rows(whole) - explanation.rows(tree),
    )  # fmt: skip


def _missing(question: Mapping[str, Any]) -> Missing:
    return Missing(question["label"], question["question"], tuple(question["cites"]), anchor(PREFIX + question["name"]))


def _asked(outcome: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    return [question for question in outcome["questions"] if question["kind"] == kind]


def _shown(amount: str | None) -> str:
    return "" if amount is None else show_yuan(yuan(amount, negative=True))


def _sentence(outcome: Mapping[str, Any]) -> str:
    label = outcome["label"]
    if outcome["status"] == "ineligible":
        return f"不符合{label}的条件"
    if outcome["status"] == "undetermined":
        return f"还不能判断是否符合{label}的条件"
    if outcome["service"] and not outcome["components"]:
        return f"符合{label}的条件：{outcome['service']}"
    return f"符合{label}的条件，金额还不能确定"


def _questions(asked: list[Mapping[str, Any]], draft: Draft, facts: Facts) -> Iterator[Question]:
    """Ask each thing by itself, but several of one group of one person together."""
    together: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for each in asked:
        fact = facts.by_name.get(each["name"])
        owner = field_of(each, draft).rpartition(".")[0]
        together.setdefault((owner, (fact and fact.group) or each["name"]), []).append(each)
    for (owner, group), several in together.items():
        if len(several) == 1:
            yield Question(_by_name(several[0], several[0]["question"]), anchor(field_of(several[0], draft)))
        else:
            fact = facts.by_name[several[0]["name"]]
            label = facts.groups[fact.entity.name, group].label
            yield Question(_by_name(several[0], f"{label}，还差 {len(several)} 项"), section_anchor(owner, group))


def _by_name(question: Mapping[str, Any], text: str) -> str:
    person = question["person"]
    return f"{person['name']}：{text}" if person else text


def field_of(question: Mapping[str, Any], draft: Draft) -> str:
    """Find the field an open question is about. The engine numbers supporters, the form names them."""
    person = question["person"]
    owner = person["id"] if person else HOUSEHOLD
    member, dot, number = owner.partition(".")
    if dot:
        owner = draft.supporters(member)[int(number) - 1]
    return f"{owner}.{NO_OBLIGORS if question['name'] == OBLIGORS else question['name']}"


def _standards(outcome: Mapping[str, Any], year: str) -> Iterator[Standard]:
    """List the places' own figures of money that an amount, or its known part, was made of."""
    if outcome["status"] != "eligible":
        return
    seen: set[str] = set()
    for node in _rows_of(outcome["explanation"]["children"][0]):
        origin = node["origin"]
        if node["per"] is None or origin is None or origin["from"] is None or node["name"] in seen:
            continue
        seen.add(node["name"])
        since = in_chinese(date.fromisoformat(origin["from"]))
        checked = f"，{in_chinese(date.fromisoformat(origin['checked']))}核对" if origin["checked"] else ""
        unsure = "，来源待核实" if origin["sure"] != "high" else ""
        kept, stated = f"{node['text']} / {node['per']}", origin.get("stated")
        told = f"{origin['pack_label']}，{since}起{checked}{unsure}" + (f"；折合 {kept}" if stated else "")
        yield Standard(node["label"], stated or kept, told, tuple(node["cites"]), origin["from"][:4] < year)


def _rows_of(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Iterate over a tree from the top."""
    yield node
    for child in node["children"]:
        yield from _rows_of(child)


def _is_assumed(node: Mapping[str, Any]) -> bool:
    """Whether any assumed parameter stands in a tree."""
    origin = node["origin"]
    return bool(origin and origin["pack"] == ASSUMED) or any(_is_assumed(child) for child in node["children"])


def _headline(cards: tuple[Card, ...]) -> str:
    """Say in one sentence what came of the help that is applied for here; what else there is stands below it."""
    cards = tuple(card for card in cards if card.outcome["handled"]) or cards
    eligible = [card.outcome["label"] for card in cards if card.outcome["status"] == "eligible"]
    if eligible:
        return f"按您填的情况，您家符合{'、'.join(dict.fromkeys(eligible))}的条件"
    undetermined = [card for card in cards if card.outcome["status"] == "undetermined"]
    if undetermined and not any(card.questions or card.gaps for card in undetermined):
        return "当地的标准还没有收录，暂时不能判断"
    if undetermined:
        return "还差一些情况，暂时不能判断"
    return "按您填的情况，现在还不符合条件"
