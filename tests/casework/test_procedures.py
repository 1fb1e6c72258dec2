"""The procedures of the packs: which one holds where and when, and what they say."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from doudi.casework.procedure.book import RemedyUnknown, procedures
from doudi.casework.procedure.drawing import limit_text, listed, mermaid
from doudi.casework.procedure.loading import load
from doudi.casework.procedure.terms import Procedure, ProcedureUnknown
from doudi.casework.steps import AtLevel, Step
from doudi.policy.flaws import PackRefused
from doudi.standards import lawbook

BOOK = procedures()
DIBAO = "packs/cn/procedures/dibao.yaml"
COUNTING, REMEDIES = "packs/cn/procedures/counting.yaml", "packs/cn/procedures/remedies.yaml"


@pytest.mark.parametrize(
    ("programme", "place", "day", "register", "expected"),
    [
        ("dibao", "430971001001", date(2021, 11, 18), None, "cn-dibao-2021"),
        ("dibao", "430971001001", date(2022, 4, 18), None, "datonghu-dibao-2021"),
        ("dibao", "430971001001", date(2022, 10, 20), None, "datonghu-dibao-2022"),
        ("dibao-single", "430971", date(2022, 4, 18), None, "datonghu-dibao-2021"),
        ("dibao", "371702001", date(2019, 1, 1), None, "cn-dibao-2012"),
        ("dibao", "371702001", date(2024, 3, 4), None, "heze-dibao-2022"),
        ("dibao", "141102001", date(2016, 1, 1), None, "luliang-dibao-2014"),
        ("dibao", "141102001", date(2022, 1, 1), None, "luliang-dibao-2021"),
        ("tekun", "620102001", date(2022, 1, 1), None, "cn-tekun-2021"),
        ("dibao", "532901001", date(2007, 5, 1), "urban", "cn-dibao-1999-urban"),
        ("wubao", "532901001", date(2007, 5, 1), "rural", "cn-wubao-2006"),
    ],
)
def test_the_nearest_place_and_the_day_decide_which_procedure_holds(
    programme: str, place: str, day: date, register: str | None, expected: str
) -> None:
    assert BOOK.find(programme, place, day, register).id == expected


def test_a_procedure_that_nobody_has_read_is_asked_for_by_name() -> None:
    with pytest.raises(ProcedureUnknown, match="国发〔2007〕19号"):
        BOOK.find("dibao", "532901001", date(2007, 5, 1), "rural")


def test_no_procedure_at_all_is_told_too() -> None:
    with pytest.raises(ProcedureUnknown):
        BOOK.find("tekun", "430971", date(2013, 1, 1))


def test_every_procedure_can_end_where_nobody_is_left_who_applies() -> None:
    written = [rule for rule in procedures().rules if rule.missing is None]

    assert all("nobody_left" in rule.terminations for rule in written), [rule.id for rule in written]


def test_datonghu_has_25_working_days_40_at_most_and_20_from_the_notice_on() -> None:
    before, after = (BOOK.find("dibao", "430971", day) for day in (date(2022, 10, 19), date(2022, 10, 20)))

    limits = [
        (rule.whole.limit.days, rule.whole.longer.days) for rule in (before, after) if rule.whole and rule.whole.longer
    ]
    assert limits == [(25, 40), (20, 45)]
    assert before.is_delegated
    assert not before.has(Step.SUBMISSION)


def test_a_delegated_case_is_told_to_another_body_than_one_of_the_county() -> None:
    heze = BOOK.find("dibao", "371702", date(2024, 3, 4))
    told = [BOOK.remedies_against(heze, level, "371702001", date(2024, 3, 4))[0].body for level in AtLevel]

    assert told == ["{county}人民政府", "{county}人民政府"]
    national = BOOK.find("dibao", "620102", date(2022, 1, 1))
    before = BOOK.remedies_against(national, AtLevel.COUNTY, "620102001", date(2022, 1, 1))[0]
    assert before.body == "{county}人民政府或者上一级民政部门"


def test_urban_dibao_of_1999_is_contested_by_reconsideration_first() -> None:
    rule = BOOK.find("dibao", "532901", date(2007, 5, 1), "urban")

    suit = BOOK.remedies_against(rule, AtLevel.COUNTY, "532901001", date(2007, 5, 1))[1]

    assert suit.period == "15日"
    assert "复议" in suit.body


def test_a_day_before_any_remedy_is_asked_for_by_name() -> None:
    rule = BOOK.find("dibao", "532901", date(2007, 5, 1), "urban")
    with pytest.raises(RemedyUnknown, match="行政复议"):
        BOOK.remedies_against(rule, AtLevel.COUNTY, "532901001", date(1999, 9, 30))


def test_what_no_document_gives_is_left_unset() -> None:
    wubao = BOOK.find("wubao", "532901", date(2007, 5, 1), "rural")

    assert wubao.stage(Step.NOTICE).limit is None
    assert wubao.whole is None
    assert wubao.first_month is None


@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.missing is None], ids=lambda rule: rule.id)
def test_each_procedure_draws_itself(rule: Procedure) -> None:
    drawn = mermaid(rule)
    rows = listed(rule, lawbook.packs().sources)

    assert all(f"{row.step.value}[" in drawn for row in rows)
    assert all(row.articles for row in rows)


def test_a_limit_is_said_in_words() -> None:
    rule = BOOK.find("dibao", "620102", date(2022, 1, 1))

    assert limit_text(rule.stage(Step.START_SURVEY).limit) == "自受理起3个工作日"


# ---------------------------------------------------------------- what is refused when the packs load


def broken(tmp_path: Path, change: Callable[[str], str], file: str = DIBAO) -> list[str]:
    """Load a copy of the packs with one file changed, and say which flaws were told."""
    root = tmp_path / "packs"
    shutil.copytree(lawbook.packs_root(), root)
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    with pytest.raises(PackRefused) as refused:
        load(root, lawbook.packs())
    return [flaw.reason for flaw in refused.value.flaws]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minfa-2021-57#22}", "minfa-2021-57#99}", "没有这一条"),
        ("by: [county_confirmer]", "by: [mayor]", "不认识的“mayor”"),
        ("by: [county_confirmer]", "by: [investigator]", "不能办理"),
        ("step: confirmation", "step: closed", "不是可以写的环节"),
        ("step: deliberation", "step: survey", "写了两次"),
        ("programmes: [dibao, dibao-single]", "programmes: [dibap]", "没有救助项目“dibap”"),
        ("from: 2021-07-01", "from: 2021-06-30", "两个程序同时有效"),
        ("from: 2021-07-01", "from: 2021-07-02", "没有办理程序"),
        ("since: acceptance", "since: whenever", "不认识的“whenever”"),
        ("days: 30", "days: 0", "天数应大于零"),
        ("extension: {days: 45", "extension: {days: 20", "延长后的天数应多于"),
        ("back_to: [survey, deliberation]", "back_to: [confirmation]", "不在“公示”之前"),
        ("    - {step: posting, level: township, by: [acceptor, investigator], cites: minfa-2021-57#19}\n", "", "相接"),
        ("id: cn-dibao-1999-rural", "id: cn-dibao-1999-urban", "用了两次"),
    ],
)
def test_a_flaw_of_a_procedure_refuses_all_of_them(tmp_path: Path, old: str, new: str, told: str) -> None:
    reasons = broken(tmp_path, lambda text: text.replace(old, new))

    assert any(told in reason for reason in reasons), reasons


def test_a_gap_between_two_ways_of_counting_is_refused(tmp_path: Path) -> None:
    told = broken(
        tmp_path,
        lambda text: text.replace("until: 2021-01-01", "until: 2020-01-01"),
        "packs/cn/procedures/counting.yaml",
    )

    assert any("不留空档" in reason for reason in told)


def test_two_remedies_at_once_are_refused(tmp_path: Path) -> None:
    told = broken(
        tmp_path,
        lambda text: text.replace("until: 2024-01-01", "until: 2025-01-01"),
        "packs/cn/procedures/remedies.yaml",
    )

    assert any("两条规定同时有效" in reason for reason in told)
