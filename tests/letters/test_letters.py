"""A letter says everything the law wants said, looks the same each time, and is refused where something is missing."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import Any

import pytest
from pypdf import PdfReader

from doudi.letters import typeset as setting
from doudi.letters.typeset import AmountDiffers, GlyphMissing, RemedyMissing, typeset
from doudi.letters.wording import worded

DIGEST = "0123456789abcdef" * 4


def content(**given: Any) -> dict[str, Any]:
    """What casework froze for a grant; anything may be given otherwise."""
    usual: dict[str, Any] = {
        "number": "救助〔2022〕430971-2022-000123-1-1号", "kind": "grant", "title": "最低生活保障确认通知书",
        "case": "430971-2022-000123-1", "application": "430971-2022-000123", "programme": "最低生活保障",
        "applicant": "孙某甲", "person": None, "members": 3, "place": "湖南省益阳市大通湖区示例镇",
        "accepted_on": "2022-04-18", "decided_on": "2022-05-20", "issued_on": "2022-05-23",
        "office": "示例镇人民政府", "decided_by": "乡镇（街道）", "amount_fen": 100405, "amount": "1004.05",
        "amount_words": "人民币壹仟零肆元零伍分", "first_month": "2022-06", "reasons": [],
        "articles": ["《社会救助暂行办法》第九条"],
        "remedies": [
            {
                "kind": "reconsideration", "label": "行政复议", "body": "益阳市人民政府", "period": "60 日",
                "counted_from": "知道本决定之日", "cites": ["a#1"], "articles": ["《示例复议法》第九条"],
            },
        ],
    }  # fmt: skip
    return usual | given


def lines(**given: Any) -> list[str]:
    """Every sentence of a letter."""
    return [line for section in worded(content(**given))["sections"] for line in section["lines"]]


def test_a_grant_says_amount_in_figures_and_words_first_month_article_and_remedy() -> None:
    told = lines()

    assert "每月救助金额：¥1,004.05（人民币壹仟零肆元零伍分）。" in told
    assert "自2022年6月起发给。" in told
    assert "《社会救助暂行办法》第九条。" in told
    assert told[-1] == "行政复议：自知道本决定之日起60 日内，可以向益阳市人民政府提出（《示例复议法》第九条）。"


def test_a_refusal_says_each_reason_with_its_article_and_no_amount() -> None:
    reasons = [{"text": "家庭人均年收入不低于低保标准", "articles": ["《社会救助暂行办法》第九条"]}]

    told = lines(kind="refuse", amount_fen=None, amount_words=None, first_month=None, reasons=reasons)

    assert "家庭人均年收入不低于低保标准（《社会救助暂行办法》第九条）。" in told
    assert not any("¥" in line for line in told)


def test_a_refusal_gives_the_shortest_sufficient_reason_first_and_what_would_turn_it() -> None:
    reasons = [
        {"text": "人均收入 ¥900.00，不低于标准 ¥700.00", "articles": ["《示例办法》第五条"]},
        {"text": "有 2 套住房", "articles": ["《示例办法》第七条"]},
    ]
    turn = "工资性收入低于 ¥8,400.00（现在¥10,800.00），其他情况不变，就符合最低生活保障的条件"
    refused = {"kind": "refuse", "amount_fen": None, "amount_words": None, "first_month": None}
    given = content(**refused, reasons=reasons, turns=[turn])

    pdf = PdfReader(io.BytesIO(typeset(given, digest=DIGEST)))

    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    in_order = (
        "仅这一条就不符合条件：人均收入¥900.00，不低于标准¥700.00（《示例办法》第五条）。",
        "另外：有2套住房（《示例办法》第七条）。",
        "如果工资性收入低于¥8,400.00（现在¥10,800.00），其他情况不变，就符合最低生活保障的条件。",
        "情况变了，可以再次申请。",
    )
    assert [text.find(each) for each in in_order] == sorted(text.find(each) for each in in_order)
    assert all(each in text for each in in_order)


def test_the_same_content_gives_the_same_bytes() -> None:
    assert typeset(content(), digest=DIGEST) == typeset(content(), digest=DIGEST)


def test_the_font_is_in_the_file() -> None:
    pdf = typeset(content(applicant="孙堃喆"), digest=DIGEST)

    assert pdf.startswith(b"%PDF-")
    assert b"FontFile3" in pdf
    assert b"NotoSerifCJK" in pdf


@pytest.mark.parametrize("remedies", [[], [{"body": "", "period": "60 日"}], [{"body": "示例市", "period": ""}]])
def test_a_letter_without_remedy_is_not_set(remedies: list[dict[str, str]]) -> None:
    with pytest.raises(RemedyMissing):
        typeset(content(remedies=remedies), digest=DIGEST)


def test_words_that_are_not_the_figures_are_refused() -> None:
    with pytest.raises(AmountDiffers):
        typeset(content(amount_words="人民币壹仟元整"), digest=DIGEST)


def test_a_character_the_font_does_not_have_is_named_instead_of_left_out() -> None:
    with pytest.raises(GlyphMissing, match="𠮷"):
        typeset(content(applicant="孙𠮷"), digest=DIGEST)


def test_the_font_is_the_one_whose_licence_and_checksum_lie_beside_it() -> None:
    (told,) = json.loads((setting.FONTS / "vendor.json").read_text())

    for name, digest in told["files"].items():
        assert hashlib.sha256((setting.FONTS / name).read_bytes()).hexdigest() == digest
    assert "OPEN FONT LICENSE" in (setting.FONTS / told["licence_file"]).read_text()
