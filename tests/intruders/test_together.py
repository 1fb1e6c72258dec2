"""Two act at the same moment, each in a browser and a database session of their own: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Account, AccountKind, Officer, Post
from doudi.accounts.roles import Role
from doudi.accounts.services.load_places import load_places
from doudi.accounts.services.open_demonstration import open_demonstration
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case, Decision, Letter, Opinion
from doudi.casework.steps import Step
from doudi.entitlements.models import Entitlement, Payee
from doudi.intake.models import Application, Draft, FamilyMember
from doudi.payments.models import BankReceipt, Batch, Line
from doudi.payments.services.write_bank_file import write_bank_file
from doudi.project.demonstration.families import DATONGHU
from doudi.project.demonstration.published import publish_examples
from doudi.project.demonstration.story import Staff, Story
from doudi.standards import lawbook
from doudi.verification.facts import Entered
from doudi.verification.models import AdoptedFact, Consent
from doudi.verification.services.record_answer import Answer, record_answer
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import MakeCitizen
from tests.payments.paying import lines_of, receipt
from tests.portal import applying

pytestmark = pytest.mark.django_db(transaction=True)
COUNTY, TOWNSHIP = "430971", "430971001"
BEGAN, TODAY = date(2022, 4, 18), date(2022, 5, 31)
WON, TOLD = 302, 409


@dataclass
class Office:
    """Two officers of each role that acts here, signed in, and the day."""

    staff: Staff
    browsers: dict[Role, tuple[Client, Client]]

    def together(self, role: Role, path: str, sent: Callable[[], dict[str, Any]]) -> list[HttpResponse]:
        """Let both send a form at once; the winner's answer comes first."""
        return at_once(self.browsers[role], path, sent)


def at_once(browsers: tuple[Client, ...], path: str, sent: Callable[[], dict[str, Any]]) -> list[HttpResponse]:
    """Let several browsers send a form at once."""
    barrier = Barrier(len(browsers))
    forms = [sent() for _ in browsers]

    def send(browser: Client, form: dict[str, Any]) -> HttpResponse:
        try:
            barrier.wait()
            return browser.post(path, form)  # type: ignore[return-value]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as people:
        answers = list(people.map(send, browsers, forms))
    return sorted(answers, key=lambda answer: answer.status_code)


@pytest.fixture
def office(signed_in_as: SignedInAs, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The county on a day at the end of May."""
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", TODAY.isoformat())
    with acting(Actor.system("test"), on=BEGAN.replace(day=1)):
        load_places(known=lawbook.packs().places.by_code.values(), on=BEGAN.replace(day=1))
        publish_examples(on=BEGAN.replace(day=1))
        posts = open_demonstration(county=COUNTY, password="示例-demo-2024", on=BEGAN.replace(day=1))
    staff = {Role(post.role): post for post in posts}
    seconds = {
        role: _second(staff[role])
        for role in (Role.ACCEPTOR, Role.INVESTIGATOR, Role.TOWNSHIP_HEAD, Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    }
    browsers = {role: (signed_in_as(staff[role].officer), signed_in_as(other)) for role, other in seconds.items()}
    return Office(staff, browsers)


def _second(post: Post) -> Officer:
    """Another officer with the same post."""
    account = Account.objects.create(login=f"second-{post.role}", kind=AccountKind.OFFICER)
    made = Officer.objects.create(account=account, name=f"示例第二{post.get_role_display()}")
    Post.objects.create(officer=made, office=post.office, role=post.role, valid=post.valid)
    return made


def count(model: type, **which: Any) -> int:
    with acting(Actor.system("test"), on=TODAY):
        return model.objects.filter(**which).count()


def seen(case: Case) -> Case:
    with acting(Actor.system("test"), on=TODAY):
        return Case.objects.get(pk=case.pk)


def assert_one_won(answers: list[HttpResponse], sentence: str) -> None:
    """The first answer did it; the second says in a sentence that it was done meanwhile."""
    won, told = answers
    assert (won.status_code, told.status_code) == (WON, TOLD), told.content.decode()[:300]
    assert sentence in told.content.decode()


def test_of_two_who_act_on_a_family_at_once_one_does_and_the_other_is_told(office: Office) -> None:
    """Accepting, settling a difference, proposing, confirming: each by two officers of the same role."""
    waiting = Story.files(DATONGHU, office.staff, on=TODAY)
    accepted = office.together(
        Role.ACCEPTOR, f"/desk/applications/{waiting.number}/accept/", lambda: {"programme": "dibao"}
    )
    assert_one_won(accepted, "受理")
    assert count(Case) == 1

    surveyed = Story.begins(DATONGHU.again(2), office.staff, on=BEGAN).walks_to(Step.SURVEY)
    form = _difference(surveyed, office.staff[Role.INVESTIGATOR].officer)
    settled = office.together(Role.INVESTIGATOR, f"/desk/cases/{surveyed.case.number}/settle/", lambda: dict(form))
    assert_one_won(settled, "请刷新后重新认定")
    assert count(AdoptedFact) == 1

    walked = Story.begins(DATONGHU.again(3), office.staff, on=BEGAN).walks_to(Step.OPINION)
    walked.settles()
    proposing = walked.case
    office.browsers[Role.INVESTIGATOR][0].post(f"/desk/cases/{proposing.number}/determine/")
    proposal = {"version": seen(proposing).version, "text": "符合条件"}
    proposed = office.together(
        Role.INVESTIGATOR, f"/desk/cases/{proposing.number}/do/propose-grant/", lambda: dict(proposal)
    )
    assert_one_won(proposed, "另一位工作人员已经办理了")
    assert count(Opinion, case=proposing) == 1

    ready = Story.begins(DATONGHU.again(4), office.staff, on=BEGAN).walks_to(Step.CONFIRMATION).case
    signature = {"version": seen(ready).version}
    confirmed = office.together(Role.TOWNSHIP_HEAD, f"/desk/cases/{ready.number}/do/confirm/", lambda: dict(signature))
    assert_one_won(confirmed, "另一位工作人员已经办理了")
    assert (count(Decision), count(Letter), count(Entitlement)) == (1, 1, 1)


def _difference(story: Story, by: Officer) -> dict[str, Any]:
    """Let a source tell of a wage that nobody declared; return the form that settles it."""
    assert story.asked is not None
    with acting(Actor.system("test"), on=story.day):
        member = FamilyMember.objects.get(application=story.application, key="m1")
        told = Answer(source="social_insurance", outcome="answered", facts=(Entered("wage", "9600.00", member),))
        record_answer(request=story.asked, member=member, answer=told, by=by, on=story.day)
    return {"fact": "wage", "member": member.pk, "ground": "source", "reason": "以社保记录为准", "replaces": ""}


def test_what_is_sent_twice_is_there_once_from_the_payee_to_the_receipt(office: Office) -> None:
    """An application, a payee, a batch, its second signature, the bank's answer: sent twice by an impatient hand."""
    _is_registered_once(office.browsers[Role.ACCEPTOR][0])
    story = Story.begins(DATONGHU, office.staff, on=BEGAN).walks_to(Step.CONFIRMATION)
    story.is_granted()
    acceptor, maker = (office.browsers[role][0] for role in (Role.ACCEPTOR, Role.FINANCE_MAKER))
    version, named_before = seen(story.case).version, count(Payee)
    with acting(Actor.system("test"), on=TODAY):
        member = FamilyMember.objects.get(application=story.application, key="m1").pk
    payee = {
        "version": version, "kind": "person", "who": member, "bank": "示例农商银行", "number": "6200000012345678",
        "evidence": "银行卡复印件", "holder": "", "name": "",
    }  # fmt: skip

    named = at_once((acceptor, acceptor), f"/desk/cases/{story.case.number}/do/payee/", lambda: dict(payee))
    made = at_once((maker, maker), "/desk/batches/", lambda: {"month": "2022-05"})
    batch = _only_batch()
    signed = office.together(Role.FINANCE_CHECKER, f"/desk/batches/{batch.pk}/approve/", dict)
    read = at_once((maker, maker), f"/desk/batches/{batch.pk}/receipt/", lambda: {"receipt": _receipt(batch, office)})

    assert_one_won(named, "另一位工作人员已经办理了")
    assert [answer.status_code for answer in made] == [302, 422]
    assert_one_won(signed, "不能再办理")
    assert [answer.status_code for answer in read] == [302, 302]
    assert (count(Payee), count(Batch), count(BankReceipt)) == (named_before + 1, 1, 1)
    assert count(Line, results__outcome="paid") == count(Line) == 1


def test_what_a_citizen_sends_twice_from_a_phone_is_one_application(
    office: Office, citizen: MakeCitizen, signed_in_as: SignedInAs
) -> None:
    """The last step of applying, pressed twice by an impatient thumb; then taken back twice."""
    phone = signed_in_as(citizen())
    draft = applying.begin(phone)
    applying.send(phone, draft, "who", who="self")
    for level in ({}, {"township": TOWNSHIP}, {"township": TOWNSHIP, "village": f"{TOWNSHIP}001"}):
        applying.send(phone, draft, "place", county=COUNTY, **level)
    applying.send(phone, draft, "family", household__register="rural", reason="因病")
    applying.send(phone, draft, "money_m1", m1__incomes=applying.DONE)
    applying.send(phone, draft, "property", household__assets=applying.DONE)
    applying.send(phone, draft, "consent", m1__sign="张某甲")
    last = {"do": "send", "key": applying.key_of(phone, draft)}

    sent = at_once((phone, phone), f"/apply/{draft}/check/", lambda: dict(last))
    number = sent[0]["Location"].split("/")[2]
    back = at_once((phone, phone), f"/my/{number}/withdraw/", lambda: {"reason": "找到工作了"})

    assert [answer.status_code for answer in sent] == [302, 302], sent[1].content.decode()[:300]
    assert sent[0]["Location"] == sent[1]["Location"]
    assert (count(Application), count(Consent), count(Draft)) == (1, 1, 0)
    assert_one_won(back, "撤回，不能再办理")


def _only_batch() -> Batch:
    with acting(Actor.system("test"), on=TODAY):
        return Batch.objects.get()


def _receipt(batch: Batch, office: Office) -> SimpleUploadedFile:
    with acting(Actor.system("test"), on=TODAY):
        maker = office.staff[Role.FINANCE_MAKER].officer
        write_bank_file(batch_id=batch.pk, format_id="csv-utf8", by=maker, on=TODAY)
        sent = Batch.objects.get(pk=batch.pk)
        return SimpleUploadedFile("receipt.csv", receipt(sent, lines_of(sent)))


def _is_registered_once(acceptor: Client) -> None:
    form = {
        "key": str(uuid4()), "place": f"{TOWNSHIP}001", "channel": "window", "reason": "因病",
        "household.register": "rural", "m1.name": "张某甲", "m1.relation": "applicant",
        "m1.number": DATONGHU.again(9).numbers["m1"].full, "member": "m1",
    }  # fmt: skip

    answers = at_once((acceptor, acceptor), "/desk/register/", lambda: dict(form))

    assert [answer.status_code for answer in answers] == [302, 302], answers[1].content.decode()[:300]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert count(Application) == 1
