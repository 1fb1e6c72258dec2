"""The sentences for the family: their sums are right to the fen, and a refusal says why."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
import yaml

from doudi.determination.services.assess import assess
from doudi.faces.reasons import plain_reasons
from doudi.kernel.money import yuan
from doudi.policy.report import as_json
from tests.architecture.repository import ROOT

SUM = re.compile(r"：(?P<parts>.+)，合计 (?P<whole>−?¥[\d,.]+)。$")
PART = re.compile(r"(?P<sign>减去)?[^，]*? (?P<amount>¥[\d,]+\.\d\d)(?:，|$)")
EXAMPLES = yaml.safe_load((ROOT / "examples" / "index.yaml").read_text())


def outcomes(name: str) -> list[dict[str, Any]]:
    """What the engine says of an example family."""
    where = EXAMPLES[name]
    document = json.loads((ROOT / "examples" / f"{name}.json").read_text())
    day = where["day"] if isinstance(where["day"], date) else date.fromisoformat(where["day"])
    return as_json(assess(document=document, place=where["place"], on=day))["outcomes"]


def fen(text: str) -> int:
    """Read an amount as the page shows it."""
    return yuan(text.replace("¥", "").replace(",", "").replace("−", "-"), negative=True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_what_is_added_up_in_a_sentence_adds_up(name: str) -> None:
    for outcome in outcomes(name):
        for sentence in plain_reasons(outcome):
            found = SUM.search(sentence)
            if found:
                parts = [(-1 if p["sign"] else 1) * fen(p["amount"]) for p in PART.finditer(found["parts"])]
                assert sum(parts) == fen(found["whole"]), sentence


@pytest.mark.django_db
def test_a_grant_is_told_in_a_few_sentences_with_the_standard_and_the_income() -> None:
    told = plain_reasons(outcomes("heze-2024")[0])

    assert told[0].startswith("每月 ¥")
    assert "低保标准 × 共同生活人数" in told[1]
    assert "减去家庭月收入" in told[1]
    assert len(told) <= 6


def test_a_refusal_is_told_by_its_reasons() -> None:
    outcome = {"status": "ineligible", "reasons": [{"text": "收入高于标准"}, {"text": "有两套住房。"}]}

    assert plain_reasons(outcome) == ["收入高于标准。", "有两套住房。"]


def test_what_is_not_known_is_asked() -> None:
    outcome = {"status": "undetermined", "questions": [{"question": "户口登记在城镇还是农村？"}]}

    assert plain_reasons(outcome) == ["还不能判断：户口登记在城镇还是农村？"]
