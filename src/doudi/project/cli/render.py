"""An assessment as text for people: outcomes with amounts in words, what is still asked, and the reasons as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from doudi.kernel.amount_words import words
from doudi.kernel.money import format_yuan, yuan

PACKS_ONLY = "注意：只按政策包测算（--packs-only），没有考虑本地已公布的标准。"
INDENT = "  "
PROVENANCE_OF_SURE = {"medium": "来源待核对", "low": "来源不可靠，请核对"}


def lines(found: dict[str, Any], *, packs_only: bool) -> Iterator[str]:
    """Say a whole assessment."""
    yield f"{found['place']['path']}（{found['place']['code']}） {found['on']}"
    if packs_only:
        yield PACKS_ONLY
    for assumed in found["law"]["assumed"]:
        yield f"假设：{assumed['label']}（{assumed['name']}）＝{assumed['value']}，仅本次测算"
    if not found["outcomes"]:
        yield "没有适用于这一户的项目。"
    for outcome in found["outcomes"]:
        yield ""
        yield from _outcome(outcome)
    yield ""
    yield f"法律快照 {found['law']['snapshot']}，程序 {found['law']['code']}"


def _outcome(outcome: dict[str, Any]) -> Iterator[str]:
    yield f"【{outcome['label']}】{_whose(outcome)}{outcome['status_label']}"
    yield from _amounts(outcome)
    for reason in outcome["reasons"]:
        yield f"{INDENT}理由：{reason['text']}{_cites(reason)}"
    yield from _questions(outcome)
    yield f"{INDENT}说明："
    for node in outcome["explanation"]["children"]:
        yield from _node(node, depth=2, about=outcome["person"])


def _amounts(outcome: dict[str, Any]) -> Iterator[str]:
    """Say the amount and what it is made of; a part that is nil adds nothing."""
    parts = [part for part in outcome["components"] if part["amount"] is None or _fen(part)]
    if outcome["amount"] is not None:
        whole = "每月" if outcome["unit"] == "member" else "全户每月"
        yield f"{INDENT}{whole} {format_yuan(outcome['amount_fen'])} 元（{outcome['amount_words']}）"
    elif outcome["status"] == "eligible" and any(part["amount"] for part in parts):
        yield f"{INDENT}总额还不能确定，已经知道的部分（每月）："
    else:
        parts = []
    for part in parts:
        yield f"{INDENT}{INDENT}其中 {part['label']}：{_yuan(part['amount'])}"
    if outcome["per_person"] is not None:
        fen = yuan(outcome["per_person"])
        yield f"{INDENT}每人每月 {format_yuan(fen)} 元（{words(fen)}）"


def _fen(part: dict[str, Any]) -> int:
    return yuan(part["amount"], negative=True)


def _questions(outcome: dict[str, Any]) -> Iterator[str]:
    asked = [question for question in outcome["questions"] if question["kind"] != "parameter"]
    missing = [question for question in outcome["questions"] if question["kind"] == "parameter"]
    if asked:
        yield f"{INDENT}还需要回答："
        yield from (
            f"{INDENT}{INDENT}{_whose(question)}{question['question']}（{question['name']}）" for question in asked
        )
    if missing:
        yield f"{INDENT}缺少的标准："
        yield from (f"{INDENT}{INDENT}{question['question']}（{question['name']}）" for question in missing)


def _node(node: dict[str, Any], *, depth: int, about: dict[str, str] | None) -> Iterator[str]:
    yield f"{INDENT * depth}{_said(node, about)}"
    for child in node["children"]:
        yield from _node(child, depth=depth + 1, about=node["person"])


def _said(node: dict[str, Any], about: dict[str, str] | None) -> str:
    """Say one node: whose, what, how much and how, by which article, from which pack."""
    whose = _whose(node) if node["person"] != about else ""
    value = f"＝{node['text']}" + (f"/{node['per']}" if node["per"] else "")
    formula = f"（{node['formula']}）" if node["formula"] else ""
    again = "（见上）" if node["see"] else ""
    provenance = f"〔{node['provenance']}〕" if node["provenance"] else ""
    return f"{whose}{node['label']}{value}{formula}{again}{_cites(node)}{_origin(node['origin'])}{provenance}"


def _origin(origin: dict[str, Any] | None) -> str:
    if origin is None:
        return ""
    parts = [origin["pack_label"]]
    if origin["from"]:
        parts.append(f"{origin['from']} 起")
    parts += [said for said in (PROVENANCE_OF_SURE.get(origin["sure"]), origin.get("because")) if said]
    return f"〔{'，'.join(parts)}〕"


def _cites(thing: dict[str, Any]) -> str:
    return "".join(f" {cite['text']}" for cite in thing["cites"])


def _whose(thing: dict[str, Any]) -> str:
    return f"{thing['person']['name']}：" if thing["person"] else ""


def _yuan(amount: str | None) -> str:
    return "还不能确定" if amount is None else f"{format_yuan(yuan(amount, negative=True))} 元"
