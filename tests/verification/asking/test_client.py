"""Each fault of a source ends in a true status: what failed is a failure with its reason, never nothing on record."""

from __future__ import annotations

import socket
from datetime import date
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from doudi.exchange.messages import Outcome, Query
from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.verification.asking.client import ATTEMPTS, Answered, Came, Failed, Later, ask
from doudi.verification.asking.way import Way
from tests.fixtures.departments import OURS, Running

SOURCE = "household_register"


def query(source: str = SOURCE) -> Query:
    number = ResidentNumber.reserved(born=date(1975, 5, 1), sex=Sex.MALE, serial=1)
    return Query(
        query=uuid4(), source=source, name="张某甲", number=number.full, purpose="社会救助家庭经济状况核对",
        authorisation="a" * 64, place="430971001001", day=date(2024, 3, 1),
    )  # fmt: skip


def way(department: Running, *, seconds: float = 5.0) -> Way:
    return Way(department.url, department.holder, seconds)


def asked(department: Running, *, seconds: float = 5.0, source: str = SOURCE) -> Came:
    return ask(way(department, seconds=seconds), query(source), key=OURS, sleep=lambda _: None)


def test_a_source_says_what_is_on_record_or_that_nothing_is(department: Running) -> None:
    found, nothing = asked(department), asked(department, source="death_register")

    assert isinstance(found, Answered)
    assert isinstance(nothing, Answered)
    assert [(each.name, each.value) for each in found.told.elements] == [("register", "rural")]
    assert (found.told.outcome, nothing.told.outcome) == (Outcome.FOUND, Outcome.NOTHING_ON_RECORD)
    assert found.told.as_of == date(2024, 2, 29)


@pytest.mark.parametrize(("fault", "reason", "requests"), [
    ("slow", "0.2 秒内没有答复，试了 3 次", ATTEMPTS),
    ("error", "对方出错（HTTP 503），试了 3 次", ATTEMPTS),
    ("truncated", "答复不完整，试了 3 次", ATTEMPTS),
    ("wrong_schema", "答复有误：“as_of”不符合约定的格式", 1),
    ("duplicate", "答复有误：“elements”不符合约定的格式", 1),
    ("unsigned", "答复的签名不符，没有采用", 1),
    ("other_name", "证件号在该来源登记的是另一个姓名，请核实证件号和姓名", 1),
])  # fmt: skip
def test_each_fault_is_a_failure_that_says_what_is_the_matter(
    department: Running, fault: str, reason: str, requests: int
) -> None:
    department.faults.set(SOURCE, fault)

    came = asked(department, seconds=0.2 if fault == "slow" else 5.0)

    assert came == Failed(reason, is_down=requests > 1)
    assert department.asked_of(SOURCE) == requests


def test_a_source_that_is_late_is_asked_again_under_the_same_number(department: Running) -> None:
    department.faults.set(SOURCE, "late", times=1)
    question = query()

    first = ask(way(department), question, key=OURS)
    second = ask(way(department), question, key=OURS, again=True)

    assert isinstance(first, Later)
    assert isinstance(second, Answered)
    assert department.asked_of(SOURCE) == 1


def test_a_query_that_the_source_has_forgotten_is_put_again(department: Running) -> None:
    came = ask(way(department), query(), key=OURS, again=True)

    assert isinstance(came, Answered)


def test_one_fault_in_between_is_got_over(department: Running) -> None:
    department.faults.set(SOURCE, "error", times=2)

    assert isinstance(asked(department), Answered)


def test_pauses_grow_and_stay_bounded(department: Running) -> None:
    department.faults.set(SOURCE, "error")
    pauses: list[float] = []

    ask(way(department), query(), key=OURS, sleep=pauses.append)

    assert len(pauses) == ATTEMPTS - 1
    assert all(0.2 <= pause <= 2.0 for pause in pauses)


def test_where_nobody_listens_the_source_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    came = ask(Way(f"http://127.0.0.1:{port}/", OURS.public_key(), 1.0), query(), key=OURS, sleep=lambda _: None)

    assert came == Failed("连接不上，试了 3 次", is_down=True)


def test_a_source_that_does_not_know_us_does_not_answer(department: Running) -> None:
    came = ask(way(department), query(), key=Ed25519PrivateKey.from_private_bytes(b"x" * 32))

    assert came == Failed("对方没有受理（HTTP 401）")
    assert department.department.asked == []


def test_an_answer_that_another_has_signed_is_not_believed(department: Running) -> None:
    came = ask(Way(department.url, OURS.public_key(), 5.0), query(), key=OURS)

    assert came == Failed("答复的签名不符，没有采用")


def test_a_source_that_the_holder_does_not_keep_is_no_finding(department: Running) -> None:
    assert asked(department, source="no_such_source") == Failed("对方没有受理（HTTP 422）")
