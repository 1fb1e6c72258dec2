"""Every programme in a line or two: what it gives, why or why not, what is missing, where to apply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from doudi.faces.lacking import Lack, WasLeft, lacks_of, never
from doudi.faces.reasons import plain_reasons
from doudi.kernel.money import show_yuan
from doudi.policy.facts import Facts
from doudi.policy.programmes import LAYERS, MONTHS_A_YEAR

TOWNSHIP = "到户口所在地或者常住地的乡镇（街道）社会救助窗口申请"
PARAMETER = "parameter"
UNPUBLISHED_ONLY = "您要说的都说了；有 {number} 项要等当地的标准才能判断"
NO_FIGURES = "只差当地的规定：{figures}。没有公布或者没有收录，限额、金额由当地定，去窗口问"
NO_SUM = "数额由当地定，去窗口问。没有公布或者没有收录的是：{figures}"
AT_THE_WINDOW = "不住在一起的亲属的情况，到窗口说明这一项"
MONEY, MONTH = "money", "month"
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
    missing: str
    where: str
    department: str
    cites: tuple[Mapping[str, Any], ...]
    lacks: tuple[Lack, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one answer would settle, or help to settle."""

    lack: Lack
    helps: tuple[Help, ...]


@dataclass(frozen=True, slots=True)
class Helps:
    """Everything there is for a family, and what somebody has to choose between.

    What is `likely` lacks nothing that the family could tell: a figure of the place, or what relatives elsewhere have.
    Of what is `open`, some is settled by one more answer (`nearly`); the rest (`later`) stands under what it is about.
    """

    granted: tuple[Help, ...]
    likely: tuple[Help, ...]
    open: tuple[Help, ...]
    refused: tuple[Help, ...]
    choices: tuple[Mapping[str, Any], ...]

    @property
    def headline(self) -> str:
        """Say in a sentence how many there are."""
        likely = f"很可能{'还' if self.granted else ''}可以申请 {len(self.likely)} 项" if self.likely else ""
        if self.granted:
            return f"按您说的情况，可以申请 {len(self.granted)} 项{'，' if likely else ''}{likely}"
        if likely:
            return f"按您说的情况，{likely}"
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


def helps_of(
    report: Mapping[str, Any],
    facts: Facts,
    happened: Iterable[str] = (),
    was_left: WasLeft = never,
    doubtful: frozenset[tuple[str, str]] = frozenset(),
) -> Helps:
    """Arrange a report: the outcomes of one programme with the same answer stand together, by name.

    `happened` are the topics that the family has said to concern it; of the others it is asked only if.
    `doubtful` are programmes, and persons by id, that the place's own choice of method could still refuse.
    """
    by_status: dict[str, list[Help]] = {"eligible": [], "undetermined": [], "ineligible": []}
    for outcomes in _alike(sorted(report["outcomes"], key=_rank)):
        lacks = lacks_of(outcomes, facts, frozenset(happened), was_left)
        is_doubtful = any((each["programme"], _person(each)) in doubtful for each in outcomes)
        by_status[outcomes[0]["status"]].append(_help(outcomes, lacks, is_doubtful=is_doubtful))
    granted, undetermined, refused = (tuple(each) for each in by_status.values())
    likely = tuple(each for each in undetermined if _is_likely(each))
    others = tuple(each for each in undetermined if each not in likely)
    return Helps(granted, likely, others, refused, tuple(report["choices"]))


def _rank(outcome: Mapping[str, Any]) -> tuple[bool, bool, int, bool, int]:
    """Order what is given: money month by month to live on, other money, then what is not money.

    Within each by the layers of the statute. A sum that the place has still to say is not known to be smaller than
    another, so it does not stand behind one.
    """
    gives_money, per_month = MONEY in outcome["gives"], outcome["period"] == MONTH
    fen = outcome["amount_fen"]
    year = (fen or 0) * (MONTHS_A_YEAR if per_month else 1)
    layer = list(LAYERS).index(outcome["layer"])
    return not (gives_money and per_month), not gives_money, layer, fen is not None, -year


def _person(outcome: Mapping[str, Any]) -> str:
    return outcome["person"]["id"] if outcome["person"] else ""


def _is_likely(one: Help) -> bool:
    """Whether nothing is lacking that the family could still tell on the page."""
    return bool(one.lacks) and not one.is_doubtful and all(lack.is_of_law or lack.is_of_relatives for lack in one.lacks)


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


def _help(outcomes: list[Mapping[str, Any]], lacks: tuple[Lack, ...], *, is_doubtful: bool) -> Help:
    first = outcomes[0]
    return Help(
        label=first["label"], people="、".join(each["person"]["name"] for each in outcomes if each["person"]),
        layer=LAYERS[first["layer"]], gives=_gives(first),
        reasons=tuple(_why(first)[:FEW]), missing=_missing(first, lacks),
        where=first["procedure"] or TOWNSHIP, department=first["department"],
        cites=tuple(first["cites"]), lacks=lacks, is_doubtful=is_doubtful,
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


def _missing(outcome: Mapping[str, Any], lacks: tuple[Lack, ...]) -> str:
    """Say what the family cannot tell on the page: the figures of the place, what relatives elsewhere have."""
    figures = "、".join(asked["label"] for asked in outcome["questions"] if asked["kind"] == PARAMETER)
    granted = outcome["status"] == "eligible"
    said = (NO_SUM if granted else NO_FIGURES).format(figures=figures) if figures else ""
    relatives = AT_THE_WINDOW if any(lack.is_of_relatives for lack in lacks) else ""
    return "；".join(each for each in (said, relatives) if each)
