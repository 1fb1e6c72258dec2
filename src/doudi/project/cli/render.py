"""An assessment as text for people: first what answers them, then the figures of the law, then every line explained.

The answer is the help that cases are opened for here, with amounts in words, what decided them and what is still asked,
and the names of whatever else is granted; `--short` is just that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from doudi.faces import explanation
from doudi.faces.explanation import NOTHING, YES_NO
from doudi.faces.helps import Helps, helps_of
from doudi.kernel.amount_words import words
from doudi.kernel.money import format_yuan, yuan
from doudi.policy.facts import Facts
from doudi.project.cli import tree
from doudi.project.cli.tree import INDENT, cites, whose

NO = YES_NO[1]
PACKS_ONLY = "注意：只按政策包测算（--packs-only），没有考虑本地已公布的标准。"
PERHAPS_OUTDATED = "，是往年公布的，之后有没有调整，请问当地民政部门"
EXPLAINED_BELOW = "以上是结果，以下是每一项的推算和依据；只看结果请加 --short。"
FEW = 5
DEEP = 3
"""So many figures decide an amount, and so far below it they stand."""


def lines(found: dict[str, Any], facts: Facts, *, packs_only: bool, short: bool) -> Iterator[str]:
    """Say a whole assessment; `short` leaves out what it was reckoned by, but for the few figures that decide."""
    yield f"{found['place']['path']}（{found['place']['code']}） {found['on']}"
    if packs_only:
        yield PACKS_ONLY
    for assumed in found["law"]["assumed"]:
        yield f"假设：{assumed['label']}（{assumed['name']}）＝{assumed['value']}，仅本次测算"
    if not found["outcomes"]:
        yield "没有适用于这一户的项目。"
    told = [outcome for outcome in found["outcomes"] if outcome["handled"]]
    granted = [each for each in found["outcomes"] if each["status"] == "eligible" and not each["handled"]]
    elsewhere = [each for each in found["outcomes"] if not each["handled"]]
    others = helps_of({"outcomes": elsewhere, "choices": []}, facts)
    yield from _besides(others)
    for outcome in told:
        yield ""
        yield from _outcome(outcome)
        yield from _deciding(outcome, found["on"][:4])
    yield from _choices(found["choices"])
    if not short:
        yield from _figures([*told, *granted], found["on"][:4])
        yield from ("", EXPLAINED_BELOW) if told or granted else ()
        yield from _explanations(told)
        yield from _granted(granted)
        yield from _others(others)
    yield ""
    yield f"法律快照 {found['law']['snapshot']}，程序 {found['law']['code']}"


def _besides(others: Helps) -> Iterator[str]:
    """Say in one line what else there is: what is granted by its name and worth, the rest by its number."""
    granted = "、".join(
        f"{each.label}（{each.people + '，' if each.people else ''}{each.gives}）" for each in others.granted
    )
    rest = f"另有 {len(others.open)} 项还不能判断、{len(others.refused)} 项不符合条件"
    if granted:
        yield f"还可以享受：{granted}。{rest}（不加 --short 时列在最后）。"
    elif others.open or others.refused:
        yield f"{rest}（不加 --short 时列在最后）。"


def _choices(choices: list[dict[str, Any]]) -> Iterator[str]:
    """Say between what somebody has to choose."""
    for choice in choices:
        names = "、".join(person["name"] for person in choice["persons"])
        both = "和".join(f"{each['label']}（{_worth(each)}）" for each in choice["programmes"])
        yield f"须选择：{names}，{both}只能享受一项{cites(choice)}"


def _worth(each: Mapping[str, Any]) -> str:
    amount = None if each["amount"] is None else f"{each['period_label']} {_yuan(each['amount'])}"
    return amount or each["service"] or "数额还不能确定"


def _others(helps: Helps) -> Iterator[str]:
    """Say in a line each what else there is: what is open with what is asked first, what is refused with the reason."""
    for heading, found in (("其他还不能判断的：", helps.open), ("其他不符合条件的：", helps.refused)):
        if found:
            yield from ("", heading)
        for each in found:
            why = next(iter(each.missing or each.reasons), "").rstrip("。")
            yield f"{INDENT}{each.label}{f'（{each.people}）' if each.people else ''}：{why}"


def _outcome(outcome: dict[str, Any]) -> Iterator[str]:
    yield f"【{outcome['label']}】{whose(outcome)}{outcome['status_label']}"
    yield from _amounts(outcome)
    first = outcome["shortest"]
    for reason in sorted(outcome["reasons"], key=lambda reason: reason != first):
        yield f"{INDENT}理由：{reason['text']}{cites(reason)}"
    for turn in outcome["turns"]:
        yield f"{INDENT}怎样会变：{turn['text']}"
    yield from _questions(outcome)


def _deciding(outcome: dict[str, Any], year: str) -> Iterator[str]:
    """List the few figures that decide: what the amount is made of, or what a condition failed by, with articles."""
    top, *conditions = explanation.concise(outcome["explanation"])["children"]
    if outcome["status"] == "eligible":
        found = [node for node in _below(top, DEEP) if node["per"] and node["text"] not in (top["text"], NOTHING)]
    elif outcome["status"] == "ineligible":
        found = [node for each in conditions for node in (each, *_below(each, 1)) if _has_failed(node)]
    else:
        return
    figures = (tree.said(node, None) + (PERHAPS_OUTDATED if _is_of_before(node, year) else "") for node in found)
    shown = list(dict.fromkeys(figures))[:FEW]
    if shown:
        yield f"{INDENT}主要看这几个数："
        yield from (f"{INDENT}{INDENT}{figure}" for figure in shown)


def _below(node: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """List the rows below a row, so many levels deep, in their order."""
    for child in node["children"] if depth else ():
        yield child
        yield from _below(child, depth - 1)


def _has_failed(node: Mapping[str, Any]) -> bool:
    return node["text"] == NO and bool(node["formula"])


def _figures(outcomes: list[dict[str, Any]], year: str) -> Iterator[str]:
    """List each figure of the law that was used, once, though several outcomes and persons may use it."""
    used = (node for outcome in outcomes for node in tree.figures(outcome["explanation"]))
    said = (tree.said(node, None) + (PERHAPS_OUTDATED if _is_of_before(node, year) else "") for node in used)
    figures = list(dict.fromkeys(said))
    if figures:
        yield from ("", "用到的标准：")
        yield from (f"{INDENT}{figure}" for figure in figures)


def _is_of_before(node: Mapping[str, Any], year: str) -> bool:
    """Whether a sum that places publish year by year began before the year of the assessment."""
    since = node["origin"] and node["origin"]["from"]
    return bool(node["per"] and since and since[:4] < year)


def _explanations(outcomes: list[dict[str, Any]]) -> Iterator[str]:
    for outcome in outcomes:
        yield ""
        yield f"【{outcome['label']}】{whose(outcome)}说明："
        for node in outcome["explanation"]["children"]:
            yield from tree.lines(node, depth=1, about=outcome["person"])


def _granted(outcomes: list[dict[str, Any]]) -> Iterator[str]:
    """Tell whatever else is granted, each with its reasons right below it."""
    for outcome in outcomes:
        yield ""
        yield from _outcome(outcome)
        for node in outcome["explanation"]["children"]:
            yield from tree.lines(node, depth=1, about=outcome["person"])


def _amounts(outcome: dict[str, Any]) -> Iterator[str]:
    """Say the amount and what it is made of; a part that is nil adds nothing."""
    parts = [part for part in outcome["components"] if part["amount"] is None or _fen(part)]
    if outcome["amount"] is not None:
        whole = f"{'' if outcome['unit'] == 'member' else '全户'}{outcome['period_label']}"
        yield f"{INDENT}{whole} {format_yuan(outcome['amount_fen'])} 元（{outcome['amount_words']}）"
    elif outcome["status"] == "eligible" and any(part["amount"] for part in parts):
        yield f"{INDENT}总额还不能确定，已经知道的部分（{outcome['period_label']}）："
    else:
        parts = []
    if outcome["service"] and outcome["status"] == "eligible":
        yield f"{INDENT}给予：{outcome['service']}（{outcome['department']}）"
    for part in parts:
        yield f"{INDENT}{INDENT}其中 {part['label']}：{_yuan(part['amount'])}"
    if outcome["per_person"] is not None:
        fen = yuan(outcome["per_person"])
        yield f"{INDENT}每人每月 {format_yuan(fen)} 元（{words(fen)}）"
    yield from (f"{INDENT}{row['label']}：{row['text'] or '还不知道'}" for row in outcome["told"])


def _fen(part: dict[str, Any]) -> int:
    return yuan(part["amount"], negative=True)


def _questions(outcome: dict[str, Any]) -> Iterator[str]:
    if outcome["questions"] and not outcome["handled"]:
        labels = dict.fromkeys(question["label"] for question in outcome["questions"])
        yield f"{INDENT}还要知道：{'、'.join(labels)}"
        return
    asked = [question for question in outcome["questions"] if question["kind"] != "parameter"]
    missing = [question for question in outcome["questions"] if question["kind"] == "parameter"]
    for heading, questions in (("还需要回答：", asked), ("缺少的标准：", missing)):
        if questions:
            yield f"{INDENT}{heading}"
            yield from (f"{INDENT}{INDENT}{line}" for line in _asked_once(questions))


def _asked_once(questions: list[dict[str, Any]]) -> Iterator[str]:
    """Ask what is not known of several persons in one line, which names them."""
    of: dict[str, list[str]] = {}
    for question in questions:
        names = of.setdefault(f"{question['question']}（{question['name']}）{cites(question)}", [])
        names += [question["person"]["name"]] if question["person"] else []
    yield from (f"{'、'.join(names)}：{asked}" if names else asked for asked, names in of.items())


def _yuan(amount: str | None) -> str:
    return "还不能确定" if amount is None else f"{format_yuan(yuan(amount, negative=True))} 元"
