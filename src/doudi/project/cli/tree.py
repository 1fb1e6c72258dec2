"""The explanation of an outcome as lines: every rule with its inputs, result, article, every figure with its pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

INDENT = "  "
PROVENANCE_OF_SURE = {"medium": "来源待核对", "low": "来源不可靠，请核对"}


def lines(node: dict[str, Any], *, depth: int, about: dict[str, str] | None) -> Iterator[str]:
    """Say a node and all below it; `about` is the person of whom the line above speaks."""
    yield f"{INDENT * depth}{said(node, about)}"
    for child in node["children"]:
        yield from lines(child, depth=depth + 1, about=node["person"])


def figures(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the figures of the law below a node, in the order of the explanation."""
    for child in node["children"]:
        if child["kind"] == "parameter" and child["value"] is not None and not child["see"]:
            yield child
        yield from figures(child)


def said(node: Mapping[str, Any], about: dict[str, str] | None) -> str:
    """Say one node: whose, what, how much and how, by which article, from which pack."""
    person = whose(node) if node["person"] != about else ""
    value = f"＝{_stated(node)}{node['text']}" + (f"/{node['per']}" if node["per"] else "")
    formula = f"（{node['formula']}）" if node["formula"] else ""
    again = "（已说明）" if node["see"] else ""
    provenance = f"〔{node['provenance']}〕" if node["provenance"] else ""
    return f"{person}{node['label']}{value}{formula}{again}{cites(node)}{_origin(node['origin'])}{provenance}"


def _stated(node: Mapping[str, Any]) -> str:
    """Say a sum first as it was published, where it is reckoned with by another period."""
    stated = node["origin"] and node["origin"]["stated"]
    return f"{stated.replace(' ', '')}，折合 " if stated else ""


def _origin(origin: dict[str, Any] | None) -> str:
    if origin is None:
        return ""
    parts = [origin["pack_label"]]
    if origin["from"]:
        parts.append(f"{origin['from']} 起")
    parts += [text for text in (PROVENANCE_OF_SURE.get(origin["sure"]), origin.get("because")) if text]
    return f"〔{'，'.join(parts)}〕"


def cites(thing: Mapping[str, Any]) -> str:
    """Say the articles of a thing, each after a blank."""
    return "".join(f" {cite['text']}" for cite in thing["cites"])


def whose(thing: Mapping[str, Any]) -> str:
    """Say of whom a thing is, with a colon; nothing where it is of the household."""
    return f"{thing['person']['name']}：" if thing["person"] else ""
