"""我能得到哪些帮助: whoever answers a dozen plain questions learns what there is, and nothing of it is kept."""

from __future__ import annotations

import logging
import re
from html import unescape

import pytest
from django.apps import apps
from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = "/entitled/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NO_MORE = re.compile(r'name="([^"]+)"\s+value="(?:complete|true)"\s+/>\s*<span class="choice-text">没[填选]的都没有')
TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
HEZE = {"place": ["371702"], "register": ["rural"]}


class Walk:
    """Somebody who goes from screen to screen: what stands unseen in the form goes along with every answer."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.html = client.get(PAGE).content.decode()
        self.status = 200

    def answer(self, do: str = "next", **given: str | list[str]) -> Walk:
        """Send a screen with what was written; a name with a dot is written with two lines below (`m1__age`)."""
        sent: dict[str, list[str]] = {}
        for name, value in HIDDEN.findall(self.html):
            sent.setdefault(name, []).append(unescape(value))
        told = {name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in given.items()}
        answer = self.client.post(PAGE, {**sent, **told, "do": [do]})
        self.html, self.status = answer.content.decode(), answer.status_code
        return self

    def nothing_else(self, **given: str | list[str]) -> Walk:
        """Send a screen with what was written, and say that there is nothing else."""
        ticked = dict.fromkeys(NO_MORE.findall(self.html), "complete")
        return self.answer(**{**ticked, **given})

    @property
    def title(self) -> str:
        """The heading of the page."""
        found = TITLE.search(self.html)
        return found[1].strip() if found else ""

    def begin(self) -> Walk:
        """Say where and who: one person of 45 in a village of Heze."""
        return self.answer(household__register="rural", place="371702", m1__relation="applicant", m1__age="45")


@pytest.fixture
def walk(client: Client) -> Walk:
    return Walk(client)


def test_it_begins_with_the_family_and_what_happened_to_it(walk: Walk) -> None:
    assert walk.title == "住在哪里，有哪些人"

    assert walk.begin().title == "家里发生了什么"


def test_a_poor_person_alone_learns_after_a_few_questions_that_dibao_is_there_and_how_much(walk: Walk) -> None:
    walk.begin().nothing_else()
    asked = []
    while walk.title and "按您说的情况" not in walk.title and len(asked) < 15:
        asked.append(walk.title)
        walk.nothing_else()

    assert "按您说的情况，可以申请" in walk.title
    assert len(asked) <= 8, asked
    assert len(asked) == len(set(asked)), "nothing is asked twice"
    assert "每月 ¥761.00" in walk.html
    assert "符合：收入符合条件" in walk.html or "符合：有计入低保的成员" in walk.html
    assert "由民政部门办理" in walk.html


def test_what_is_left_empty_is_not_told_and_settles_nothing(walk: Walk) -> None:
    walk.begin()
    for _ in range(15):
        walk.answer()

    assert "项要看更多情况" in walk.title
    assert "再说一项就知道" in walk.html
    assert "如果有人在上学（含幼儿园）" in walk.html
    assert "没有办失业登记" not in walk.html


def test_not_to_know_stays_unknown_even_where_all_else_is_said_to_be_none(walk: Walk) -> None:
    walk.begin().nothing_else().nothing_else(m1__schooling="unknown")

    assert "<h3>个人情况</h3>" in walk.answer(do="result").html


def test_the_result_may_be_looked_at_before_all_is_answered_and_one_answer_chosen_from_it(walk: Walk) -> None:
    walk.begin().nothing_else().answer(do="result")
    assert "再说一项就知道" in walk.html

    asked = re.search(r'value="(ask:member\.[a-z_]+)"', walk.html)
    assert asked
    walk.answer(do=asked[1])
    assert "没填的都没有" in walk.html

    walk.nothing_else()
    assert "要看更多情况" in walk.title or "可以申请" in walk.title


def test_what_the_family_ticked_is_asked_first_and_what_it_did_not_tick_is_not_asked(walk: Walk) -> None:
    walk.begin().answer(topics="有人流落在外，没有吃住")

    assert walk.title == "流落在外"
    for _ in range(15):
        walk.answer()
        assert walk.title not in ("在校情况", "家里受灾情况", "住房情况")


def test_the_calculation_is_one_button_away(walk: Walk) -> None:
    walk.begin().nothing_else().answer(do="result")
    told = [(name, unescape(value)) for name, value in HIDDEN.findall(walk.html)]
    sent = {name: [value for each, value in told if each == name] for name, _ in told}

    page = walk.client.post("/assess/", {**sent, "do": ["assess"]}).content.decode()

    assert "需要改正" not in page
    assert "再说一项就知道" in page


def test_a_wrong_answer_is_told_on_its_screen_and_nothing_goes_on(walk: Walk) -> None:
    walk.answer(household__register="rural", place="371702", m1__relation="applicant", m1__age="150")

    assert walk.status == 422
    assert walk.title == "住在哪里，有哪些人"
    assert "130 周岁" in walk.html


def test_without_a_place_nothing_can_be_said(walk: Walk) -> None:
    walk.answer(m1__age="45")

    assert walk.status == 422
    assert "请选择地方" in walk.html


def test_one_can_go_back_and_what_was_said_still_stands(walk: Walk) -> None:
    walk.begin().answer()
    first = walk.title
    walk.answer()

    assert walk.answer(do="back").title == first
    assert walk.answer(do="back").title == "家里发生了什么"
    assert 'value="45"' in walk.answer(do="back").html


def test_members_come_and_go(walk: Walk) -> None:
    assert "第 2 位家人" in walk.answer(do="add-member").html
    assert "第 2 位家人" not in walk.answer(do="remove-member:m2").html


def test_a_screen_that_is_none_leads_to_the_first(walk: Walk) -> None:
    walk.html = walk.html.replace('name="screen" value="family"', 'name="screen" value="member.nothing:9"')

    assert walk.answer().title == "住在哪里，有哪些人"


def test_nothing_is_kept(walk: Walk, caplog: pytest.LogCaptureFixture) -> None:
    before = _rows()
    with caplog.at_level(logging.DEBUG):
        walk.begin().answer(topics="有人流落在外，没有吃住").answer(m1__stranded_reason="violence", do="result")

    assert "要看更多情况" in walk.title or "可以申请" in walk.title
    assert _rows() == before, "no row"
    assert not any("violence" in each.getMessage() or "stranded" in each.getMessage() for each in caplog.records)
    assert set(walk.client.cookies) <= {"csrftoken"}, "no cookie with answers"
    assert "no-store" in walk.client.get(PAGE)["Cache-Control"]


def _rows() -> dict[str, int]:
    """Count the rows of every table."""
    return {each._meta.label: each._default_manager.count() for each in apps.get_models()}
