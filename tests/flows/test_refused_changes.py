"""What the flows after a grant refuse: another case's money, an opinion that ends nothing, a stranger's death."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.reasons import Ground
from doudi.entitlements.models import Entitlement, Payee, PayeeKind
from doudi.entitlements.services.add_payee import Account, NewPayee
from doudi.entitlements.services.keep_card import Agreement
from doudi.flows.change_grant import NotAnEnding, end_and_tell
from doudi.flows.member_died import KnownDead, NotOfTheFamily, member_died
from doudi.flows.register_payee import OfAnotherCase, register_keeper, register_payee
from tests.fixtures.desks import DECIDED, Desk

PAYEE = NewPayee(PayeeKind.GUARDIAN, "赵某丁", Account("赵某丁", "6200000000009999", "示例农商银行"), "委托书")
KEPT = Agreement("孙某己", "示例村民委员会", "2022-7 号", date(2022, 4, 20), date(2022, 4, 22))


def test_money_of_another_case_is_paid_to_nobody_new(desk: Desk) -> None:
    case = desk.granted()
    desk.paid_to(case)
    second = desk.accepted()

    with acting(Actor.system("test"), on=DECIDED):
        entitlement, by = Entitlement.objects.get(decision__case=case), desk.officers[Role.ACCEPTOR]
        with pytest.raises(OfAnotherCase):
            register_payee(case=second, entitlement=entitlement, payee=PAYEE, by=by, on=DECIDED)
        with pytest.raises(OfAnotherCase):
            register_keeper(case=second, payee=Payee.objects.get(), agreement=KEPT, by=by, on=DECIDED)
        assert (Payee.objects.count(), Payee.objects.get().keepers.count()) == (1, 0)


def test_an_opinion_for_a_grant_ends_nothing(desk: Desk) -> None:
    case = desk.granted()

    with acting(Actor.system("test"), on=DECIDED):
        reasons, by = [Ground("不配合", ("minfa-2021-57#32",))], desk.officers[Role.TOWNSHIP_HEAD]
        with pytest.raises(NotAnEnding):
            end_and_tell(opinion=case.opinions.get(), reasons=reasons, by=by, on=DECIDED)


def test_a_death_is_of_the_family_and_recorded_once(desk: Desk) -> None:
    case = desk.granted()
    second = desk.accepted()

    with acting(Actor.system("test"), on=DECIDED):
        mother = case.application.members.get(key="b")
        told = {"member": mother, "died_on": DECIDED, "source": "死亡证明", "on": DECIDED}
        by = desk.officers[Role.INVESTIGATOR]
        with pytest.raises(NotOfTheFamily):
            member_died(case=second, by=by, **told)
        member_died(case=case, by=by, **told)
        with pytest.raises(KnownDead):
            member_died(case=case, by=by, **told)
