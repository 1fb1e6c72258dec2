"""Open a case: an accepted application enters the procedure of its programme."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks
from doudi.casework.advance import enter, is_skipped, show
from doudi.casework.models import Case
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Procedure, Since
from doudi.casework.state import note
from doudi.casework.steps import TermKind
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.errors import NotNow, Refused

OPENED = "opened"


class NotAccepted(NotNow):
    """No clock runs before the application is accepted."""

    code = "casework.not_accepted"
    sentence = "申请 {number} 还没有受理，不能立件。"


class AlreadyOpen(NotNow):
    """There is a case of this programme already."""

    code = "casework.already_open"
    sentence = "申请 {number} 的“{programme}”已经立件：{case}。"


class OfAnotherFamily(Refused):
    """The member belongs to another application."""

    code = "casework.of_another_family"
    sentence = "这名成员不在申请 {number} 的家庭里。"


@transaction.atomic
def open_case(
    *,
    application: Application,
    programme: str,
    by: Officer,
    on: date,
    member: FamilyMember | None = None,
    register: str | None = None,
) -> Case:
    """Open a case 立件; its clocks count from the day of acceptance. `register`: urban or rural, where law tells apart.

    Raises MayNot, NotAccepted, AlreadyOpen, OfAnotherFamily, ProcedureUnknown, CountingUnknown.
    """
    permissions.require(by, Act.ACCEPT, at=application.place, on=on)
    if application.accepted_on is None or application.withdrawn_on is not None:
        raise NotAccepted(number=application.number)
    if member is not None and member.application_id != application.pk:
        raise OfAnotherFamily(number=application.number)
    rule = procedures().find(programme, application.place, application.accepted_on, register)
    case = _created(application, programme, member, rule)
    if rule.whole is not None:
        first = application.submitted_on if rule.whole.limit.since is Since.APPLICATION else application.accepted_on
        clocks.start(case, TermKind.WHOLE, rule.whole.limit, since=first)
    first_stage = next(stage for stage in rule.stages if not is_skipped(case, rule, stage))
    enter(case, rule, first_stage.step, on=application.accepted_on)
    show(case)
    note(case, OPENED, from_step="", by=by, on=application.accepted_on, cites=rule.cites)
    record("casework.opened", on=on, subject=case, place=case.place, details={"procedure": rule.id})
    return case


def _created(application: Application, programme: str, member: FamilyMember | None, rule: Procedure) -> Case:
    application = Application.objects.select_for_update().get(pk=application.pk)
    others = list(Case.objects.filter(application=application).order_by("pk"))
    for other in others:
        if (other.programme, other.member_id) == (programme, None if member is None else member.pk):
            raise AlreadyOpen(number=application.number, programme=programme, case=other.number)
    return Case.objects.create(
        application=application, programme=programme, member=member, place=application.place,
        number=f"{application.number}-{len(others) + 1}", procedure=rule.id, procedure_digest=rule.digest,
        step=rule.stages[0].step, opened_on=application.accepted_on,
    )  # fmt: skip
