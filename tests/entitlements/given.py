"""What entitlements stand on, made as rows: persons, an application, a case, and decisions of it.

    family = given.family()                         # an accepted application with a case of dibao
    decision = family.decide(amount_fen=90_000)     # granted from June 2022 on
    entitlement = given.granted(family)             # …and the entitlement of it, with one beneficiary and a payee

Somebody has to act who sees the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import connection
from psycopg.types.range import DateRange

from doudi.accounts.models import Account, Officer, Post
from doudi.accounts.roles import Role
from doudi.casework.models import Case, Decision, Opinion, Reason
from doudi.casework.steps import Kind
from doudi.determination.models import Determination, InputHousehold, LawText, PacksText
from doudi.entitlements.models import Entitlement, Payee
from doudi.entitlements.services.add_payee import Account as AccountGiven
from doudi.entitlements.services.add_payee import NewPayee, add_payee
from doudi.entitlements.services.grant_entitlement import Part, grant_entitlement
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.months import Month
from tests.fixtures.people import office_at

VILLAGE = "430971001201"
TOWNSHIP = VILLAGE[:9]
COUNTY = VILLAGE[:6]
OPENED = date(2022, 4, 18)
DECIDED = date(2022, 5, 20)
JUNE = Month(2022, 6)
TODAY = date(2022, 6, 8)
ZHANG = "张某甲"
_numbers = count(1)


def officer(role: str, place: str) -> Officer:
    """An officer with one post for ever."""
    number = next(_numbers)
    account = Account.objects.create(login=f"{role}-{place}-{number}-{uuid4().hex[:8]}", kind="officer")
    made = Officer.objects.create(account=account, name=f"示例干部{number}")
    Post.objects.create(officer=made, office=office_at(place, role), role=role, valid=DateRange(date(2000, 1, 1), None))
    return made


def person(place: str = VILLAGE) -> int:
    """Somebody without a number, known to the registry by a key alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_person('other', '', ''::bytea, '2022-01-01', %s, '测试')", [place])
        return cursor.fetchall()[0][0]


@dataclass(frozen=True)
class Family:
    """An application with a case of one programme, and the officers who decide."""

    application: Application
    member: FamilyMember
    case: Case
    inputs: InputHousehold
    law: LawText
    surveyor: Officer
    confirmer: Officer
    acceptor: Officer

    def decide(
        self, *, kind: str = Kind.GRANT, first: Month | None = JUNE, on: date = DECIDED, **more: Any
    ) -> Decision:
        """A decision of the case; of a grant or adjustment, over 900.00 yuan a month."""
        amount = more.pop("amount_fen", 90_000 if kind in {Kind.GRANT, Kind.ADJUST} else None)
        case = self.case
        determination = Determination.objects.create(
            application=self.application, inputs=self.inputs, programme=case.programme, place=case.place, on=on,
            purpose="decision", status="ineligible" if kind == Kind.REFUSE else "eligible", amount_fen=amount,
            law=self.law, code_version="test", trace=b"",
        )  # fmt: skip
        opinion = Opinion.objects.create(
            case=case, determination=determination, recommends=kind, at_level="township", text="情况属实",
            by=self.surveyor, given_on=on,
        )  # fmt: skip
        decision = Decision.objects.create(
            case=case, determination=determination, kind=kind, amount_fen=amount, opinion=opinion,
            first_month=None if first is None else first.first_day, proposed_by=self.surveyor, by=self.confirmer,
            at_level="county", made_on=on,
        )  # fmt: skip
        Reason.objects.create(decision=decision, position=1, text="家庭情况", cites=["minfa-2021-57#21"])
        return decision


def family(*, place: str = VILLAGE, programme: str = "dibao", **people: Officer) -> Family:
    """An accepted application of Zhang's family with a case that waits for its letter."""
    surveyor = people.get("surveyor") or officer(Role.INVESTIGATOR, place[:9])
    confirmer = people.get("confirmer") or officer(Role.COUNTY_CONFIRMER, place[:6])
    acceptor = people.get("acceptor") or officer(Role.ACCEPTOR, place[:9])
    serial = next(_numbers)
    application = Application.objects.create(
        key=uuid4(), number=f"{place[:6]}-2022-{serial:06}", place=place, township=place[:9], channel="window",
        applicant_name=ZHANG, filed_by=acceptor.account, submitted_on=OPENED, accepted_on=OPENED, accepted_by=acceptor,
    )  # fmt: skip
    member = FamilyMember.objects.create(
        application=application, position=1, key="m1", name=ZHANG, relation="applicant", sex="female",
        born_on=date(1950, 1, 1),
    )  # fmt: skip
    case = Case.objects.create(
        application=application, programme=programme, place=place, number=f"{application.number}-{programme}",
        procedure="test", procedure_digest="a" * 64, step="letter", opened_on=OPENED,
    )  # fmt: skip
    inputs = InputHousehold.objects.create(application=application, place=place, on=DECIDED)
    packs, _ = PacksText.objects.get_or_create(digest="b" * 64, defaults={"archive": b""})
    law, _ = LawText.objects.get_or_create(digest="c" * 64, defaults={"packs": packs})
    return Family(application, member, case, inputs, law, surveyor, confirmer, acceptor)


def granted(
    of: Family | None = None, *, payee: bool = True, persons: tuple[int, ...] = (), **decided: Any
) -> Entitlement:
    """An entitlement of 900.00 yuan: 800.00 of base and 100.00 of supplement, of one new person, paid to Zhang."""
    of = of or family()
    decision = of.decide(**decided)
    supplement = Part("supplement", 10_000, "minfa-2021-57#27", of.member.pk)
    base = Part("base", (decision.amount_fen or 0) - 10_000, "minfa-2021-57#23")
    persons = persons or (person(of.case.place),)
    entitlement = grant_entitlement(
        decision=decision, parts=(base, supplement), persons=persons, by=of.confirmer, on=decision.made_on
    )
    if payee:
        paid_to(entitlement, by=of.acceptor, person=persons[0])
    return entitlement


def paid_to(entitlement: Entitlement, *, by: Officer, on: Any = DECIDED, **changes: Any) -> Payee:
    """Zhang, into an account of her own; with whatever a test changes."""
    holder, bank = changes.pop("holder", ZHANG), changes.pop("bank", "示例农商银行")
    account = AccountGiven(holder, changes.pop("number", f"62000000{next(_numbers):08}"), bank)
    told = {"kind": "person", "name": ZHANG, "evidence": "银行卡复印件", **changes}
    return add_payee(entitlement=entitlement, payee=NewPayee(account=account, **told), by=by, on=on)
