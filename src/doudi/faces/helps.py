"""Every programme in a line or two: what it gives, why or why not, what is missing, where to apply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from doudi.faces.reasons import plain_reasons
from doudi.kernel.money import show_yuan
from doudi.policy.programmes import LAYERS

TOWNSHIP = "到户口所在地或者常住地的乡镇（街道）社会救助窗口申请"
PARAMETER = "parameter"
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


@dataclass(frozen=True, slots=True)
class Helps:
    """Everything there is for a family, and what somebody has to choose between."""

    granted: tuple[Help, ...]
    open: tuple[Help, ...]
    refused: tuple[Help, ...]
    choices: tuple[Mapping[str, Any], ...]

    @property
    def headline(self) -> str:
        """Say in a sentence how many there are."""
        if self.granted:
            return f"按您说的情况，可以申请 {len(self.granted)} 项"
        return f"还有 {len(self.open)} 项要看更多情况" if self.open else "按您说的情况，没有找到可以申请的项目"


def helps_of(report: Mapping[str, Any]) -> Helps:
    """Arrange a ranked report: the outcomes of one programme with the same answer stand together, by name."""
    by_status: dict[str, list[Help]] = {"eligible": [], "undetermined": [], "ineligible": []}
    for outcomes in _alike(report["outcomes"]):
        by_status[outcomes[0]["status"]].append(_help(outcomes))
    granted, undetermined, refused = (tuple(each) for each in by_status.values())
    return Helps(granted, undetermined, refused, tuple(report["choices"]))


def _alike(outcomes: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for each in outcomes:
        said = [*(reason["text"] for reason in each["reasons"]), *(asked["name"] for asked in each["questions"])]
        found.setdefault((each["programme"], each["status"], each["amount"], *said), []).append(each)
    return list(found.values())


def _help(outcomes: list[Mapping[str, Any]]) -> Help:
    first = outcomes[0]
    missing = [asked for asked in first["questions"] if first["status"] != "ineligible"]
    return Help(
        label=first["label"], people="、".join(each["person"]["name"] for each in outcomes if each["person"]),
        layer=LAYERS[first["layer"]], gives=_gives(first),
        reasons=tuple(plain_reasons(first)[:FEW]) if first["status"] == "ineligible" else (),
        missing=tuple(_missing(asked) for asked in missing),
        where=first["procedure"] or TOWNSHIP, department=first["department"],
        cites=tuple(first["cites"]),
    )  # fmt: skip


def _gives(outcome: Mapping[str, Any]) -> str:
    """Say what is given: the sum where there is one, else what the programme says of itself."""
    if outcome["amount_fen"] is not None:
        return f"{outcome['period_label']} {show_yuan(outcome['amount_fen'])}"
    return outcome["service"] or f"{outcome['period_label']}发给，数额还不能确定"


def _missing(asked: Mapping[str, Any]) -> str:
    return f"当地没有公布或者没有收录：{asked['label']}" if asked["kind"] == PARAMETER else asked["question"]
