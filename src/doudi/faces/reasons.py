"""An outcome in a few short sentences for the family: how the sum comes about, or what stood against it.

Made of the record alone (`as_json`, or the trace of a determination), so that it says what was decided, not what
would be today. Each sentence with parts is an addition that holds to the fen; where the parts of a row do not add up to
it (a product, a rounding), its formula is said instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from doudi.faces import explanation
from doudi.kernel.money import show_yuan

Node = Mapping[str, Any]
LESS: Final = "减："
MOST: Final = 6
"""More sentences than this nobody reads; the calculation below has every row."""


def plain_reasons(outcome: Mapping[str, Any]) -> list[str]:
    """Return the sentences of one outcome."""
    if outcome["status"] == "eligible":
        return list(_sums(outcome))[:MOST]
    if outcome["status"] == "ineligible":
        return [*(f"{reason['text'].rstrip('。')}。" for reason in shortest_first(outcome)), *what_would_turn(outcome)]
    return [f"还不能判断：{question['question']}" for question in outcome["questions"]][:MOST]


def shortest_first(outcome: Mapping[str, Any]) -> list[Node]:
    """Return the reasons of a refusal, first the one that by itself suffices with the fewest figures."""
    return sorted(outcome["reasons"], key=lambda reason: reason != outcome.get("shortest"))


def what_would_turn(outcome: Mapping[str, Any]) -> list[str]:
    """Say what would turn a refusal; nothing where the record knows of none, or was made before records said it."""
    return [f"如果{turn['text']}。" for turn in outcome.get("turns", ())]


def _sums(outcome: Mapping[str, Any]) -> Iterator[str]:
    if outcome["amount_fen"] is None:
        yield f"符合条件，{outcome['period_label']}的金额还不能确定。"
        return
    top = explanation.concise(outcome["explanation"])["children"][0]
    yield f"{outcome['period_label']} {show_yuan(outcome['amount_fen'])}。"
    parts = _parts(top)
    if len(parts) == 1:
        top, parts = parts[0], _parts(parts[0])
    if len(parts) > 1:
        yield f"{_label(top)}：{_listed(parts)}，合计 {top['text']}。"
    for part in parts or [top]:
        yield from _how(part)


def _parts(node: Node) -> list[Node]:
    """Return the rows whose sum a row is, without the nothings; none where they do not add up to it."""
    money = [child for child in node["children"] if _is_money(child) and child["per"] == node["per"]]
    adds_up = sum(child["value"] for child in money) == node["value"]
    return [child for child in money if child["value"]] if money and adds_up else []


def _how(node: Node) -> Iterator[str]:
    """Say how one part comes about: by its own parts, or by its formula."""
    inner = _parts(node)
    if len(inner) > 1:
        yield f"{_label(node)}：{_listed(inner)}，合计 {node['text']}。"
    elif node["formula"]:
        shown = show_yuan(abs(node["value"]))
        yield f"{_label(node)}：{node['formula']}，得 {shown}。"


def _listed(parts: list[Node]) -> str:
    return "，".join(_part(part, is_first=place == 0) for place, part in enumerate(parts))


def _part(node: Node, *, is_first: bool) -> str:
    sign = "减去" if node["value"] < 0 else "" if is_first else "加上"
    return f"{sign}{_label(node)} {show_yuan(abs(node['value']))}"


def _label(node: Node) -> str:
    return node["label"].removeprefix(LESS)


def _is_money(node: Node) -> bool:
    return node["value"] is not None and node["text"] is not None and "¥" in node["text"]
