"""One family's way through the house, act by act, each by the officer whose it is, on the day it happens.

    story = Story.begins(family, staff, on=date(2022, 4, 18))      # filed, papers and consents in, accepted
    story.walks_to(Step.CONFIRMATION)                               # what every step asks, as the procedure has it
    story.is_granted() ; story.is_paid(Month(2022, 6))

Nothing here goes round an act: what an officer could not do, a story cannot do either.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from doudi.accounts.models import Officer, Post
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case, Decision
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Procedure
from doudi.casework.services.deliberate import Meeting, deliberate
from doudi.casework.services.finish_survey import finish_survey
from doudi.casework.services.give_opinion import give_opinion
from doudi.casework.services.post_notice import post_notice
from doudi.casework.services.review import review
from doudi.casework.services.submit_to_county import submit_to_county
from doudi.casework.steps import NOTICES, Recommends, Step
from doudi.determination.models import Determination, Purpose
from doudi.entitlements.models import Entitlement, PayeeKind
from doudi.entitlements.services.add_payee import Account, NewPayee, add_payee
from doudi.flows.accept_application import Wanted, accept_application
from doudi.flows.decide import grant, refuse_and_tell
from doudi.flows.evaluate import evaluate
from doudi.flows.report_check import report_check
from doudi.flows.start_checking import start_checking
from doudi.intake.filing import Filing, Identity
from doudi.intake.models import Application, Channel, FamilyMember
from doudi.intake.queries import missing_papers
from doudi.intake.services.add_document import add_document
from doudi.intake.services.submit import submit
from doudi.kernel.residentid import ResidentNumber
from doudi.project.demonstration.families import Family
from doudi.project.demonstration.paper import a_photo
from doudi.standards.majority import is_minor
from doudi.verification.models import CheckRequest, Ground
from doudi.verification.queries import unsettled
from doudi.verification.services.adopt import Settlement, adopt
from doudi.verification.services.record_home_visit import Visited, record_home_visit
from doudi.verification.services.record_nothing_found import record_nothing_found
from doudi.verification.services.sign_consent import Signature, sign_consent
from doudi.verification.sources import sourcebook

Staff = dict[Role, Post]
BANK: Final = "示例农村商业银行"


@dataclass
class Story:
    """A case, who works on it, and the day it is."""

    family: Family
    staff: Staff
    day: date
    application: Application
    case: Case
    asked: CheckRequest | None = None
    determination: Determination | None = None
    entitlement: Entitlement | None = None
    days_between: int = 1
    decision: Decision | None = field(default=None)

    @classmethod
    def files(cls, family: Family, staff: Staff, *, on: date) -> Application:
        """The family comes to the window: application, papers and consents."""
        by = staff[Role.ACCEPTOR].officer
        with acting_at(staff[Role.ACCEPTOR], on):
            filing = Filing(
                key=uuid5(NAMESPACE_URL, f"{family.place}/{family.name}/{on}"), place=family.place,
                household=family.file, people=_identities(family), channel=Channel.WINDOW, reason=family.reason,
            )  # fmt: skip
            application = submit(filing=filing, by=by, on=on)
            for missing in missing_papers(application, programme=family.programme):
                owner = FamilyMember.objects.filter(pk=missing.member).first() if missing.member else None
                add_document(
                    application=application, kind=missing.item, content=a_photo(missing.label), title=missing.label,
                    by=by, on=on, member=owner,
                )  # fmt: skip
            _sign_consents(application, by, on)
        return application

    @classmethod
    def begins(cls, family: Family, staff: Staff, *, on: date) -> Story:
        """The application is filed and accepted on one day, and becomes a case."""
        application = cls.files(family, staff, on=on)
        with acting_at(staff[Role.ACCEPTOR], on):
            wanted = Wanted(family.programme, _member(application, family.member))
            case = accept_application(application=application, wanted=[wanted], by=staff[Role.ACCEPTOR].officer, on=on)[
                0
            ]
            application.refresh_from_db()
        return cls(family, staff, on, application, case)

    @property
    def rule(self) -> Procedure:
        """The procedure the case follows."""
        return procedures().by_id(self.case.procedure)

    def walks_to(self, step: Step) -> Story:
        """Do what each step asks until the case stands at `step`, or waits only for a notice to end before it.

        Where the procedure has no such step, the case stays where it is.
        """
        if step not in {stage.step for stage in self.rule.stages}:
            return self
        while self.case.step != step:
            at = self._next()
            if at == step:
                break
            getattr(self, f"_{at.value}")()
            with acting_at(self.staff[Role.ACCEPTOR], self.day):
                self.case.refresh_from_db()
        return self

    def is_granted(self, *, first_month: date | None = None) -> Entitlement:
        """The case is confirmed, with what the decision gives and its letter; the family names its account."""
        post = self._confirmer()
        month = first_month if self.rule.first_month is None else None
        with acting_at(post, self.day):
            self.entitlement, _ = grant(case=self._fresh(), by=post.officer, on=self.day, first_month=month)
        with acting_at(self.staff[Role.ACCEPTOR], self.day):
            account = Account(self.family.name, self.family.account_number, BANK)
            payee = NewPayee(PayeeKind.PERSON, self.family.name, account, "社保卡复印件（示例）")
            add_payee(entitlement=self.entitlement, payee=payee, by=self.staff[Role.ACCEPTOR].officer, on=self.day)
        return self.entitlement

    def is_refused(self) -> Decision:
        """The case is refused with its reasons, and the letter says so."""
        post = self._confirmer()
        with acting_at(post, self.day):
            self.decision, _ = refuse_and_tell(case=self._fresh(), by=post.officer, on=self.day)
        return self.decision

    def _next(self) -> Step:
        """Return what is to be done next, and let the days pass until then; a notice is waited for."""
        step = Step(self.case.step)
        if step not in NOTICES:
            self.day += timedelta(days=self.days_between)
            return step
        with acting_at(self.staff[Role.ACCEPTOR], self.day):
            self.day = self.case.notices.latest("pk").ends_on + timedelta(days=1)
        return self.rule.after(step)[0].step

    def _start_survey(self) -> None:
        with acting_at(self.staff[Role.INVESTIGATOR], self.day):
            self.asked = start_checking(case=self._fresh(), by=self._investigator, on=self.day)

    def _survey(self) -> None:
        """Every source answers, two people visit, and the report is made; then the survey ends."""
        by = self._investigator
        with acting_at(self.staff[Role.INVESTIGATOR], self.day):
            self.asked = self.asked or CheckRequest.objects.filter(application=self.application).last()
            if self.asked is not None:
                self._sources_answer(self.asked, by)
            visitors = [by, self.staff[Role.ACCEPTOR].officer]
            findings, signer = self.family.findings, self.family.name
            visited = Visited(visited_on=self.day, findings=findings, opinion="情况属实", family_signer=signer)
            record_home_visit(application=self.application, visited=visited, visitors=visitors, by=by, on=self.day)
            if self.asked is not None:
                report_check(request=self.asked, by=by, on=self.day)
            finish_survey(case=self._fresh(), by=by, on=self.day)

    def _deliberation(self) -> None:
        with acting_at(self.staff[Role.INVESTIGATOR], self.day):
            meeting = Meeting(present=9, representatives=7, conclusion="情况属实，同意")
            deliberate(case=self._fresh(), meeting=meeting, by=self._investigator, on=self.day)

    def _opinion(self) -> None:
        self.settles()
        self._proposes(self.staff[Role.INVESTIGATOR], Purpose.OPINION, give_opinion)

    def _review(self) -> None:
        self._proposes(self.staff[Role.COUNTY_REVIEWER], Purpose.DECISION, review)

    def _posting(self) -> None:
        self._posts(self.staff[Role.INVESTIGATOR], Step.NOTICE)

    def _county_posting(self) -> None:
        self._posts(self.staff[Role.COUNTY_REVIEWER], Step.COUNTY_NOTICE)

    def _submission(self) -> None:
        with acting_at(self.staff[Role.INVESTIGATOR], self.day):
            submit_to_county(case=self._fresh(), by=self._investigator, on=self.day)

    def _posts(self, post: Post, step: Step) -> None:
        """Hang the notice out: for the days the procedure sets, where it sets none for a week."""
        fixed = self.rule.has(step) and self.rule.stage(step).limit is not None
        ends_on = None if fixed else self.day + timedelta(weeks=1)
        with acting_at(post, self.day):
            post_notice(case=self._fresh(), ends_on=ends_on, by=post.officer, on=self.day)

    def _proposes(self, post: Post, purpose: Purpose, act) -> None:  # noqa: ANN001 - one of two acts of casework
        with acting_at(post, self.day):
            made = evaluate(application=self.application, purpose=purpose, by=post.officer, on=self.day)
            self.determination = next(each for each in made if self._is_ours(each))
            recommends = Recommends.GRANT if self.determination.status == "eligible" else Recommends.REFUSE
            text = "符合条件，建议给予救助" if recommends == Recommends.GRANT else "不符合条件，建议不予确认"
            act(
                case=self._fresh(), determination=self.determination, recommends=recommends, text=text,
                by=post.officer, on=self.day,
            )  # fmt: skip

    def _is_ours(self, made: Determination) -> bool:
        ours = self.case.member.pk if self.case.member else None
        return made.programme == self.case.programme and (made.member.pk if made.member else None) == ours

    def _sources_answer(self, asked: CheckRequest, by: Officer) -> None:
        members = list(FamilyMember.objects.filter(application=self.application).order_by("position"))
        record_nothing_found(request=asked, members=members, sources=asked.sources, by=by, on=self.day)

    def settles(self) -> None:
        """What the family declared and nobody has on record counts, as the visitors saw it."""
        with acting_at(self.staff[Role.INVESTIGATOR], self.day):
            for row in unsettled(self.application):
                member = next((each for each in self.application.members.all() if each.pk == row.whom[0]), None)
                settlement = Settlement(
                    fact=row.fact,
                    ground=Ground.DECLARED,
                    reason="来源没有记录，入户查看、邻里证实与申报相符",
                    member=member,
                )
                adopt(application=self.application, settlement=settlement, by=self._investigator, on=self.day)

    def _confirmer(self) -> Post:
        return self.staff[Role(self.rule.stage(Step.CONFIRMATION).by[0])]

    def _fresh(self) -> Case:
        self.case.refresh_from_db()
        return self.case

    @property
    def _investigator(self) -> Officer:
        return self.staff[Role.INVESTIGATOR].officer


def acting_at(post: Post, on: date) -> AbstractContextManager[None]:
    """Let an officer act at their office."""
    actor = Actor.officer(post.officer.account.pk, office=post.office.pk, place=post.office.place)
    return acting(actor, on=on)


def _identities(family: Family) -> dict[str, Identity]:
    return {key: Identity(number=number.full) for key, number in family.numbers.items()}


def _member(application: Application, key: str) -> FamilyMember | None:
    return FamilyMember.objects.get(application=application, key=key) if key else None


def _sign_consents(application: Application, by: Officer, on: date) -> None:
    sources = tuple(each.source.name for each in sourcebook().askable(application.place, on))
    if not sources:
        return
    members = list(FamilyMember.objects.filter(application=application).order_by("position"))
    for member in members:
        born = ResidentNumber.parse(str(member.number)).born_on
        is_adult = not is_minor(born, place=application.place, on=on)
        signature = Signature(
            signer="self" if is_adult else "guardian", signer_name=member.name if is_adult else members[0].name,
            sources=sources, purpose="社会救助家庭经济状况核对",
        )  # fmt: skip
        sign_consent(member=member, signature=signature, by=by, on=on)
