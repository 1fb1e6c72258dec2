"""A family is told what counts otherwise than it declared, objects with evidence, and is checked again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.verification.facts import Entered
from doudi.verification.models import AnswerKind, CheckRequest, Ground, Objection
from doudi.verification.services.adopt import Settlement, adopt
from doudi.verification.services.record_answer import Answer, record_answer
from tests.fixtures.desks import Desk
from tests.fixtures.people import MakeCitizen
from tests.intake.test_documents import photo

WHY = "这笔存款是替村里代存的"


@pytest.fixture
def found(desk: Desk) -> Case:
    """A case whose bank knows of savings that nobody declared, and that count."""
    case, by = desk.proposed(), desk.officers[Role.INVESTIGATOR]
    with acting(Actor.system("test"), on=desk.day):
        check = CheckRequest.objects.get(application=case.application)
        first = case.application.members.order_by("position")[0]
        saved = Answer(
            source="bank_deposits", outcome=AnswerKind.ANSWERED, reference="示例行 0001",
            facts=(Entered(fact="financial_assets", value="12000.00"),),
        )  # fmt: skip
        record_answer(request=check, member=first, answer=saved, by=by, on=desk.day)
        settled = Settlement(fact="financial_assets", ground=Ground.SOURCE, reason="以核对结果为准")
        adopt(application=case.application, settlement=settled, by=by, on=desk.day)
    return case


def test_the_family_sees_what_counts_objects_once_and_the_sources_are_asked_again(
    desk: Desk, found: Case, citizen: MakeCitizen
) -> None:
    mine, address = desk.sign_in(desk.applications.citizen), f"/my/{found.application.number}/check/"
    matter = mine.get(f"/my/{found.application.number}/").content.decode()
    page = mine.get(address).content.decode()
    silent = mine.post(address, {"reason": " "})
    paper = SimpleUploadedFile("证明.jpg", photo())

    filed = mine.post(address, {"reason": WHY, "paper": paper})
    twice = mine.post(address, {"reason": WHY})
    case_page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{found.number}/?tab=papers").content.decode()
    again = desk.post(Role.INVESTIGATOR, f"/desk/cases/{found.number}/recheck/")
    nothing = desk.post(Role.INVESTIGATOR, f"/desk/cases/{found.number}/recheck/")

    assert "有 1 项认定的和您申报的不同" in matter
    assert "12,000.00" in page
    assert [each.status_code for each in (silent, filed, twice, again)] == [422, 302, 409, 302]
    assert nothing.status_code in (404, 409)
    assert WHY in case_page
    with acting(Actor.system("test"), on=desk.day):
        (objection,) = Objection.objects.filter(application=found.application)
        first, second = CheckRequest.objects.filter(application=found.application).order_by("pk")
        assert (objection.recheck, objection.reason) == (second, WHY)
        assert objection.document is not None
        assert second.sources == first.sources
    assert "已经转去复核" in mine.get(address).content.decode()
    assert desk.sign_in(citizen()).get(address).status_code == 404


def test_where_everything_counts_as_declared_there_is_nothing_to_object_to(desk: Desk) -> None:
    case = desk.seen(desk.proposed())
    citizen, address = desk.sign_in(desk.applications.citizen), f"/my/{case.application.number}/check/"

    assert "目前没有哪一项" in citizen.get(address).content.decode()
    assert citizen.post(address, {"reason": WHY}).status_code == 409


def test_the_database_keeps_an_objection_and_lets_one_wait(desk: Desk, found: Case) -> None:
    with acting(Actor.system("test"), on=desk.day):
        told = {"application": found.application, "filed_by": desk.applications.citizen.account, "filed_on": desk.day}
        kept = Objection.objects.create(reason=WHY, **told)
        for name, wrong in (
            ("objection_one_waits", lambda: Objection.objects.create(reason=WHY, **told)),
            ("objection_has_a_reason", lambda: Objection.objects.create(reason=" ", **told)),
            ("append-only", lambda: Objection.objects.filter(pk=kept.pk).update(reason="别的")),
            ("append-only", kept.delete),
        ):
            with pytest.raises(DatabaseError, match=name), transaction.atomic():
                wrong()
