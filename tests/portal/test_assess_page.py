"""政策测算 as a browser without JavaScript meets it: forms go in, pages come out, nothing stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client

from doudi.faces.filing import draft_of
from doudi.policy.entities import household, member
from doudi.portal.examples import examples
from doudi.standards.lawbook import packs
from tests.golden.cases import Case, read_cases

pytestmark = pytest.mark.django_db

PAGE = "/assess/"


def case_named(name: str) -> Case:
    return next(case for case in read_cases() if case.name == name)


def sent(document: Mapping[str, Any], *, place: str, day: date, do: str = "assess", **other: str) -> dict[str, Any]:
    """What a browser sends when this household stands in the form."""
    draft = draft_of(document, packs().facts)
    rows = {f"{owner}.obligor": listed for owner, listed in draft.obligors.items()}
    return {**draft.values, **rows, "member": draft.members, "place": place, "on": day.isoformat(), "do": do, **other}


def posted(client: Client, name: str, **other: str) -> str:
    case = case_named(name)
    month = case.months[-1]
    return client.post(PAGE, sent(month.document, place=case.place, day=month.day, **other)).content.decode()


def test_every_fact_of_the_vocabulary_has_a_field(client: Client) -> None:
    page = client.get(PAGE).content.decode()

    facts = packs().facts
    names = [f"household.{fact.name}" for fact in facts.of(household)] + [
        f"m1.{fact.name}" for fact in facts.of(member)
    ]
    assert [name for name in names if f'name="{name}"' not in page] == []


def test_the_five_places_come_before_all_others(client: Client) -> None:
    page = client.get(PAGE).content.decode()

    groups = re.findall(r'<optgroup label="([^"]+)"', page)
    assert sum(word in "".join(groups[:5]) for word in ("吕梁", "菏泽", "大通湖", "大理", "兰州")) == 5


def test_a_household_is_told_what_it_is_owed_and_why(client: Client) -> None:
    page = posted(client, "heze/dibao-rural-three")

    assert "您家符合最低生活保障的条件" in page
    assert "¥1,533.00" in page
    assert "人民币壹仟伍佰叁拾叁元整" in page
    assert "《最低生活保障审核确认办法》第二十三条" in page
    assert "2024-01-01 起" in page


def test_what_is_not_known_is_asked_for_with_a_link_to_its_field(client: Client) -> None:
    page = posted(client, "heze/dibao-income-not-told")

    targets = re.findall(r'<a href="#(m[^"]+)">', page)
    assert targets
    assert [target for target in targets if f'id="{target}"' not in page] == []
    assert 'id="m2-incomes-section"\n         open' in page or 'id="m2-incomes-section" open' in page


def test_a_missing_standard_is_named_and_may_be_assumed(client: Client) -> None:
    page = posted(client, "heze/dibao-2022-standard-not-found")

    assert "当地尚未公布或未收录的标准" in page
    assert "还需要您提供 3 项" in page
    assert re.search(r"可以由省级、市级规定并公布。\s*<span class=\"cite\">《社会救助暂行办法》第十条", page)
    assert 'name="assume.dibao.standard.rural"' in page or 'name="assume.dibao.standard.urban"' in page


def test_who_has_told_nothing_yet_is_not_shown_the_figures_that_places_lack(client: Client) -> None:
    page = client.post(PAGE, sent({"members": [{"id": "m1"}]}, place="430971", day=date(2022, 3, 1))).content.decode()
    assumptions = page.partition('id="assumptions"')[2]

    assert "项，先回答上面的" in page
    assert not re.search(r"<details[^>]*\sopen[^>]*>\s*<summary>.*?填假设值", assumptions, re.DOTALL)
    assert "填假设值" in assumptions


def test_who_has_told_everything_is_not_said_to_owe_answers(client: Client) -> None:
    page = posted(client, "datonghu/dibao-2022-standard-not-found")

    assert "<h1>当地的标准还没有收录，暂时不能判断</h1>" in page
    assert "还差" not in page.partition('id="edit"')[0]
    assert re.search(r'<details class="more"\s+open>\s*<summary>.*?当地尚未公布或未收录的标准', page, re.DOTALL)
    assert re.search(
        r"<details[^>]*\sopen[^>]*>\s*<summary>.*?填假设值", page.partition('id="assumptions"')[2], re.DOTALL
    )


def test_what_is_known_of_an_amount_is_told_where_the_rest_is_missing(client: Client) -> None:
    text = posted(client, "heze/tekun-care-not-found")

    assert "金额还不能确定" in text
    assert re.search(r"<dt>基本生活费</dt>\s*<dd>\s*¥990.00 / 月", text)
    assert re.search(r"<dt>照料护理费</dt>\s*<dd>\s*还不知道", text)


def test_an_assumed_value_is_marked_wherever_it_counts(client: Client) -> None:
    example = next(each for each in examples() if each.name == "dali-2007")
    form = sent(example.document(), place=example.place, day=example.day)

    page = client.post(PAGE, {**form, "assume.dibao.standard.urban": "180", "assume.dibao.standard.urban.per": "month"})

    text = page.content.decode()
    assert "结果里用了 1 个示例参数" in text
    assert "含示例参数" in text
    assert "¥180.00" in text


def test_wrong_entries_are_listed_with_links_and_nothing_is_computed(client: Client) -> None:
    document = {"members": [{"id": "m1", "name": "张某甲", "age": 214, "incomes": {"wage": "-5"}}]}

    page = client.post(PAGE, sent(document, place="371702", day=date(2024, 3, 1))).content.decode()

    assert "有 2 处需要改正" in page
    assert '<a href="#m1-age">' in page
    assert page.index('<a href="#m1-age">') < page.index('<a href="#m1-wage">')
    assert page.count('aria-invalid="true"') == 2
    assert "怎么算的" not in page


def test_place_and_day_are_asked_for(client: Client) -> None:
    page = client.post(PAGE, {"member": "m1", "do": "assess"}).content.decode()

    assert '<a href="#place">请选择地方</a>' in page
    assert '<a href="#on">' in page


@pytest.mark.parametrize("day", ["1990-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_without_law_is_a_sentence_and_not_a_failure(client: Client, day: str) -> None:
    answer = client.post(PAGE, {"member": "m1", "place": "371702", "on": day, "do": "assess"})

    assert answer.status_code == 200
    assert '<option value="371702" selected>' in answer.content.decode().replace("\n", "")


def test_a_day_before_any_law_is_told_at_the_day(client: Client) -> None:
    page = client.post(PAGE, {"member": "m1", "place": "620102", "on": "1990-01-01", "do": "assess"}).content.decode()

    assert '<a href="#on">1990-01-01 没有已收录的救助项目；最早从 1999-10-01 起。</a>' in page


def test_members_come_and_go_without_javascript(client: Client) -> None:
    form = {"member": ["m1"], "m1.name": "张某甲", "place": "371702", "on": "2024-03-01"}

    grown = client.post(PAGE, {**form, "do": "add-member"}).content.decode()
    shrunk = client.post(PAGE, {**form, "member": ["m1", "m2"], "do": "remove-member:m2"}).content.decode()

    assert 'name="member" value="m2"' in grown
    assert 'value="张某甲"' in grown
    assert 'value="m2"' not in shrunk


def test_supporters_come_and_go_without_javascript(client: Client) -> None:
    form = {"member": ["m1"], "place": "371702", "on": "2024-03-01"}

    grown = client.post(PAGE, {**form, "do": "add-obligor:m1"}).content.decode()
    shrunk = client.post(PAGE, {**form, "m1.obligor": ["m1.o1"], "do": "remove-obligor:m1.o1"}).content.decode()

    assert 'name="m1.o1.obligor_age"' in grown
    assert "m1.o1" not in shrunk


@pytest.mark.parametrize("example", examples(), ids=lambda each: each.name)
def test_the_example_of_each_place_loads_with_its_place_and_day(client: Client, example: Any) -> None:
    page = client.post(PAGE, {"member": "m1", "place": example.place, "on": "2026-11-21", "do": "example"})

    text = page.content.decode()
    first = example.document()["members"][0]
    assert f'value="{first["name"]}"' in text
    assert f'value="{example.day.isoformat()}"' in text


def test_a_place_without_example_says_so(client: Client) -> None:
    page = client.post(PAGE, {"member": "m1", "place": "620000", "on": "2026-11-21", "do": "example"}).content.decode()

    assert "这个地方还没有示例家庭" in page


def test_the_page_is_kept_by_nobody(client: Client) -> None:
    answer = client.post(PAGE, {"member": "m1", "do": "assess"})

    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies.keys() <= {"csrftoken"}


def test_a_form_full_of_nonsense_is_no_failure(client: Client) -> None:
    form = {
        "member": ["m1", "m1", "x", "m-1", "m2", "m999999"], "m1.obligor": ["m2.o1", "m1.o1", "m1.oo"],
        "place": "'; --", "on": "31.12.", "before": "{", "assume.dibao.standard.urban": "many",
        "assume.nothing": "1", "m1.wage": "一千二", "m1.relation": "emperor", "do": "dance",
    }  # fmt: skip

    assert client.post(PAGE, form).status_code == 200


def test_every_row_of_the_calculation_can_be_listed(client: Client) -> None:
    short = posted(client, "heze/dibao-rural-three")
    full = posted(client, "heze/dibao-rural-three", do="full")

    assert full.count('class="leaf-name"') > short.count('class="leaf-name"') * 3
    assert "没有列出" in short
    assert "没有列出" not in full


def test_the_published_figures_behind_an_amount_are_named_with_their_day(client: Client) -> None:
    page = posted(client, "heze/dibao-rural-three")

    assert "用到的标准" in page
    assert "菏泽市，2024年1月1日起，2026年11月21日核对" in page
    assert "是往年公布的" not in page


def test_a_figure_of_an_earlier_year_is_said_to_be_perhaps_outdated(client: Client) -> None:
    case = case_named("heze/dibao-rural-three")
    document = case.months[-1].document

    page = client.post(PAGE, sent(document, place=case.place, day=date(2026, 11, 21))).content.decode()

    assert "是往年公布的，之后有没有调整，请问当地民政部门" in page


def test_a_calculation_without_a_result_is_listed_only_when_asked_for(client: Client) -> None:
    brief, full = (posted(client, "heze/dibao-income-not-told", do=do) for do in ("assess", "full"))

    assert "先不列计算过程" in brief
    assert "先不列计算过程" not in full


def told(client: Client, *people: dict[str, Any], place: str = "371702", day: date = date(2024, 3, 1)) -> str:
    """What the page says of a family."""
    document = {"members": [{"name": f"家人{number}", **facts} for number, facts in enumerate(people, 1)]}
    return client.post(PAGE, sent(document, place=place, day=day)).content.decode()


def test_a_spouse_of_five_years_is_asked_about_with_the_article_of_the_day(client: Client) -> None:
    couple = ({"relation": "applicant", "age": 40}, {"relation": "spouse", "age": 5})

    now, before = told(client, *couple), told(client, *couple, day=date(2019, 3, 1))

    assert "家人2填的是配偶，5 周岁，还不到法定婚龄（《民法典》第一千零四十七条）" in now
    assert "还不到法定婚龄（《婚姻法》第六条）" in before


def test_a_family_without_an_applicant_is_asked_who_it_is(client: Client) -> None:
    page = told(client, {"relation": "other", "age": 40}, {"relation": "child", "age": 5})

    assert re.search(r'<a href="#m1-relation">家人1，与申请人的关系：请指明哪一位是申请人本人</a>', page)


def test_a_parent_younger_than_the_child_is_refused_at_the_relation(client: Client) -> None:
    page = told(client, {"relation": "applicant", "age": 40}, {"relation": "parent", "age": 30})

    assert '<a href="#m2-relation">' in page
    assert "填的是父母，年龄却比申请人本人小，请核对年龄和关系" in page


def test_the_choice_of_places_and_the_result_say_where_no_local_standard_is_known(client: Client) -> None:
    groups = re.findall(r'<optgroup label="([^"]+)"', client.get(PAGE).content.decode())
    local, above = told(client, {"age": 40}, place="371702"), told(client, {"age": 40}, place="370000")

    assert all(group.startswith(("已收录当地标准 · ", "仅收录国家和省的规定 · ")) for group in groups)
    assert sum(group.startswith("已收录") for group in groups) == 5
    assert "没有收录当地标准" in above
    assert "没有收录当地标准" not in local


def test_a_note_rests_on_the_text_in_force_on_the_day(client: Client) -> None:
    now = told(client, {"relation": "applicant"})
    before = told(client, {"relation": "applicant"}, day=date(2019, 3, 1))

    assert "《最低生活保障审核确认办法》第四条" in now
    assert "《最低生活保障审核审批办法（试行）》" not in now
    assert "《最低生活保障审核审批办法（试行）》第十一条第（三）项" in re.sub(r"</?span[^>]*>", "", before)
    assert "《最低生活保障审核确认办法》第四条" not in before
