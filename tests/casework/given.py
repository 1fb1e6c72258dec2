"""Cases for tests of this stage: an accepted application, the officers of its county, and a walk through the steps.

    case = Walk.of("dibao", "371702001001", date(2024, 3, 4))
    walk.to(Step.CONFIRMATION)                      # does whatever each step asks, a day for each
    walk.refused() ; walk.confirmed()

Somebody has to act who sees the place: tests use `as_system`.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import connection

from doudi.accounts.models import Account, Officer, Post
from doudi.accounts.roles import Role
from doudi.casework.models import Case, Decision, Objection
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Procedure
from doudi.casework.services.confirm import confirm
from doudi.casework.services.deliberate import Meeting, deliberate
from doudi.casework.services.finish_survey import finish_survey
from doudi.casework.services.give_opinion import give_opinion
from doudi.casework.services.hand_back import hand_back
from doudi.casework.services.issue_letter import issue_letter
from doudi.casework.services.open_case import open_case
from doudi.casework.services.post_notice import post_notice
from doudi.casework.services.raise_objection import raise_objection
from doudi.casework.services.refuse import refuse
from doudi.casework.services.review import review
from doudi.casework.services.settle_objection import settle_objection
from doudi.casework.services.start_survey import start_survey
from doudi.casework.services.submit_to_county import submit_to_county
from doudi.casework.steps import Deed, Recommends, Step
from doudi.determination.models import Determination, InputHousehold, LawText, PacksText
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.errors import DoudiError
from doudi.verification.models import HomeVisit, Visitor
from tests.fixtures.people import EVER, office_at

HEZE, DATONGHU, LULIANG, DALI, LANZHOU = (
    "371702001001", "430971001001", "141102001001", "532901001001", "620102001001",
)  # fmt: skip
ROLES = (Role.ACCEPTOR, Role.INVESTIGATOR, Role.TOWNSHIP_HEAD, Role.COUNTY_REVIEWER, Role.COUNTY_CONFIRMER)
AMOUNT = 36_000
REASON = {"text": "家庭人均年收入高于当地低保标准", "cites": [{"id": "minfa-2021-57#4", "text": "", "url": None}]}
MEETING = Meeting(present=9, representatives=7, conclusion="情况属实")
_numbers = count(1)


def officer(role: Role, place: str) -> Officer:
    """Somebody with one post for ever."""
    account = Account.objects.create(login=f"casework-{uuid4().hex[:12]}", kind="officer")
    made = Officer.objects.create(account=account, name=f"示例干部{next(_numbers)}")
    Post.objects.create(officer=made, office=office_at(place, role), role=role, valid=EVER)
    return made


def staff_of(place: str) -> dict[Role, Officer]:
    """One officer a role, township and county."""
    county = {Role.COUNTY_REVIEWER, Role.COUNTY_CONFIRMER}
    return {role: officer(role, place[:6] if role in county else place[:9]) for role in ROLES}


def application_of(staff: dict[Role, Officer], place: str, on: date, *, near_relative: bool = False) -> Application:
    """An application accepted on the day it was filed."""
    by = staff[Role.ACCEPTOR]
    return Application.objects.create(
        key=uuid4(), number=f"{place[:6]}-{on.year}-{next(_numbers):06}", place=place, township=place[:9],
        channel="window", applicant_name="张某甲", filed_by=by.account, submitted_on=on, accepted_on=on,
        accepted_by=by, near_relative=near_relative, near_relative_of="村委会委员" if near_relative else "",
    )  # fmt: skip


def determined(
    case: Case, status: str = "eligible", amount: int | None = AMOUNT, purpose: str = "opinion"
) -> Determination:
    """A determination of a case, with the reason on record where it is not eligible."""
    on = case.opened_on
    inputs = InputHousehold.objects.create(application=case.application, place=case.place, on=on)
    packs, _ = PacksText.objects.get_or_create(digest="b" * 64, defaults={"archive": b""})
    law, _ = LawText.objects.get_or_create(digest="c" * 64, defaults={"packs": packs})
    reasons = [REASON] if status == "ineligible" else []
    trace = {"outcomes": [{"programme": case.programme, "reasons": reasons}]}
    return Determination.objects.create(
        application=case.application, inputs=inputs, member=case.member, programme=case.programme, place=case.place,
        on=on, purpose=purpose, status=status, amount_fen=amount if status == "eligible" else None, law=law,
        code_version="test", trace=zlib.compress(json.dumps(trace).encode()),
    )  # fmt: skip


def visited(case: Case, *people: Officer, on: date) -> HomeVisit:
    """A visit to the home by two."""
    visit = HomeVisit.objects.create(
        application=case.application, visited_on=on, family_signer="张某甲", findings="土房两间", opinion="情况属实"
    )
    for person in people:
        Visitor.objects.create(visit=visit, officer=person)
    counted_now()
    return visit


def counted_now() -> None:
    """Let the database count what it counts at the end of a transaction; later, nobody acts any more."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@dataclass
class Walk:
    """A case, who works on it, and the day it is."""

    case: Case
    staff: dict[Role, Officer]
    day: date
    status: str = "eligible"
    determination: Determination | None = None
    objection: Objection | None = None
    decision: Decision | None = None
    more: dict[str, Any] = field(default_factory=dict[str, Any])

    @classmethod
    def of(cls, programme: str, place: str, on: date, *, register: str = "rural", near_relative: bool = False) -> Walk:
        """Open a case on the day its application was accepted."""
        staff = staff_of(place)
        application = application_of(staff, place, on, near_relative=near_relative)
        member = None
        if programme in ("tekun", "wubao", "dibao-single"):
            member = FamilyMember.objects.create(
                application=application, position=1, key="m1", name="张某甲", relation="applicant", sex="male",
                born_on=date(1940, 1, 1),
            )  # fmt: skip
        case = open_case(
            application=application,
            programme=programme,
            by=staff[Role.ACCEPTOR],
            on=on,
            member=member,
            register=register,
        )
        return cls(case, staff, on)

    @property
    def rule(self) -> Procedure:
        """The procedure the case follows."""
        return procedures().by_id(self.case.procedure)

    def confirmer(self) -> Officer:
        """Who confirms under this procedure."""
        return self.staff[self.rule.stage(Step.CONFIRMATION).by[0]]

    def to(self, step: Step) -> Walk:
        """Do what each step asks until the case stands at `step`."""
        for _ in range(30):
            if self.case.step == step:
                return self
            self.once()
        raise AssertionError(f"{self.case} stands at {self.case.step}, never at {step}")

    def once(self) -> None:
        """Do what the step asks; a notice is waited for."""
        step = Step(self.case.step)
        if step in (Step.NOTICE, Step.COUNTY_NOTICE):
            self.day = self.case.notices.latest("pk").ends_on + timedelta(days=1)
            step = self.rule.after(step)[0].step
        self.do(FORWARD[step] if step != Step.CONFIRMATION or self.status == "eligible" else Deed.REFUSE)

    def do(self, deed: Deed) -> Any:
        """Do one deed as whoever should; raises what the act raises."""
        done = getattr(self, f"_{deed.value}")()
        counted_now()
        return done

    def tries(self, deed: Deed) -> type[DoudiError] | None:
        """Say by which error a deed is refused."""
        try:
            self.do(deed)
        except DoudiError as error:
            self.case.refresh_from_db()
            return type(error)
        return None

    def by(self, role: Role) -> dict[str, Any]:
        """What every act takes: case, officer, day."""
        return {"case": self.case, "by": self.staff[role], "on": self.day}

    def _start_survey(self) -> Any:
        return start_survey(**self.by(Role.INVESTIGATOR))

    def _finish_survey(self) -> Any:
        if not HomeVisit.objects.filter(application=self.case.application, visited_on=self.day).exists():
            visited(self.case, self.staff[Role.INVESTIGATOR], self.staff[Role.COUNTY_REVIEWER], on=self.day)
        return finish_survey(**self.by(Role.INVESTIGATOR))

    def _deliberate(self) -> Any:
        return deliberate(meeting=MEETING, **self.by(Role.INVESTIGATOR))

    def _proposal(self) -> dict[str, Any]:
        self.determination = self.determination or determined(self.case, self.status)
        recommends = Recommends.GRANT if self.status == "eligible" else Recommends.REFUSE
        return {"determination": self.determination, "recommends": recommends, "text": "建议如上"}

    def _give_opinion(self) -> Any:
        return give_opinion(**self._proposal(), **self.by(Role.INVESTIGATOR))

    def _review(self) -> Any:
        return review(**self._proposal(), **self.by(Role.COUNTY_REVIEWER))

    def _post_notice(self) -> Any:
        county = self.case.step == Step.COUNTY_POSTING
        step = Step.COUNTY_NOTICE if county else Step.NOTICE
        fixed = self.rule.has(step) and self.rule.stage(step).limit is not None
        ends_on = None if fixed else self.day + timedelta(days=7)
        return post_notice(ends_on=ends_on, **self.by(Role.COUNTY_REVIEWER if county else Role.INVESTIGATOR))

    def _raise_objection(self) -> Any:
        county = self.case.step == Step.COUNTY_NOTICE
        role = Role.COUNTY_REVIEWER if county else Role.INVESTIGATOR
        self.objection = raise_objection(text="家中有车", by_name="李某乙", **self.by(role))
        return self.objection

    def _settle_objection(self) -> Any:
        assert self.objection is not None
        role = Role.COUNTY_REVIEWER if self.objection.notice.at_level == "county" else Role.INVESTIGATOR
        self.objection.notice.case = self.case
        return settle_objection(objection=self.objection, settlement="车是借用的", by=self.staff[role], on=self.day)

    def _submit_to_county(self) -> Any:
        return submit_to_county(**self.by(Role.INVESTIGATOR))

    def _month(self) -> dict[str, date]:
        return {} if self.rule.first_month is not None else {"first_month": date(self.day.year + 1, 1, 1)}

    def _confirm(self) -> Any:
        self.decision = confirm(**self._month(), **{**self.by(Role.ACCEPTOR), "by": self.confirmer()})
        return self.decision

    def _refuse(self) -> Any:
        self.decision = refuse(**{**self.by(Role.ACCEPTOR), "by": self.confirmer()})
        return self.decision

    def _hand_back(self, to: Step = Step.OPINION) -> Any:
        by = self.staff[Role.COUNTY_REVIEWER] if self.case.step == Step.REVIEW else self.confirmer()
        return hand_back(to=to, reason="车辆来历不明，请再查。", case=self.case, by=by, on=self.day)

    def _issue_letter(self) -> Any:
        decision = self.decision or self.case.decisions.latest("pk")
        decision.case = self.case
        return issue_letter(decision=decision, by=self.confirmer(), on=self.day)


FORWARD = {
    Step.START_SURVEY: Deed.START_SURVEY,
    Step.SURVEY: Deed.FINISH_SURVEY,
    Step.DELIBERATION: Deed.DELIBERATE,
    Step.OPINION: Deed.GIVE_OPINION,
    Step.POSTING: Deed.POST_NOTICE,
    Step.SUBMISSION: Deed.SUBMIT,
    Step.REVIEW: Deed.REVIEW,
    Step.COUNTY_POSTING: Deed.POST_NOTICE,
    Step.CONFIRMATION: Deed.CONFIRM,
    Step.LETTER: Deed.ISSUE_LETTER,
}
