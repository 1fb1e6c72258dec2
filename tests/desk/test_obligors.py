"""Whom the family did not name as having to support a member, the investigator finds out; then the case goes on."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.determination.models import Determination
from doudi.flows.accept_application import Wanted, accept_application
from doudi.intake.models import FamilyMember, Supporter
from doudi.intake.queries import household_document
from doudi.verification.models import AdoptedFact, ObligorsNoted, OpenDifferences
from doudi.verification.queries import adopted_document
from doudi.verification.services.record_home_visit import Visited, record_home_visit
from tests.fixtures.desks import FIRST_DAY, Desk, alone

DECIDED = ("eligible", "ineligible")
NONE = {"member": "m1", "m1.no_obligors": "true", "known_from": "evidence", "reason": "户口簿、村委会证明：没有子女"}
SON = {
    "member": "m1", "m1.obligor": "m1.o1", "m1.o1.name": "儿子张某丁", "m1.o1.born_on": "1984-02-03",
    "m1.o1.obligor_income": "90000.00", "m1.o1.obligor_has_little_property": "false",
    "m1.o1.obligor_situation": "complete", "known_from": "evidence", "reason": "派出所户籍证明",
}  # fmt: skip
WRONG = (
    ({**NONE, "m1.no_obligors": ""}, "“法定义务人”没有填写"),
    ({**SON, "m1.no_obligors": "true"}, "勾了没有，又写了义务人"),
    ({**SON, "m1.o1.name": ""}, "“怎么称呼”没有填写"),
    ({**SON, "m1.o1.obligor_income": "很多"}, "义务人本人年收入"),
    ({**NONE, "known_from": ""}, "“怎样知道的”没有填写"),
    ({**NONE, "known_from": "hearsay"}, "应是入户调查或者佐证材料"),
    ({**NONE, "known_from": "visit"}, "还没有登记入户调查"),
    ({**NONE, "reason": ""}, "“说明”没有填写"),
    ({**NONE, "reason": "长" * 401}, "最多 400 字"),
)


def never_asked() -> dict[str, Any]:
    """A man who cannot work and lives by himself, and was not asked who must support him."""
    household = alone()
    one = {key: said for key, said in household["members"][0].items() if key != "obligors"}
    told = {"situation": {"disability": "limb", "disability_grade": 1}, "tekun_mode": "home", "self_care": {}}
    return {**household, "members": [{**one, **told}]}


@pytest.fixture
def case(desk: Desk) -> Case:
    """His case, which nobody can decide yet."""
    desk.household = never_asked
    made = desk.accepted()
    assert _result(desk, made) == "undetermined"
    return made


def test_a_case_that_waits_for_the_obligors_goes_on_when_the_officer_noted_that_there_are_none(
    desk: Desk, case: Case
) -> None:
    tab = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=members").content.decode()
    assert _path(case) in tab

    noted = desk.post(Role.INVESTIGATOR, _path(case), NONE)

    assert noted.status_code == 302, noted.content.decode()[:300]
    assert _result(desk, case) in DECIDED
    tab = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=members").content.decode()
    assert "佐证材料：户口簿、村委会证明：没有子女" in tab
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert adopted_document(case.application)["members"][0]["obligors"] == []
        assert "obligors" not in household_document(case.application)["members"][0]
        assert Event.objects.filter(act="verification.obligors_noted").count() == 1


def test_an_obligor_who_turns_up_later_replaces_what_was_noted_and_what_counted_before_can_still_be_read(
    desk: Desk, case: Case
) -> None:
    desk.post(Role.INVESTIGATOR, _path(case), NONE)
    with acting(Actor.system("test"), on=FIRST_DAY):
        first = ObligorsNoted.objects.get()

    stale = desk.post(Role.INVESTIGATOR, _path(case), SON)
    with_son = desk.post(Role.INVESTIGATOR, _path(case), {**SON, "replaces": str(first.pk)})

    assert (stale.status_code, with_son.status_code) == (409, 302), with_son.content.decode()[:300]
    assert _result(desk, case) in DECIDED
    with acting(Actor.system("test"), on=FIRST_DAY):
        (son,) = adopted_document(case.application)["members"][0]["obligors"]
        assert (son["name"], son["born_on"]) == ("儿子张某丁", "1984-02-03")
        assert son["obligor_income"] == {"value": "90000.00", "from": "found", "as_of": FIRST_DAY.isoformat()}
        then = adopted_document(case.application, known_at=first.recorded_at)
        assert then["members"][0]["obligors"] == []
        latest = ObligorsNoted.objects.latest("pk")
    again = desk.post(Role.INVESTIGATOR, _path(case), {**NONE, "replaces": str(latest.pk)})
    assert again.status_code == 302
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert adopted_document(case.application)["members"][0]["obligors"] == []
        assert not AdoptedFact.objects.filter(supporter__isnull=False, known__upper_inf=True).exists()


def test_what_is_wrong_in_the_form_is_said_and_nothing_is_kept(desk: Desk, case: Case) -> None:
    for sent, said in WRONG:
        answer = desk.post(Role.INVESTIGATOR, _path(case), sent)

        assert answer.status_code == 422, said
        assert said in answer.content.decode(), said
    empty = desk.post(Role.INVESTIGATOR, _path(case)).content.decode()
    assert all(said in empty for said in ("张某甲，“法定义务人”没有填写", "“怎样知道的”没有填写", "“说明”没有填写"))
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert not ObligorsNoted.objects.exists()
        assert not Supporter.objects.exists()


def test_tekun_is_given_to_who_has_nobody_and_not_to_who_has_a_son_that_can_support_him(
    desk: Desk,
) -> None:
    desk.household = never_asked
    application = desk.complete()
    with acting(Actor.system("test"), on=FIRST_DAY):
        wanted = [Wanted("tekun", FamilyMember.objects.get(application=application))]
        (case,) = accept_application(
            application=application, wanted=wanted, by=desk.officers[Role.ACCEPTOR], on=FIRST_DAY
        )
    unknown = _result(desk, case)

    desk.post(Role.INVESTIGATOR, _path(case), NONE)
    nobody = _result(desk, case)
    form = desk.get(Role.INVESTIGATOR, _path(case)).content.decode()
    desk.post(Role.INVESTIGATOR, _path(case), {**SON, "replaces": _noted(form)})
    son = _result(desk, case)

    assert (unknown, nobody, son) == ("undetermined", "eligible", "ineligible")
    form = desk.get(Role.INVESTIGATOR, _path(case)).content.decode()
    assert 'value="儿子张某丁"' in form
    assert 'value="90000.00"' in form
    assert "派出所户籍证明" in form


def test_rows_come_and_go_and_only_the_investigator_of_the_place_may_note(desk: Desk, case: Case) -> None:
    added = desk.post(Role.INVESTIGATOR, _path(case), {"member": "m1", "do": "add-obligor:m1"}).content.decode()
    assert 'name="m1.o1.name"' in added
    removed = desk.post(Role.INVESTIGATOR, _path(case), {**SON, "do": "remove-obligor:m1.o1"}).content.decode()
    assert 'name="m1.o1.name"' not in removed
    assert desk.get("stranger", _path(case)).status_code == 404
    assert desk.post(Role.ACCEPTOR, _path(case), NONE).status_code == 403
    assert desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/obligors/0/").status_code == 404


def with_a_daughter() -> dict[str, Any]:
    """The same man, who named a daughter."""
    household = never_asked()
    daughter = {"name": "女儿张某戊", "born_on": "1990-05-06", "obligor_income": "30000.00"}
    return {**household, "members": [{**household["members"][0], "obligors": [daughter]}]}


def test_whom_the_family_named_is_added_to_on_a_visit_and_what_it_declared_stays(desk: Desk) -> None:
    desk.household = with_a_daughter
    case = desk.accepted()
    form = desk.get(Role.INVESTIGATOR, _path(case)).content.decode()
    both = {
        **SON, "m1.obligor": ["m1.o1", "m1.o2"], "m1.o2.name": "女儿张某戊", "m1.o2.born_on": "1990-05-06",
        "m1.o2.obligor_income": "30000.00", "known_from": "visit", "reason": "入户时本人讲还有儿子",
    }  # fmt: skip
    early = desk.post(Role.INVESTIGATOR, _path(case), both)
    with acting(Actor.system("test"), on=FIRST_DAY):
        by, other = desk.officers[Role.INVESTIGATOR], desk.officers["colleague"]
        visited = Visited(visited_on=FIRST_DAY, findings="土房", opinion="属实", family_signer="张某甲")
        record_home_visit(application=case.application, visited=visited, visitors=[by, other], by=by, on=FIRST_DAY)

    noted = desk.post(Role.INVESTIGATOR, _path(case), both)

    assert all(said in form for said in ('value="女儿张某戊"', 'value="30000.00"', "不能以入户调查为依据"))
    assert 'value="visit"' not in form
    assert 'value="visit"' in desk.get(Role.INVESTIGATOR, _path(case)).content.decode()
    assert (early.status_code, noted.status_code) == (422, 302), noted.content.decode()[:300]
    with acting(Actor.system("test"), on=FIRST_DAY):
        counting = adopted_document(case.application)["members"][0]["obligors"]
        declared = household_document(case.application)["members"][0]["obligors"]
        assert [each["name"] for each in counting] == ["儿子张某丁", "女儿张某戊"]
        assert [each["name"] for each in declared] == ["女儿张某戊"]
        assert not OpenDifferences.objects.filter(number__gt=0).exists()
    page = desk.get(Role.INVESTIGATOR, f"/desk/cases/{case.number}/?tab=income").content.decode()
    assert "采信入户调查" in page
    assert "采信佐证材料" not in page
    assert page.count("<h2>张某甲的义务人 女儿张某戊</h2>") == 1


def test_everything_wrong_with_an_obligor_is_said_at_once_also_when_another_is_added(desk: Desk, case: Case) -> None:
    wrong = {**SON, "m1.o1.born_on": "", "m1.o1.obligor_age": "300", "m1.o1.obligor_income": "很多", "reason": ""}

    added = desk.post(Role.INVESTIGATOR, _path(case), {**wrong, "do": "add-obligor:m1"}).content.decode()
    saved = desk.post(Role.INVESTIGATOR, _path(case), wrong)

    assert saved.status_code == 422
    for page in (added, saved.content.decode()):
        assert "义务人年龄" in page
        assert "义务人本人年收入：" in page
    assert "“说明”没有填写" in saved.content.decode()
    assert "“说明”没有填写" not in added


def test_what_no_rule_of_the_day_reads_is_not_asked(desk: Desk, case: Case) -> None:
    form = desk.post(Role.INVESTIGATOR, _path(case), {"member": "m1", "do": "add-obligor:m1"}).content.decode()

    assert "m1.o1.obligor_income" in form
    assert "obligor_found_unable" not in form
    assert "2016年10月10日以前" not in form


def _noted(form: str) -> str:
    """What the form says it replaces."""
    return form.partition('name="replaces" value="')[2].partition('"')[0]


def _path(case: Case) -> str:
    with acting(Actor.system("test"), on=FIRST_DAY):
        member = FamilyMember.objects.get(application=case.application_id)
    return f"/desk/cases/{case.number}/obligors/{member.pk}/"


def _result(desk: Desk, case: Case) -> str:
    done = desk.post(Role.INVESTIGATOR, f"/desk/cases/{case.number}/determine/")
    assert done.status_code == 302, done.content.decode()[:300]
    with acting(Actor.system("test"), on=FIRST_DAY):
        return (
            Determination.objects.filter(application=case.application_id, programme=case.programme).latest("pk").status
        )
