"""我能得到哪些帮助: whoever answers a dozen plain questions learns what there is, and nothing of it is kept."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = "/entitled/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
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
    walk.begin().answer()
    asked = []
    while walk.title and "按您说的情况" not in walk.title and len(asked) < 15:
        asked.append(walk.title)
        walk.answer()

    assert "按您说的情况，可以申请" in walk.title
    assert len(asked) <= 8, asked
    assert len(asked) == len(set(asked)), "nothing is asked twice"
    assert "每月 ¥761.00" in walk.html
    assert "由民政部门办理" in walk.html


def test_the_result_may_be_looked_at_before_all_is_answered(walk: Walk) -> None:
    walk.begin().answer().answer(do="result")

    assert "还不能确定" in walk.html
    assert "还要知道" in walk.html


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


def test_nothing_is_kept(walk: Walk) -> None:
    walk.begin().answer().answer()

    assert not Session.objects.exists()
    assert "no-store" in walk.client.get(PAGE)["Cache-Control"]
