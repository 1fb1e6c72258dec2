"""Who may not sign, and which values the law does not let a place publish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from doudi.kernel.errors import DoudiError
from doudi.kernel.spans import SpanEmpty
from doudi.standards import checks, drafts, queries
from doudi.standards.drafts import Document, Draft, Signer
from doudi.standards.dropped import AlreadyDropped
from doudi.standards.models import Dropping, Proposal, Release
from doudi.standards.published import PublishedValueLost
from doudi.standards.queries import current_snapshot, proposals_waiting
from doudi.standards.services.drop import NoReasonGiven, drop
from doudi.standards.services.propose import AlreadyPublished, DocumentFromTheFuture, NothingProposed, propose
from doudi.standards.services.sign import AlreadySigned, NoSuchProposal, SameSigner, sign

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
Drafts = Callable[..., Draft]
Publish = Callable[..., Release]


# ---------------------------------------------------------------- who signs


def test_whoever_proposes_does_not_sign(draft: Drafts, zhang: Signer) -> None:
    proposal = propose(draft=draft(), by=zhang, on=TODAY)

    with pytest.raises(SameSigner, match="另一人"):
        sign(proposal_id=proposal.pk, by=Signer("张三", "示例市民政局"), on=TODAY, original_seen=True)
    assert not Release.objects.exists()


def test_a_proposal_is_signed_once(draft: Drafts, zhang: Signer, li: Signer) -> None:
    proposal = propose(draft=draft(), by=zhang, on=TODAY)
    sign(proposal_id=proposal.pk, by=li, on=TODAY, original_seen=True)

    with pytest.raises(AlreadySigned):
        sign(proposal_id=proposal.pk, by=Signer("王五", "示例区民政局"), on=TODAY, original_seen=True)


def test_what_was_dropped_is_signed_by_nobody_and_what_was_signed_is_not_dropped(
    draft: Drafts, zhang: Signer, li: Signer
) -> None:
    back, declined = (propose(draft=draft(value=value), by=zhang, on=TODAY) for value in ("700.00", "710.00"))
    with pytest.raises(NoReasonGiven):
        drop(proposal_id=back.pk, reason=" ", by=zhang, on=TODAY)

    own = drop(proposal_id=back.pk, reason="写错了", by=zhang, on=TODAY)
    other = drop(proposal_id=declined.pk, reason="与文件不符", by=li, on=TODAY)

    assert (own.is_own, other.is_own) == (True, False)
    assert not proposals_waiting().exists()
    with pytest.raises(AlreadyDropped, match="不予签发，理由：与文件不符"):
        sign(proposal_id=declined.pk, by=li, on=TODAY, original_seen=True)
    with pytest.raises(AlreadyDropped, match="撤回"):
        drop(proposal_id=back.pk, reason="再来", by=li, on=TODAY)
    with pytest.raises(NoSuchProposal):
        drop(proposal_id=404, reason="没有", by=li, on=TODAY)
    signed = propose(draft=draft(), by=zhang, on=TODAY)
    sign(proposal_id=signed.pk, by=li, on=TODAY, original_seen=True)
    with pytest.raises(AlreadySigned):
        drop(proposal_id=signed.pk, reason="晚了", by=zhang, on=TODAY)
    with pytest.raises(IntegrityError, match="proposal_ends_once"), transaction.atomic():
        Dropping.objects.create(
            proposal=signed, is_own=True, reason="晚了", dropped_by="张三", dropped_office="示例局", dropped_on=TODAY
        )


def test_nobody_signs_what_was_never_proposed(li: Signer) -> None:
    with pytest.raises(NoSuchProposal, match="第 404 号"):
        sign(proposal_id=404, by=li, on=TODAY, original_seen=True)


def test_two_values_from_one_day_are_never_side_by_side(
    publish: Publish, draft: Drafts, zhang: Signer, li: Signer
) -> None:
    waiting = propose(draft=draft(value="710.00"), by=zhang, on=TODAY)
    published = publish()

    with pytest.raises(AlreadyPublished, match=f"更正第 {published.proposal_id} 号"):
        sign(proposal_id=waiting.pk, by=li, on=TODAY, original_seen=True)


def test_a_value_that_is_published_already_is_not_proposed_again(
    publish: Publish, draft: Drafts, zhang: Signer
) -> None:
    published = publish()

    with pytest.raises(AlreadyPublished, match=f"第 {published.proposal_id} 号已公布同一标准"):
        propose(draft=draft(value="710.00"), by=zhang, on=TODAY)

    correction = propose(draft=draft(value="710.00", replaces=published.proposal_id), by=zhang, on=TODAY)
    assert list(Proposal.objects.order_by("pk")) == [published.proposal, correction]


@pytest.mark.parametrize(
    ("name", "office"), [("", "局"), ("张 三", "局"), ("张三", " "), ("张" * 51, "局"), ("张", "局" * 101)]
)
def test_a_signer_has_a_name_without_blanks_and_an_office(name: str, office: str) -> None:
    with pytest.raises(drafts.SignerUnreadable, match="姓名"):
        Signer(name, office)


# ---------------------------------------------------------------- what the law does not allow


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"parameter": "aid.nothing"}, DoudiError, "没有参数“aid.nothing”"),
        ({"place": "371799"}, DoudiError, "没有行政区划“371799”"),
        ({"in_force_on": date(2019, 12, 31)}, checks.LevelMayNotSet, "县级不能设定“救助标准”"),
        ({"parameter": "aid.floor"}, checks.LevelMayNotSet, "县级不能设定“省定最低标准”"),
        ({"authority": "371703"}, checks.AuthorityElsewhere, "371703 不能为 371702 公布标准"),
        ({"value": "700.005"}, DoudiError, "最多两位小数"),
        ({"per": ""}, DoudiError, "每月.*每年"),
        ({"per": "week"}, DoudiError, "应写月或者年"),
        ({"value": "-1.00"}, DoudiError, "不能是负数"),
        ({"value": "50000.01", "per": "year"}, checks.OutOfBounds, "应在¥1.00到¥50,000.00之间"),
        ({"value": "0.00", "per": "year"}, checks.OutOfBounds, "不能是¥0.00"),
        ({"value": "399.99"}, checks.BelowFloor, "低于2024-07-01在当地施行的最低要求“省定最低标准”¥4,800.00"),
        ({"cites": "test-law#10"}, DoudiError, "找不到"),
        ({"cites": "nothing#1"}, DoudiError, "没有这个来源"),
        ({"value": " ", "per": ""}, NothingProposed, "须写明标准的值"),
        ({"document": Document("通知", date(2026, 11, 22))}, DocumentFromTheFuture, "2026-11-22"),
    ],
)
def test_an_unlawful_value_is_refused_with_its_reason(
    draft: Drafts, zhang: Signer, changes: dict[str, object], error: type[DoudiError], says: str
) -> None:
    with pytest.raises(error, match=says):
        propose(draft=draft(**changes), by=zhang, on=TODAY)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("bounds", "value", "says"),
    [({"least": None}, "5000.00", "应在（不限）到¥50,000.00之间"), ({"most": None}, "0.00", "应在¥1.00到（不限）之间")],
)
def test_a_bound_that_was_not_declared_is_said_to_be_none(
    draft: Drafts, monkeypatch: pytest.MonkeyPatch, bounds: dict[str, None], value: str, says: str
) -> None:
    law = current_snapshot()
    loosened = replace(law.packs.parameters["aid.standard"], **bounds)
    monkeypatch.setitem(law.packs.parameters, "aid.standard", loosened)  # type: ignore[arg-type]  a dict underneath

    with pytest.raises(checks.OutOfBounds, match=says):
        checks.require_lawful(draft(value=value), law)


def test_the_law_is_asked_again_when_it_is_signed(draft: Drafts, publish: Publish, zhang: Signer, li: Signer) -> None:
    """A floor published in between makes the proposal too low."""
    proposal = propose(draft=draft(), by=zhang, on=TODAY)
    publish(place="370000", parameter="aid.floor", value="750.00", in_force_on=date(2024, 5, 1))

    with pytest.raises(checks.BelowFloor):
        sign(proposal_id=proposal.pk, by=li, on=TODAY, original_seen=True)


def test_where_no_floor_is_known_none_is_asked_for(publish: Publish) -> None:
    publish(place="371700", value="1.00", in_force_on=date(2014, 1, 1))

    assert [value.value for value in queries.released_values()] == [1_00 * 12]


def test_a_value_must_begin_before_it_ends(draft: Drafts) -> None:
    with pytest.raises(SpanEmpty):
        draft(until_on=date(2024, 7, 1))


@pytest.mark.parametrize("title", ["", "  ", "《》"])
def test_a_document_has_a_title(title: str) -> None:
    with pytest.raises(drafts.DocumentUntitled):
        Document(title, TODAY)


def test_a_title_is_quoted_once() -> None:
    assert Document("《通知》", TODAY).quoted_title == Document("通知", TODAY).quoted_title == "《通知》"


def test_packs_that_lost_a_published_parameter_stop_everything(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving the value out would silently change the law."""
    publish()
    monkeypatch.delitem(current_snapshot().packs.parameters, "aid.standard")  # type: ignore[arg-type]  a dict underneath

    with pytest.raises(PublishedValueLost, match=r"aid\.standard"):
        queries.released_values()
