"""Every programme in a line or two: what it gives, why or why not, what is missing, where to apply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from doudi.faces.lacking import Lack, lacks_of
from doudi.faces.reasons import plain_reasons
from doudi.kernel.money import show_yuan
from doudi.policy.facts import Facts
from doudi.policy.programmes import LAYERS

TOWNSHIP = "到户口所在地或者常住地的乡镇（街道）社会救助窗口申请"
PARAMETER = "parameter"
UNPUBLISHED_ONLY = "您要说的都说了；有 {number} 项要等当地的标准才能判断"
FEW = 3
"""So many sentences say why; the calculation has all of them."""


@dataclass(frozen=True, slots=True)
class Help:
    """One programme for whom it is: what it gives, why or why not, what is still missing, and where to go."""

    label: str
    people: str
    layer: str
    gives: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    where: str
    department: str
    cites: tuple[Mapping[str, Any], ...]
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one answer would settle, or help to settle."""

    lack: Lack
    helps: tuple[Help, ...]


@dataclass(frozen=True, slots=True)
class Helps:
    """Everything there is for a family, and what somebody has to choose between.

    Of what is `open`, some is settled by one more answer (`nearly`); the rest (`later`) stands under what it is about.
    """

    granted: tuple[Help, ...]
    open: tuple[Help, ...]
    refused: tuple[Help, ...]
    choices: tuple[Mapping[str, Any], ...]

    @property
    def headline(self) -> str:
        """Say in a sentence how many there are."""
        if self.granted:
            return f"按您说的情况，可以申请 {len(self.granted)} 项"
        if any(lack.is_asked for each in self.open for lack in each.lacks):
            return f"还有 {len(self.open)} 项要看更多情况"
        return UNPUBLISHED_ONLY.format(number=len(self.open)) if self.open else "按您说的情况，没有找到可以申请的项目"

    @property
    def later_count(self) -> int:
        """How many of them there are."""
        return sum(len(each.helps) for each in self.later)

    @property
    def nearly(self) -> tuple[Waiting, ...]:
        """What one answer of the family's own would settle, the answer that settles most first."""
        return _by_lack((each.lacks[0], each) for each in self.open if _is_near(each))

    @property
    def later(self) -> tuple[Waiting, ...]:
        """What needs more than one answer, or what only concerns a family to which something has happened."""
        return _by_lack((min(each.lacks, key=Lack.rank), each) for each in self.open if not _is_near(each))


def helps_of(report: Mapping[str, Any], facts: Facts, happened: Iterable[str] = ()) -> Helps:
    """Arrange a ranked report: the outcomes of one programme with the same answer stand together, by name.

    `happened` are the topics that the family has said to concern it; of the others it is asked only if.
    """
    by_status: dict[str, list[Help]] = {"eligible": [], "undetermined": [], "ineligible": []}
    for outcomes in _alike(report["outcomes"]):
        lacks = lacks_of(outcomes, facts, frozenset(happened))
        by_status[outcomes[0]["status"]].append(_help(outcomes, lacks))
    granted, undetermined, refused = (tuple(each) for each in by_status.values())
    return Helps(granted, undetermined, refused, tuple(report["choices"]))


def _is_near(one: Help) -> bool:
    """Whether one answer settles it, and it is not about something that nobody has said to have happened."""
    return len(one.lacks) == 1 and one.lacks[0].is_next


def _by_lack(pairs: Iterable[tuple[Lack, Help]]) -> tuple[Waiting, ...]:
    found: dict[str, list[tuple[Lack, Help]]] = {}
    for lack, each in pairs:
        found.setdefault(lack.heading, []).append((lack, each))
    waiting = [
        Waiting(Lack.joined(lack for lack, _ in both), tuple(each for _, each in both)) for both in found.values()
    ]
    return tuple(sorted(waiting, key=lambda each: (each.lack.rank()[0], -len(each.helps))))


def _alike(outcomes: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for each in outcomes:
        said = [*(reason["text"] for reason in each["reasons"]), *(asked["name"] for asked in each["questions"])]
        found.setdefault((each["programme"], each["status"], each["amount"], *said), []).append(each)
    return list(found.values())


def _help(outcomes: list[Mapping[str, Any]], lacks: tuple[Lack, ...]) -> Help:
    first = outcomes[0]
    return Help(
        label=first["label"], people="、".join(each["person"]["name"] for each in outcomes if each["person"]),
        layer=LAYERS[first["layer"]], gives=_gives(first),
        reasons=tuple(_why(first)[:FEW]), missing=_missing(first),
        where=first["procedure"] or TOWNSHIP, department=first["department"],
        cites=tuple(first["cites"]), lacks=lacks,
    )  # fmt: skip


def _why(outcome: Mapping[str, Any]) -> list[str]:
    """Say why not; of what is granted how the sum comes about, or the conditions that are met."""
    if outcome["status"] == "ineligible":
        return plain_reasons(outcome)
    if outcome["status"] != "eligible":
        return []
    met = [node["label"] for node in outcome["explanation"]["children"] if node["text"] == "是"]
    because = [f"符合：{'、'.join(met)}。"] if met else []
    return [*because, *(plain_reasons(outcome)[1:] if outcome["amount_fen"] is not None else [])]


def _gives(outcome: Mapping[str, Any]) -> str:
    """Say what is given: the sum where there is one, else what the programme says of itself."""
    if outcome["amount_fen"] is not None:
        return f"{outcome['period_label']} {show_yuan(outcome['amount_fen'])}"
    return outcome["service"] or f"{outcome['period_label']}发给，数额还不能确定"


def _missing(outcome: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what is still to be told, each by its question; the figures that nobody has published in one line."""
    if outcome["status"] == "ineligible":
        return ()
    labels = [asked["label"] for asked in outcome["questions"] if asked["kind"] == PARAMETER]
    told = [asked["question"] for asked in outcome["questions"] if asked["kind"] != PARAMETER]
    return (*told, *((f"当地没有公布或者没有收录：{'、'.join(labels)}",) if labels else ()))
