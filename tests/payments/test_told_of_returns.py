"""What the bank returned is told of the batch, of its reissue, and of the account it was for."""

from __future__ import annotations

from doudi.payments import queries
from doudi.payments.returns import why_returned
from tests.entitlements import given
from tests.payments.paying import Desk, lines_of, receipt


def test_a_return_is_told_of_its_batch_and_of_what_pays_it_again(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family)
    batch = desk.paid_out()
    back = lines_of(batch)[1]
    content = receipt(batch, lines_of(batch), {back.pk})
    read_before = queries.was_read(batch.pk, content)
    desk.answered(batch, returned=[back])
    given.paid_to(entitlement, by=family.acceptor, on=given.TODAY, evidence="更正的银行卡复印件")
    again = desk.reissued(batch)

    counted = {each.pk: each.returned_count for each in queries.with_returns(queries.batches(place=desk.place))}  # type: ignore[attr-defined]  annotated

    assert counted == {batch.pk: 1, again.pk: 0}
    assert (queries.paid_again(batch), queries.paid_again(again)) == ([], [queries.PaidAgain("账号不存在", 1, 0)])
    assert (read_before, queries.was_read(batch.pk, content)) == (False, True)


def test_an_account_is_under_suspicion_until_the_bank_has_paid_into_it(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family)
    batch = desk.paid_out()
    back = lines_of(batch)
    before = why_returned(back[0].account.index, application=entitlement.application_id)
    desk.answered(batch, returned=back)
    after = why_returned(back[0].account.index, application=entitlement.application_id)
    number = str(back[0].account.number)
    given.paid_to(entitlement, by=family.acceptor, on=given.TODAY, evidence="银行证明账户可用", number=number)
    again = desk.sent(desk.approved(desk.reissued(batch)))
    desk.answered(again)

    assert (before, after) == ("", "账号不存在")
    assert why_returned(back[0].account.index, application=entitlement.application_id) == ""
