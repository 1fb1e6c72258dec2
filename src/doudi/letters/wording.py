"""What a letter says in whole sentences, made of its frozen content; the template only arranges it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from doudi.kernel.money import show_yuan

DECIDED: Final = {
    "grant": "经审核，{whom}符合{programme}的条件，决定予以确认。",
    "refuse": "经审核，{whom}不符合{programme}的条件，决定不予确认。",
    "adjust": "经核查，决定调整{whom}的{programme}待遇。",
    "suspend": "经核查，决定停发{whom}的{programme}待遇。",
    "stop": "经核查，决定终止{whom}的{programme}待遇。",
}
FROM_WHEN: Final = {
    "grant": "自{month}起发给。",
    "adjust": "自{month}起按新的数额发给。",
    "suspend": "自{month}起停发。",
    "stop": "自{month}起终止。",
}
ENOUGH: Final = "仅这一条就不符合条件："
BESIDES: Final = "另外："
APPLY_AGAIN: Final = "以上是按现行规定测算的。情况变了，可以再次申请。"
NUMERALS: Final = "一二三四五六七八九"


def worded(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return heading, address, sections of sentences, and who signs on which day."""
    return {
        "number": content["number"],
        "title": content["title"],
        "office": content["office"],
        "address": f"{content['applicant']}：",
        "opening": _opening(content),
        "sections": _numbered(
            _decided(content), _reasons(content), _turns(content), _grounds(content), _remedies(content)
        ),
        "issued_on": day(content["issued_on"]),
        "case": content["case"],
        "place": content["place"],
    }


def day(given: str) -> str:
    """Write a day as letters do: 2022年5月24日."""
    read = date.fromisoformat(given)
    return f"{read.year}年{read.month}月{read.day}日"


def _opening(content: Mapping[str, Any]) -> str:
    asked = f"您提出的{content['programme']}申请（申请编号 {content['application']}）"
    return f"{asked}，已于{day(content['accepted_on'])}受理。现将决定告知如下。"


def _numbered(*sections: tuple[str, list[str]]) -> list[dict[str, Any]]:
    filled = [section for section in sections if section[1]]
    return [
        {"heading": f"{numeral}、{heading}", "lines": lines}
        for numeral, (heading, lines) in zip(NUMERALS, filled, strict=False)
    ]


def _decided(content: Mapping[str, Any]) -> tuple[str, list[str]]:
    kind = content["kind"]
    lines = [DECIDED[kind].format(whom=_whom(content), programme=content["programme"])]
    if content.get("amount_fen") is not None:
        lines.append(f"每月救助金额：{show_yuan(content['amount_fen'])}（{content['amount_words']}）。")
    if content.get("first_month"):
        lines.append(FROM_WHEN[kind].format(month=_month(content["first_month"])))
    lines.append(f"决定日期：{day(content['decided_on'])}。决定层级：{content['decided_by']}。")
    return "决定", lines


def _whom(content: Mapping[str, Any]) -> str:
    members = content.get("members")
    if content.get("person"):
        return f"您家的{content['person']}"
    return f"您家（共同生活的家庭成员 {members} 人）" if members else "您家"


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    return f"{int(year)}年{int(month)}月"


def _reasons(content: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Say why; of several grounds of a refusal the first by itself suffices with the fewest figures."""
    lines: list[str] = []
    for reason in content["reasons"]:
        articles = "、".join(reason["articles"])
        lines.append(f"{reason['text'].rstrip('。')}{f'（{articles}）' if articles else ''}。")
    if content["kind"] == "refuse" and len(lines) > 1:
        lines = [f"{ENOUGH}{lines[0]}", *(f"{BESIDES}{line}" for line in lines[1:])]
    return "理由", lines


def _turns(content: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Say what would turn a refusal; letters of before that was said have nothing of it."""
    lines = [f"如果{each.rstrip('。')}。" for each in content.get("turns", ())]
    return "什么情况下会不一样", [*lines, APPLY_AGAIN] if lines else []


def _grounds(content: Mapping[str, Any]) -> tuple[str, list[str]]:
    articles = "、".join(content["articles"])
    return "依据", [f"{articles}。"] if articles else []


def _remedies(content: Mapping[str, Any]) -> tuple[str, list[str]]:
    told = [
        f"{each['label']}：自{each['counted_from']}起{each['period']}内，可以向{each['body']}提出"
        f"（{'、'.join(each['articles'])}）。"
        for each in content["remedies"]
    ]
    return "不服本决定的，可以这样做", told
