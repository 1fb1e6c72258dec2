"""Hand in an application."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from doudi.accounts import permissions
from doudi.accounts.models import Account, Citizen, Officer
from doudi.accounts.permissions import MayNot
from doudi.accounts.queries import require_place
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.filing import DeclaredValue, Filing, ReadFamily, ReadMember, read_family
from doudi.intake.models import Application, Channel, DeclaredFact, FamilyMember, Supporter
from doudi.intake.numbering import next_number
from doudi.intake.queries import live_mandates
from doudi.intake.state import account_of
from doudi.kernel.divisions import Level, level
from doudi.kernel.errors import NotAllowed, NotNow, Refused

TOWNSHIP_DIGITS = 9
LONGEST_REASON = 2000
KEY_CONSTRAINT = "intake_application_key_key"


class FilingWrong(Refused):
    """Something beside the household file is wrong: which field, and why."""

    code = "intake.filing_wrong"
    sentence = "“{field}”有误：{reason}。"


class MandateNeeded(NotAllowed):
    """The account is not the applicant and has no live mandate of the applicant."""

    code = "intake.mandate_needed"
    sentence = "您不是申请人本人。代他人申请，要先办理委托，并且委托在有效期内。"


class AlreadyFiled(NotNow):
    """An application for the same applicant is under way in the same place, and the actor may see it."""

    code = "intake.already_filed"
    sentence = "申请人在这里已有一份申请 {number}（{day} 提交）正在办理，不需要重复申请；可以补充材料，或者先撤回。"


class KeyTaken(Refused):
    """The key was used by somebody else, so nothing is said of what it stands for."""

    code = "intake.key_taken"
    sentence = "提交标识重复，请返回上一步重新提交。"


def submit(*, filing: Filing, by: Officer | Account, on: date) -> Application:
    """Hand in an application 提出申请 (minfa-2021-57#4); handed in again with the same key, it is the same one.

    Raises HouseholdRefused, FilingWrong, PlaceNotListed, MandateNeeded, MayNot, AlreadyFiled, KeyTaken.
    """
    account = account_of(by)
    before = _same(filing, account)
    if before is not None:
        return before
    _require_sound(filing, on)
    family = read_family(filing, on)
    if len(family.applicants) != 1:
        raise FilingWrong(field="申请人", reason="须有一名共同生活的家庭成员作为申请人")
    applicant = family.applicants[0]
    _require_authority(filing, by, applicant, on)
    try:
        with transaction.atomic():
            _require_alone(applicant, filing.place)
            return _write(filing, family, account, on)
    except AlreadyFiled:
        meanwhile = _same(filing, account)  # the same form, sent twice at one moment
        if meanwhile is None:
            raise
        return meanwhile
    except IntegrityError as collision:
        return _after(collision, filing, account, applicant)


def _write(filing: Filing, family: ReadFamily, account: Account, on: date) -> Application:
    applicant = family.applicants[0]
    application = Application.objects.create(
        key=filing.key, number=next_number(filing.place, on), place=filing.place,
        township=filing.place[:TOWNSHIP_DIGITS], channel=filing.channel, applicant_name=applicant.name,
        applicant_index=applicant.number_index, reason=filing.reason.strip(), filed_by=account,
        mandate=filing.mandate, submitted_on=on,
    )  # fmt: skip
    _write_family(application, family)
    record("intake.submitted", on=on, subject=application, place=application.place)
    return application


def _same(filing: Filing, account: Account) -> Application | None:
    found = Application.objects.filter(key=filing.key).first()
    if found is not None and found.filed_by_id != account.pk:
        raise KeyTaken
    return found


def _after(collision: IntegrityError, filing: Filing, account: Account, applicant: ReadMember) -> Application:
    """Somebody was faster: with the same key, which makes it the same application, or for the same applicant."""
    refused_by = getattr(getattr(collision.__cause__, "diag", None), "constraint_name", "")
    if refused_by == "application_filed_once":
        _require_alone(applicant, filing.place)
    found = _same(filing, account)
    if found is not None:
        return found
    if refused_by == KEY_CONSTRAINT:
        raise KeyTaken
    raise collision


def _require_sound(filing: Filing, on: date) -> None:
    if level(filing.place) not in (Level.TOWNSHIP, Level.VILLAGE):
        raise FilingWrong(field="所在地", reason="应选到乡镇（街道）或者村（社区）")
    require_place(filing.place, on)
    if filing.channel not in Channel.values:
        raise FilingWrong(field="渠道", reason=f"没有“{filing.channel}”这种渠道")
    if len(filing.reason) > LONGEST_REASON:
        raise FilingWrong(field="申请原因", reason=f"最多 {LONGEST_REASON} 字")


def _require_authority(filing: Filing, by: Officer | Account, applicant: ReadMember, on: date) -> None:
    """An officer files where they are posted; anybody else for themselves, or under a live mandate."""
    if isinstance(by, Officer):
        if filing.channel == Channel.PORTAL:
            raise FilingWrong(field="渠道", reason="工作人员登记的申请，请选择窗口、代办、热线或者主动发现")
        _require_post(by, filing.place, on)
        return
    if filing.channel != Channel.PORTAL:
        raise FilingWrong(field="渠道", reason="自己在网上提交的申请，渠道只能是网上申请")
    if filing.mandate is None:
        is_applicant = Citizen.objects.filter(account=by, number_index=applicant.number_index).exists()
        if not (applicant.number_index and is_applicant):
            raise MandateNeeded
    elif not live_mandates(by, on).filter(pk=filing.mandate.pk, principal_index=applicant.number_index).exists():
        raise MandateNeeded


def _require_post(by: Officer, place: str, on: date) -> None:
    try:
        permissions.require(by, Act.LEAVE_LEAD, at=place, on=on)
    except MayNot:
        permissions.require(by, Act.REGISTER, at=place, on=on)


def _require_alone(applicant: ReadMember, place: str) -> None:
    """Refuse a second application where the actor can see the first; who cannot see it learns nothing of it."""
    if not applicant.number_index:
        return
    rival = (
        Application.objects.filter(
            applicant_index=applicant.number_index, township=place[:TOWNSHIP_DIGITS],
            withdrawn_on__isnull=True, closed_on__isnull=True,
        ).order_by("pk").first()
    )  # fmt: skip
    if rival is not None:
        raise AlreadyFiled(number=rival.number, day=rival.submitted_on)


def _write_family(application: Application, family: ReadFamily) -> None:
    members = FamilyMember.objects.bulk_create(
        FamilyMember(
            application=application, position=index, key=person.key, name=person.name, relation=person.relation,
            sex=person.sex, born_on=person.born_on, number=person.number, number_index=person.number_index,
            parents=person.parents, spouse=person.spouse, supporters_known=person.supporters is not None,
        )
        for index, person in enumerate(family.members)
    )  # fmt: skip
    facts = [*_facts(application, None, None, family.facts)]
    for row, person in zip(members, family.members, strict=True):
        facts += _facts(application, row, None, person.facts)
        supporters = Supporter.objects.bulk_create(
            Supporter(member=row, position=index, name=each.name, born_on=each.born_on)
            for index, each in enumerate(person.supporters or ())
        )
        for supporter, each in zip(supporters, person.supporters or (), strict=True):
            facts += _facts(application, row, supporter, each.facts)
    DeclaredFact.objects.bulk_create(facts)


def _facts(
    application: Application, member: FamilyMember | None, supporter: Supporter | None, said: dict[str, DeclaredValue]
) -> list[DeclaredFact]:
    return [
        DeclaredFact(
            application=application, member=member, supporter=supporter, fact=name, value=told.value, as_of=told.as_of
        )
        for name, told in said.items()
    ]
