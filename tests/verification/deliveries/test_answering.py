"""What was delivered answers a check with one click: found, nothing on record, failed, or for a person to look at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from doudi.audit.models import Event
from doudi.intake.models import FamilyMember
from doudi.verification.holding import pages_of
from doudi.verification.models import AnswerKind, CheckRequest, Consent, Delivery, FoundFact, SourceAnswer
from doudi.verification.queries import differences
from doudi.verification.services.ask_sources import NothingToAsk
from doudi.verification.services.make_report import AnswersOutstanding, make_report
from doudi.verification.services.record_answer import Answer, AnswerWrong, record_answer
from doudi.verification.services.sign_consent import withdraw_consent
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY
from tests.verification.deliveries.conftest import Click, Department, Family, load, system

pytestmark = pytest.mark.django_db
NOTHING = AnswerKind.NOTHING_FOUND


def outcomes(source: str = "vehicles") -> list[str]:
    with system():
        rows = SourceAnswer.objects.filter(source=source).order_by("member__position", "attempt")
        return [each.outcome for each in rows]


def reasons() -> set[str]:
    with system():
        return set(SourceAnswer.objects.values_list("reference", flat=True))


def test_one_click_answers_what_is_held_and_names_the_delivery_and_its_day(
    department: Department, family: Family, click: Click
) -> None:
    made = load(department.csv(family.rows)).delivery

    click()

    assert outcomes() == [AnswerKind.ANSWERED, NOTHING, NOTHING]
    with system():
        answer = SourceAnswer.objects.get(outcome=AnswerKind.ANSWERED)
        found = dict(FoundFact.objects.filter(answer=answer).values_list("fact", "value"))
    assert (answer.delivery_id, answer.as_of_on, answer.reference) == (made.pk, TODAY, "交付 d1")
    assert (found["vehicles"], found["vehicle_value"]) == (2, 3_100_000)


def test_the_reading_is_an_event_with_purpose_persons_and_delivery_and_no_number(
    department: Department, family: Family, click: Click
) -> None:
    made = load(department.csv(family.rows)).delivery

    click()

    with system():
        event = Event.objects.get(act="verification.rows_read")
        answered = Event.objects.get(act="verification.answered")
        persons = set(FamilyMember.objects.filter(application=family.application).values_list("person", flat=True))
    assert (event.purpose, set(event.persons), event.details["deliveries"]) == (
        "社会救助家庭经济状况核对", persons, [made.pk],
    )  # fmt: skip
    assert sorted(answered.details["answers"].values()) == ["answered", "nothing_found", "nothing_found"]
    assert str(family.rows[0][0]) not in f"{event.details}{answered.details}"


def test_a_second_click_answers_nothing_twice(department: Department, family: Family, click: Click) -> None:
    load(department.csv(family.rows))
    click()

    with pytest.raises(NothingToAsk):
        click()

    assert len(outcomes()) == 3


def test_a_source_that_nobody_delivered_for_stays_open_and_is_not_on_no_record(family: Family, click: Click) -> None:
    with pytest.raises(NothingToAsk):
        click()

    assert outcomes() == []


def test_a_delivery_that_was_sent_back_is_no_answer_until_a_good_one_comes(
    department: Department, family: Family, click: Click
) -> None:
    load(department.csv(family.rows, rows=99))

    click()
    before = outcomes()
    with pytest.raises(NothingToAsk):  # the same failure again is no news
        click()
    load(department.csv(family.rows, delivery="d2"))
    click()

    assert before == [AnswerKind.FAILED] * 3
    assert outcomes() == [AnswerKind.FAILED, AnswerKind.ANSWERED, *[AnswerKind.FAILED, NOTHING] * 2]
    assert any(each.startswith("未回复：交付有误") for each in reasons())


def test_a_delivery_older_than_was_promised_is_no_answer(department: Department, family: Family, click: Click) -> None:
    Path(settings.DOUDI_SOURCES).write_text("vehicles: {kept_days: 180, fresh_days: 5}\n", encoding="utf-8")
    with system(TODAY - timedelta(6)):
        department.ask(on=TODAY - timedelta(6))
    load(department.csv([], as_of=(TODAY - timedelta(6)).isoformat()))

    click()

    assert set(outcomes()) == {AnswerKind.FAILED}
    assert all(each.startswith("未回复：逾期") for each in reasons())


def test_who_was_not_on_the_roster_was_not_asked_about(
    department: Department, family: Family, applications: Applications, click: Click
) -> None:
    manifest = department.csv(family.rows)
    with system():
        wife = Consent.objects.get(member__token__token=family.tokens[1])
        withdraw_consent(consent=wife, by=applications.acceptor, on=TODAY)
    load(manifest)
    with system():
        applications.consent(wife.member, on=TODAY)

    click()

    assert outcomes() == [AnswerKind.ANSWERED, AnswerKind.FAILED, NOTHING]
    assert "未回复：发给来源的名单里没有这个人，来源没有被问到" in reasons()


def test_without_leave_nothing_is_read_and_nothing_is_answered(
    department: Department, family: Family, applications: Applications, click: Click
) -> None:
    load(department.csv(family.rows))
    with system():
        mine = Consent.objects.get(member__token__token=family.tokens[0])
        withdraw_consent(consent=mine, by=applications.acceptor, on=TODAY)

    click()

    assert outcomes() == [NOTHING, NOTHING]


def spoiled(number: object) -> str:
    """The number with a last character that cannot be."""
    text = str(number)
    return f"{text[:-1]}{'0' if text[-1] != '0' else '1'}"


@pytest.mark.parametrize(
    ("is_spoiled", "told"),
    [(False, "证件号相同、姓名不同 1 条"), (True, "证件号有误、姓名相近 1 条")],
)
def test_a_row_of_another_name_or_a_flawed_number_is_for_a_person_to_look_at(
    department: Department, family: Family, click: Click, told: str, *, is_spoiled: bool
) -> None:
    row = family.rows[1]
    row[0 if is_spoiled else 1] = spoiled(row[0]) if is_spoiled else "赵某某"
    load(department.csv(family.rows))

    click()

    assert outcomes() == [AnswerKind.REVIEW, NOTHING, NOTHING]
    assert f"交付 d1：{told}，另有 1 条证件号、姓名都相同" in reasons()
    with system():
        assert not FoundFact.objects.exists()
        assert family.application is not None
        assert not any(each.fact == "vehicles" and each.found for each in differences(family.application))


def test_what_waits_for_review_is_neither_reported_nor_entered_but_an_officer_says_what_it_is(
    department: Department, family: Family, applications: Applications, check: CheckRequest, click: Click
) -> None:
    family.rows[0][1] = "赵某某"
    load(department.csv(family.rows[:1]))
    click()
    by = applications.investigator

    with system():
        member = FamilyMember.objects.get(application=family.application, key="a")
        with pytest.raises(AnswersOutstanding, match="待核实的要先核实"):
            make_report(request=check, by=by, on=TODAY)
        said = Answer(source="vehicles", outcome=AnswerKind.REVIEW, reference="看看")
        with pytest.raises(AnswerWrong):
            record_answer(request=check, member=member, answer=said, by=by, on=TODAY)
        said = Answer(source="vehicles", outcome=NOTHING, reference="不是同一人")
        record_answer(request=check, member=member, answer=said, by=by, on=TODAY)

    assert outcomes()[:2] == [AnswerKind.REVIEW, NOTHING]


def test_another_spelling_of_the_same_name_is_the_same_name(
    department: Department, family: Family, click: Click
) -> None:
    family.rows[0][1] = "張 某 甲"
    load(department.csv(family.rows[:1]))

    click()

    assert outcomes()[0] == AnswerKind.ANSWERED


def test_a_file_that_was_changed_is_a_failure(department: Department, family: Family, click: Click) -> None:
    path = pages_of(load(department.csv(family.rows)).delivery)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    click()

    assert set(outcomes()) == {AnswerKind.FAILED}


def test_the_database_refuses_an_answer_from_a_delivery_of_another_source(
    department: Department, family: Family, check: CheckRequest, click: Click
) -> None:
    made = load(department.csv(family.rows)).delivery
    with system():
        member = FamilyMember.objects.get(application=family.application, key="a")
        good = {
            "request": check, "member": member, "source": "vehicles", "attempt": 1, "outcome": "nothing_found",
            "answered_on": TODAY, "recorded_by": check.requested_by, "delivery": made, "as_of_on": TODAY,
        }  # fmt: skip
        for wrong in (
            {"source": "bank_deposits"}, {"as_of_on": None}, {"delivery": None}, {"as_of_on": TODAY - timedelta(1)},
            {"outcome": "review", "delivery": None, "as_of_on": None, "reference": "看"}, {"outcome": "review"},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                SourceAnswer.objects.create(**{**good, **wrong})
        assert Delivery.objects.count() == 1
