"""我能得到哪些帮助: whoever answers a dozen plain questions learns what there is, and nothing of it is kept."""

from __future__ import annotations

import logging
import re

import pytest
from django.apps import apps
from django.test import Client

from tests.portal.walking import PAGE, Walk

pytestmark = pytest.mark.django_db
SICK = "有人得了重病、住了院，或者看病花了很多钱"
SCHOOL = "有人在上学（含幼儿园）"
STRANDED = "有人流落在外，没有吃住"
DOZEN = 15
ALONE = ("applicant", 45)


@pytest.fixture
def walk(client: Client) -> Walk:
    return Walk(client)


def test_it_begins_with_the_family_and_what_happened_to_it(walk: Walk) -> None:
    assert walk.title == "住在哪里，有哪些人"

    assert walk.family(ALONE).title == "家里发生了什么"


def test_a_poor_person_alone_learns_after_a_few_questions_that_dibao_is_there_and_how_much(walk: Walk) -> None:
    walk.family(ALONE).nothing().to_the_end(values_member_obligors={"m1.relatives": "none"})

    assert "按您说的情况，可以申请" in walk.title
    assert len(walk.asked) <= DOZEN, walk.asked
    assert len(walk.asked) == len(set(walk.asked)), "nothing is asked twice"
    assert "每月 ¥761.00" in walk.html
    assert walk.html.index("最低生活保障") < walk.html.index("专项救助"), "money to live on comes first"
    assert "由民政部门办理" in walk.html


def test_what_is_left_empty_is_not_told_and_settles_nothing(walk: Walk) -> None:
    walk.family(ALONE).answer()
    for _ in range(20):
        if walk.screen:
            walk.answer()

    assert "项要看更多情况" in walk.title
    assert "再说一项就知道" in walk.html
    assert "如果有人在上学（含幼儿园）" in walk.html
    assert "没有办失业登记" not in walk.html


def test_the_result_may_be_looked_at_before_all_is_answered_and_one_answer_chosen_from_it(walk: Walk) -> None:
    walk.family(ALONE).nothing().answer(do="result")

    asked = re.search(r'value="(ask:member\.[a-z_]+)"', walk.html)
    assert asked
    walk.answer(do=asked[1])
    assert walk.screen

    walk.nothing()
    assert not walk.screen, "back to the result"


def test_what_the_family_ticked_is_asked_and_what_it_did_not_tick_is_not(walk: Walk) -> None:
    walk.family(ALONE).answer(topics=STRANDED).to_the_end()

    assert any(each.startswith("values.member.stranding") for each in walk.asked)
    assert not any("school" in each or "stricken" in each or "home" in each for each in walk.asked)


def test_a_daughter_who_lives_elsewhere_is_told_of_truthfully_and_dibao_is_not_lost_in_it(walk: Walk) -> None:
    walk.family(("applicant", 78), place="141124").nothing()

    walk.to_the_end(
        values_member_obligors={"m1.relatives": "1"},
        values_obligor={"m1.o1.name": "大女儿"},
        ticks_member_incomes={"ticked": ["base_pension"]},
        values_member_incomes={"m1.base_pension": "1440"},
    )

    assert sum(each.startswith("values.obligor") for each in walk.asked) == 1, "left, and not asked again"
    assert "很可能可以申请" in walk.title
    assert "没有法定义务人" not in walk.html
    likely = walk.text.partition("您能说的都说了")[2].partition("其他要看情况的")[0]
    assert "最低生活保障" in likely
    assert "不住在一起的亲属的情况，到窗口说明这一项" in likely
    assert "乡镇（街道）社会救助窗口申请" in likely


def test_relatives_of_whom_one_says_nothing_are_left_for_the_window_and_not_asked_again(walk: Walk) -> None:
    walk.family(("applicant", 78), place="141124").nothing().to_the_end()

    assert sum(each.startswith("values.member.obligors") for each in walk.asked) == 1
    assert "很可能可以申请" in walk.title
    assert 'value="ask:member.obligors"' not in walk.html


def test_a_family_with_a_sick_man_and_a_pupil_is_asked_about_a_dozen_questions(walk: Walk) -> None:
    walk.family(("applicant", 45), ("spouse", 44), ("child", 12), place="430971").answer(topics=[SICK, SCHOOL])

    walk.to_the_end(
        ticks_member_school_0={"ticked": ["schooling"]},
        values_member_school={"m3.schooling": "compulsory"},
        ticks_member_treatment={"ticked": ["hospital_level"]},
        values_member_treatment_0_1={"m1.hospital_level": "county"},
        values_member_treatment={"m1.inpatient_self_pay": "80000", "m1.inpatient_self_pay_before": "0"},
    )

    assert len(walk.asked) <= DOZEN, walk.asked
    granted, _, likely = walk.text.partition("您能说的都说了")
    assert "住院医疗救助" in likely.partition("其他要看情况的")[0], "a standard that nobody published hides nothing"
    assert "最低生活保障" in likely.partition("资助参加基本医疗保险")[0], "money to live on before the rest"
    assert "教科书" in granted


def test_nobody_is_asked_what_cannot_matter_at_their_age(walk: Walk) -> None:
    walk.family(("applicant", 36), ("child", 9)).answer(topics=SCHOOL)
    school = walk.html
    walk.to_the_end(
        ticks_member_school_0={"ticked": ["schooling"]}, values_member_school={"m2.schooling": "compulsory"}
    )

    assert "幼儿园上学" not in school
    assert "in_kindergarten" not in school
    for each in walk.asked:
        assert "in_higher_vocational" not in each, "a nine-year-old is in no university"
        assert "is_freshman" not in each
        if "is_registered_unemployed" in each:
            assert each.partition(":")[2].startswith("0:"), "no child registers as unemployed"
    assert not any("kindergarten" in each for each in walk.asked)


def test_a_widow_is_asked_for_herself_and_her_daughter_what_they_live_on_and_not_first_for_her_school(
    walk: Walk,
) -> None:
    walk.family(("applicant", 41), ("child", 15)).nothing()

    assert "schooling" not in walk.screen
    assert walk.screen.startswith("ticks.member.")
    walk.to_the_end()
    assert not any("schooling" in each or "in_junior" in each for each in walk.asked), "nobody is at school"


def test_of_several_people_is_asked_who_and_then_how_much(walk: Walk) -> None:
    walk.family(("applicant", 36), ("spouse", 40)).nothing()
    while not walk.screen.startswith("ticks.member.incomes"):
        walk.nothing()
    walk.answer(ticked=["wage"])
    assert "工资、奖金、打工收入一共多少元" in walk.html
    walk.answer(m2__wage="36000")

    assert walk.told["m2.wage"] == ["36000"]
    assert walk.told["m1.wage"] == ["0"], "who is left out of what another has, has none"
    assert walk.told["m1.pension"] == ["0"]


def test_an_answer_that_is_withdrawn_is_gone(walk: Walk) -> None:
    walk.family(ALONE).answer(topics=SICK).answer(ticked="yearly_self_pay_after_basic")
    walk.answer(m1__yearly_self_pay_after_basic="80000")
    assert "80000" in walk.html

    for _ in range(3):
        walk.answer(do="back")
    assert walk.title == "家里发生了什么"
    walk.nothing()

    assert "80000" not in walk.html
    assert "yearly_self_pay_after_basic" not in walk.answer(do="result").html


def test_a_tick_taken_back_takes_its_figure_with_it(walk: Walk) -> None:
    walk.family(ALONE).answer(topics=SICK).answer(ticked=["yearly_self_pay_after_basic", "disease"])
    told = {"m1__yearly_self_pay_after_basic": "80000", "m1__disease": "uremia"}
    walk.answer(**told).answer(do="back").answer(do="back", **told)

    walk.answer(ticked="disease")

    assert walk.told.get("m1.yearly_self_pay_after_basic", ["0"]) == ["0"]
    assert walk.told["m1.disease"] == ["uremia"]


def test_nothing_and_something_at_once_is_refused_at_the_field(walk: Walk) -> None:
    walk.family(ALONE).answer(topics=["none", SICK])

    assert walk.status == 422
    assert walk.title == "家里发生了什么"
    assert "不能再选别的" in walk.html


def test_a_grade_without_a_disability_is_refused_at_the_field(walk: Walk) -> None:
    walk.family(ALONE).nothing().answer(ticked="disability")

    walk.answer(m1__disability="none", m1__disability_grade="3")

    assert walk.status == 422
    assert "“残疾类别”填的是没有" in walk.html


def test_a_house_fire_is_no_natural_disaster_and_the_question_says_so(walk: Walk) -> None:
    walk.family(ALONE)

    assert "房子失火不在这里，选“突然遇到难处”" in walk.text
    fire = re.search(r"突然遇到难处（房子失火[^<\"]*", walk.html)
    assert fire
    walk.answer(topics=fire[0]).to_the_end(
        values_household_crisis={"household.crisis_cause": "fire"}, values_member_obligors={"m1.relatives": "none"}
    )
    assert "急难型临时救助" in walk.text
    assert "符合：失业的满规定月数" not in walk.text
    assert "（经核实）" not in walk.text


def test_the_calculation_is_one_button_away(walk: Walk) -> None:
    walk.family(ALONE).nothing().answer(do="result")

    page = walk.client.post("/assess/", {**walk.told, "do": ["assess"]}).content.decode()

    assert "需要改正" not in page
    assert "再说一项就知道" in page


def test_a_wrong_answer_is_told_on_its_screen_and_nothing_goes_on(walk: Walk) -> None:
    walk.family(("applicant", 150))

    assert walk.status == 422
    assert walk.title == "住在哪里，有哪些人"
    assert "130 周岁" in walk.html


def test_without_a_place_nothing_can_be_said(walk: Walk) -> None:
    walk.answer(m1__age="45")

    assert walk.status == 422
    assert "请选择地方" in walk.html


def test_one_can_go_back_and_what_was_said_still_stands(walk: Walk) -> None:
    walk.family(ALONE).answer()
    first = walk.screen
    walk.answer()

    assert walk.answer(do="back").screen == first
    assert walk.answer(do="back").title == "家里发生了什么"
    assert 'value="45"' in walk.answer(do="back").html


def test_members_come_and_go(walk: Walk) -> None:
    assert "第 2 位家人" in walk.answer(do="add-member").html
    assert "第 2 位家人" not in walk.answer(do="remove-member:m2").html


@pytest.mark.parametrize("screen", ["ticks.member.nothing:9:wage", "ticks.nobody.x:0:wage", "values.member.x::", "x"])
def test_a_screen_that_is_none_leads_to_the_first(walk: Walk, screen: str) -> None:
    walk.html = walk.html.replace('name="screen" value="family"', f'name="screen" value="{screen}"')

    assert walk.answer().title == "住在哪里，有哪些人"


def test_nothing_is_kept(walk: Walk, caplog: pytest.LogCaptureFixture) -> None:
    before = _rows()
    with caplog.at_level(logging.DEBUG):
        walk.family(ALONE).answer(topics=STRANDED).answer(m1__stranded_reason="violence", do="result")

    assert "要看更多情况" in walk.title or "可以申请" in walk.title
    assert _rows() == before, "no row"
    assert not any("violence" in each.getMessage() or "stranded" in each.getMessage() for each in caplog.records)
    assert set(walk.client.cookies) <= {"csrftoken"}, "no cookie with answers"
    assert "no-store" in walk.client.get(PAGE)["Cache-Control"]


def _rows() -> dict[str, int]:
    """Count the rows of every table."""
    return {each._meta.label: each._default_manager.count() for each in apps.get_models()}
