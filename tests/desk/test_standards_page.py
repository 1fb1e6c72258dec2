"""Standards are proposed by one policy officer and signed by another, each with their account; refused at the field."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.standards.drafts import Document, Draft, Signer
from doudi.standards.models import Release
from doudi.standards.queries import current_snapshot
from doudi.standards.services.propose import propose
from tests.desk.standards import RURAL, SIGN, SIGNER, own, paper, send
from tests.fixtures.applications import COUNTY
from tests.fixtures.desks import FIRST_DAY, Desk


def test_one_officer_proposes_and_another_signs_and_then_it_is_the_law_of_the_place(policy: Desk) -> None:
    asked = send(policy, "").content.decode()
    before = own()
    made, twice = (send(policy) for _ in range(2))
    (proposal,) = own()
    page = made["Location"]
    alone = policy.post(Role.POLICY_OFFICER, page, SIGN)
    unseen = (policy.get("elsewhere", page), policy.post("elsewhere", page, SIGN))
    shown = policy.get(SIGNER, page).content.decode()
    signed, again = (policy.post(SIGNER, page, SIGN) for _ in range(2))

    assert "提出这项标准？" in asked
    assert (before, made["Location"]) == ([], twice["Location"])
    assert [each.status_code for each in (alone, *unseen, signed, again)] == [409, 404, 404, 302, 302]
    assert "提出人不能签发自己提出的标准" in alone.content.decode()
    assert all(told in shown for told in (
        "示民〔2022〕3号", "5,400.00 元 / 年", "4,800.00 元 / 年（2022年1月1日起）", "增加 600.00 元 / 年（+12.5%）",
    ))  # fmt: skip
    release = Release.objects.get(proposal=proposal)
    assert (proposal.proposer, release.signer) == (policy.officers[Role.POLICY_OFFICER], policy.officers[SIGNER])
    assert current_snapshot().resolve(RURAL, COUNTY, date(2022, 7, 1)).value == 540_000
    home = policy.get(SIGNER, "/desk/policy/").content.decode()
    assert "张某甲提出，张某甲签发" in home
    assert "示例甲提出（命令行），示例乙签发（命令行）" in home
    with acting(Actor.system("test"), on=FIRST_DAY):
        acts = Event.objects.filter(subject_kind="standards.proposal", subject_id=proposal.pk).order_by("pk")
        assert [each.act for each in acts] == ["standards.proposed", "standards.signed"]


def test_who_proposed_takes_it_back_and_another_declines_each_with_the_reason(policy: Desk) -> None:
    page = send(policy)["Location"]
    silent = policy.post(Role.POLICY_OFFICER, page, {"do": "drop", "reason": ""})
    back, twice = (policy.post(Role.POLICY_OFFICER, page, {"do": "drop", "reason": "写错了"}) for _ in range(2))
    late = policy.post(SIGNER, page, SIGN)
    other = send(policy, value="5,500.00")["Location"]
    asked = policy.get(SIGNER, other).content.decode()
    declined = policy.post(SIGNER, other, {"do": "drop", "reason": "与文件不符"})

    assert [each.status_code for each in (silent, back, twice, late, declined)] == [409, 302, 302, 409, 302]
    assert "请写明理由" in silent.content.decode()
    assert "已经撤回，理由：写错了" in late.content.decode()
    assert "不予签发的理由" in asked
    assert 'name="reason"' not in policy.get(SIGNER, page).content.decode()
    home = policy.get(SIGNER, "/desk/policy/").content.decode()
    assert "撤回：写错了" in home
    assert "不予签发：与文件不符" in home
    assert not Release.objects.filter(proposal__in=own()).exists()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"value": "5400.005"}, "value", "金额“5400.005”有误"), ({"value": "五千"}, "value", "金额“五千”有误"),
        ({"value": ""}, "value", "须写明标准的值"), ({"per": ""}, "value", "须写明每月"),
        ({"number": ""}, "number", "“文号”没有填写"), ({"title": " "}, "title", "“文件标题”没有填写"),
        ({"title": "《》"}, "title", "须写明公布这个标准的文件标题"), ({"dated": ""}, "dated", "“文件日期”没有填写"),
        ({"dated": "2022-05-01"}, "dated", "晚于今天"), ({"dated": "昨天"}, "dated", "2024-03-01 的样子"),
        ({"since": ""}, "since", "“施行日期”没有填写"), ({"until": "2022-07-01"}, "until", "应晚于开始日"),
        ({"cites": "no-such-law#1"}, "cites", "找不到"), ({"cites": "第一条"}, "cites", "有误"),
        ({"place": "371702"}, "place", "不能在这里办理"), ({"place": "999999"}, "place", "不能在这里办理"),
        ({"authority": "000000"}, "authority", "不能设定"), ({"parameter": "no.such"}, "parameter", "没有参数"),
        ({"replaces": "12"}, "replaces", "第 12 号不是"), ({"replaces": "x"}, "replaces", "应是编号"),
        ({"title": "示" * 201}, "title", "最多 200 字"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_proposal_is_said_at_its_field_and_nothing_is_written(
    policy: Desk, changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(policy, **changed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in page
    assert sentence in page
    assert own() == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"value": "5640", "per": "month"},
            ("67,680.00 元 / 年（文件写的是 5640 元 / 月）", "超过原来的 2 倍", "增加 62,880.00 元 / 年（+1,310.0%）"),
        ),
        ({"value": "4700.00"}, ("4,700.00 元 / 年", "比原来低", "减少 100.00 元 / 年（-2.1%）")),
        ({"value": "9600.01"}, ("超过原来的 2 倍", "（+100.0%）")),
    ],
)
def test_a_value_lower_or_far_higher_than_the_one_on_record_is_proposed_only_by_who_says_it_was_checked(
    policy: Desk, changed: dict[str, str], told: tuple[str, ...]
) -> None:
    asked = send(policy, "", **changed).content.decode()
    unsure = send(policy, **changed)
    before = own()
    made = send(policy, **changed, checked="yes")
    shown = policy.get(SIGNER, made["Location"]).content.decode()

    assert all(each in page for each in (*told, "4,800.00 元 / 年（2022年1月1日起）") for page in (asked, shown))
    assert 'name="checked"' in asked
    assert (unsure.status_code, before, made.status_code) == (422, [], 302)
    assert '<a href="#checked">' in unsure.content.decode()


def test_twice_the_value_on_record_is_no_reason_to_look_twice(policy: Desk) -> None:
    asked = send(policy, "", value="800", per="month", file=paper()).content.decode()

    assert "9,600.00 元 / 年（文件写的是 800 元 / 月）" in asked
    assert "增加 4,800.00 元 / 年（+100.0%）" in asked
    assert "请核对。" not in asked
    assert 'name="checked"' not in asked


def test_two_values_from_one_day_are_refused_and_a_correction_names_the_one_it_replaces(policy: Desk) -> None:
    first = send(policy)["Location"]
    second = send(policy, value="5500.00")["Location"]
    policy.post(SIGNER, first, SIGN)

    rival = policy.post(SIGNER, second, SIGN)
    proposed = send(policy, value="5600.00")
    corrected = send(policy, value="5600.00", replaces=str(own()[0].pk))
    policy.post(SIGNER, corrected["Location"], SIGN)

    assert (rival.status_code, proposed.status_code, corrected.status_code) == (409, 422, 302)
    assert "已公布同一标准" in rival.content.decode()
    assert '<a href="#since">' in proposed.content.decode()
    assert current_snapshot().resolve(RURAL, COUNTY, date(2022, 7, 1)).value == 560_000


def test_what_was_proposed_on_the_command_line_is_not_signed_by_an_officer_of_the_same_name(policy: Desk) -> None:
    document = Document("示例通知", FIRST_DAY)
    drafted = Draft(
        place=COUNTY,
        parameter=RURAL,
        value="5400.00",
        per="year",
        document=document,
        in_force_on=date(2022, 7, 1),
        authority="430900",
    )
    made = propose(draft=drafted, by=Signer("张某甲", "示例民政局"), on=FIRST_DAY)

    answer = policy.post(SIGNER, f"/desk/policy/{made.pk}/", SIGN)

    assert answer.status_code == 409
    assert not Release.objects.filter(proposal=made).exists()
