"""Names are found by characters, pinyin and initials, however they are written, and sorted as surnames are read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from doudi.accounts.models import Officer
from doudi.registry import queries
from doudi.registry.models import NameToken, PersonRecord
from doudi.registry.names import LONGEST, folded, sort_key, tokens
from tests.registry.conftest import ELSEWHERE, SIBLING, TODAY, VILLAGE, Register, number

ActingAs = Callable[..., AbstractContextManager[None]]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张某甲", "zhang mou jia"),
        ("單小紅", "shan xiao hong"),
        ("曾某", "zeng mou"),
        ("欧阳某", "ou yang mou"),
        ("尉迟某", "yu chi mou"),
        ("吕某", "lv mou"),
        ("无名氏", "wu ming shi"),
    ],
)
def test_names_sort_by_pinyin_with_surnames_as_surnames_are_read(name: str, key: str) -> None:
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张", "张某甲"),
        ("某甲", "张某甲"),
        ("zhangmou", "张某甲"),
        ("zmj", "张某甲"),
        ("\uff3a\uff2d\uff2a", "张某甲"),
        ("zhang mou jia", "张某甲"),
        ("張", "张某甲"),
        ("单小红", "單小紅"),
        ("shan", "单小红"),
        ("danxiao", "单小红"),
        ("欧阳", "欧阳某"),
        ("lümou", "吕某"),
        ("lyu", "吕某"),
        ("王坤", "王堃"),
        ("买买提", "阿依古丽·买买提"),
        ("阿依古丽买", "阿依古丽・买买提"),
        ("ali", "Ali Baba"),
    ],
)
def test_a_name_is_found_by_what_people_type(typed: str, name: str) -> None:
    assert any(word.startswith(folded(typed)) for word in tokens(name))


@given(name=st.text(min_size=1, max_size=60))
def test_every_name_has_words_that_fit_and_is_found_by_itself(name: str) -> None:
    words = tokens(name)

    assert all(0 < len(word) <= LONGEST for word in words)
    assert len(sort_key(name)) <= LONGEST
    if folded(name):
        assert any(word == folded(name)[:LONGEST] for word in words)


@pytest.mark.django_db
def test_a_search_stays_in_its_place_and_is_sorted(
    here: Officer, sibling: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(sibling):
        register(sibling, number=number(9), place=SIBLING, name="张某丙")
    with acting_as(here):
        for serial, name in enumerate(("张某丁", "张某甲", "单某", "李某")):
            register(here, number=number(serial), name=name)

        found = [one.name for one in queries.search(VILLAGE, "z", on=TODAY)]
        assert found == []
        assert _names(queries.search(VILLAGE, "zhang", on=TODAY)) == ["张某丁", "张某甲"]
        assert _names(queries.search(VILLAGE[:6], "张", on=TODAY)) == ["张某丁", "张某甲"]
        assert _names(queries.search(SIBLING, "张", on=TODAY)) == []
        assert _names(queries.search(VILLAGE, "", on=TODAY)) == []


@pytest.mark.django_db
def test_pages_of_a_search_follow_each_other(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        for serial, name in enumerate(("张某丁", "张某甲", "张某甲", "张某戊", "李某")):
            register(here, number=number(serial), name=name)
        pages: list[int] = []
        after = None

        while found := queries.search(VILLAGE, "zh", on=TODAY, limit=2, after=after):
            pages += [one.person_id for one in found]
            after = queries.Page(found[-1].sort_key, found[-1].person_id)

        assert len(pages) == len(set(pages)) == 4


@pytest.mark.django_db
def test_the_last_four_find_in_their_county_and_say_nothing_in_another(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    tail = number().full[-4:]
    with acting_as(here):
        person = register(here)
        assert [one.person_id for one in queries.found_by_tail(VILLAGE[:6], tail.lower(), on=TODAY)] == [person.pk]
        assert queries.found_by_tail(VILLAGE, tail[1:], on=TODAY) == []
        marked = NameToken.objects.get(token__startswith="#").token
    with acting_as(elsewhere):
        register(elsewhere, place=ELSEWHERE)
        assert len(queries.found_by_tail(ELSEWHERE, tail, on=TODAY)) == 1
        assert NameToken.objects.get(token__startswith="#").token != marked


@pytest.mark.django_db
def test_a_search_is_two_queries_and_the_index_serves_the_first(
    here: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        register(here)

        with CaptureQueriesContext(connection) as asked:
            queries.search(VILLAGE, "张某", on=TODAY)

        assert len(asked) == 2
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")  # a bitmap needs a condition that the index serves
            cursor.execute(f"EXPLAIN {asked[0]['sql']}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "token_place" in plan


def _names(records: list[PersonRecord]) -> list[str]:
    return [one.name for one in records]
