"""The letter of a decision at the desk: as PDF, delivered in a way on a day, and what became of a reconsideration."""

from __future__ import annotations

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case, Letter, Reconsideration
from tests.fixtures.desks import Desk

COUNTY_BODY = "示例县人民政府"


def letter_of(desk: Desk, case: Case) -> Letter:
    """The one letter of a case, as it stands now."""
    with acting(Actor.system("test"), on=desk.day):
        return Letter.objects.get(decision__case=case)


def test_officers_open_the_letter_and_the_family_its_own(desk: Desk) -> None:
    case = desk.granted()
    letter = letter_of(desk, case)
    path = f"/desk/cases/{case.number}/letters/{letter.pk}/"
    citizen = desk.sign_in(desk.applications.citizen)

    page = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/").content.decode()
    given = desk.get(Role.ACCEPTOR, path)
    own = citizen.get(f"/my/{case.application.number}/letter/{letter.pk}/")

    assert f'href="{path}"' in page
    assert "还没有登记送达" in page
    assert given["Content-Type"] == own["Content-Type"] == "application/pdf"
    assert given.content == own.content
    assert f"/my/{case.application.number}/letter/{letter.pk}/" in (
        citizen.get(f"/my/{case.application.number}/").content.decode()
    )
    assert desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/letters/{letter.pk + 1}/").status_code == 404
    assert desk.get("stranger", path).status_code == 404
    with acting(Actor.system("test"), on=desk.day):
        assert Event.objects.filter(act="casework.letter_read").count() == 1


def test_delivery_is_recorded_with_way_and_day_and_reconsideration_with_its_outcome(desk: Desk) -> None:
    case = desk.granted()
    before = desk.do(Role.ACCEPTOR, case, "appeal", body=COUNTY_BODY, filed_on="2022-04-26")

    delivered = desk.do(Role.ACCEPTOR, case, "delivered", how="mail", delivered_on="2022-04-26")
    twice = desk.do(Role.ACCEPTOR, case, "delivered", how="mail", delivered_on="2022-04-26")
    filed = desk.do(Role.ACCEPTOR, case, "appeal", body=COUNTY_BODY, filed_on="2022-04-26")
    again = desk.do(Role.ACCEPTOR, case, "appeal", body=COUNTY_BODY, filed_on="2022-04-26")
    ended = desk.do(Role.ACCEPTOR, case, "outcome", outcome="upheld", outcome_on="2022-04-26")

    statuses = [each.status_code for each in (before, delivered, twice, filed, again, ended)]
    assert statuses == [409, 302, 409, 302, 409, 302]
    page = desk.get(Role.ACCEPTOR, f"/desk/cases/{case.number}/").content.decode()
    assert "2022年4月26日送达，邮寄" in page
    assert f"2022年4月26日向{COUNTY_BODY}申请行政复议，2022年4月26日维持" in page
    assert letter_of(desk, case).delivered_how == "mail"
    with acting(Actor.system("test"), on=desk.day):
        assert Reconsideration.objects.get().outcome == "upheld"


IMPOSSIBLE = (
    ({}, "“怎样送达的”没有填写"), ({"how": "pigeon"}, "“怎样送达的”请从列出的里面选"),
    ({"how": "mail", "delivered_on": "2022-4"}, "“送达日期”应写成"),
    ({"how": "mail", "delivered_on": "2022-04-27"}, "送达日期 2022-04-27 还没有到"),
    ({"how": "mail", "delivered_on": "2022-04-25"}, "早于制发日期"),
)  # fmt: skip
UNTRUE = (
    ({"body": ""}, "“复议机关”没有填写"), ({"body": COUNTY_BODY, "filed_on": "2022-04-01"}, "早于决定日期"),
    ({"body": COUNTY_BODY, "filed_on": "2022-05-01"}, "还没有到"),
)  # fmt: skip


def test_a_delivery_or_a_reconsideration_that_cannot_be_is_refused_with_its_reason(desk: Desk) -> None:
    case = desk.granted()
    answers = [(desk.do(Role.ACCEPTOR, case, "delivered", **sent), sentence) for sent, sentence in IMPOSSIBLE]
    undelivered = letter_of(desk, case).delivered_on
    desk.do(Role.ACCEPTOR, case, "delivered", how="handed", delivered_on="2022-04-26")
    answers += [(desk.do(Role.ACCEPTOR, case, "appeal", **sent), sentence) for sent, sentence in UNTRUE]

    assert undelivered is None
    assert {answer.status_code for answer, _ in answers} == {422}
    assert [sentence for answer, sentence in answers if sentence not in answer.content.decode()] == []
    with acting(Actor.system("test"), on=desk.day):
        assert Reconsideration.objects.count() == 0
