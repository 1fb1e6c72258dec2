"""Roles, what each may do, and which of them one person may not have together."""

from __future__ import annotations

from django.db import models

from doudi.kernel.divisions import Level


class Role(models.TextChoices):
    """What an officer is at an office."""

    VILLAGE_ASSISTANT = "village_assistant", "村级协理员"
    ACCEPTOR = "acceptor", "乡镇受理"
    INVESTIGATOR = "investigator", "乡镇调查"
    TOWNSHIP_HEAD = "township_head", "乡镇负责人"
    COUNTY_REVIEWER = "county_reviewer", "县级审核"
    COUNTY_CONFIRMER = "county_confirmer", "县级确认"
    VERIFIER = "verifier", "核对人员"
    FINANCE_MAKER = "finance_maker", "发放制单"
    FINANCE_CHECKER = "finance_checker", "发放复核"
    AUDITOR = "auditor", "审计人员"
    POLICY_OFFICER = "policy_officer", "政策人员"
    ADMINISTRATOR = "administrator", "账号管理"


class OfficeKind(models.TextChoices):
    """What kind of office stands at a place."""

    VILLAGE = "village", "村（居）民委员会"
    TOWNSHIP = "township", "乡镇人民政府（街道办事处）"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    VERIFICATION = "verification", "核对机构"
    FINANCE = "finance", "财政部门"
    AUDIT = "audit", "审计机关"


class Act(models.TextChoices):
    """What a permission is asked for."""

    LEAVE_LEAD = "leave_lead", "代办、发现困难"
    REGISTER = "register", "登记申请"
    ACCEPT = "accept", "受理"
    INVESTIGATE = "investigate", "调查、记录核对结果"
    VERIFY = "verify", "办理核对"
    GIVE_OPINION = "give_opinion", "提出初审意见"
    POST_NOTICE = "post_notice", "公示"
    REVIEW = "review", "审核"
    CONFIRM = "confirm", "确认"
    ISSUE = "issue", "制发文书"
    READ_CASE = "read_case", "查看办件"
    READ_IDENTITY = "read_identity", "查看完整证件号"
    MAKE_BATCH = "make_batch", "编制发放批次"
    APPROVE_BATCH = "approve_batch", "批准发放批次"
    READ_PAYMENTS = "read_payments", "查看发放"
    AUDIT = "audit", "审计"
    PUBLISH_STANDARD = "publish_standard", "公布标准"
    MANAGE_ACCOUNTS = "manage_accounts", "管理账号"


_TOWNSHIP = {Act.REGISTER, Act.READ_CASE, Act.READ_IDENTITY}
MAY: dict[str, frozenset[Act]] = {
    Role.VILLAGE_ASSISTANT: frozenset({Act.LEAVE_LEAD}),
    Role.ACCEPTOR: frozenset({*_TOWNSHIP, Act.ACCEPT, Act.POST_NOTICE, Act.ISSUE}),
    Role.INVESTIGATOR: frozenset({*_TOWNSHIP, Act.INVESTIGATE, Act.GIVE_OPINION, Act.POST_NOTICE}),
    Role.TOWNSHIP_HEAD: frozenset({Act.READ_CASE, Act.READ_IDENTITY, Act.CONFIRM, Act.ISSUE}),
    Role.COUNTY_REVIEWER: frozenset({Act.READ_CASE, Act.READ_IDENTITY, Act.REVIEW, Act.ISSUE}),
    Role.COUNTY_CONFIRMER: frozenset({Act.READ_CASE, Act.READ_IDENTITY, Act.CONFIRM, Act.ISSUE}),
    Role.VERIFIER: frozenset({Act.READ_CASE, Act.READ_IDENTITY, Act.VERIFY}),
    Role.FINANCE_MAKER: frozenset({Act.MAKE_BATCH, Act.READ_PAYMENTS}),
    Role.FINANCE_CHECKER: frozenset({Act.APPROVE_BATCH, Act.READ_PAYMENTS}),
    Role.AUDITOR: frozenset({Act.AUDIT, Act.READ_CASE, Act.READ_PAYMENTS}),
    Role.POLICY_OFFICER: frozenset({Act.PUBLISH_STANDARD}),
    Role.ADMINISTRATOR: frozenset({Act.MANAGE_ACCOUNTS}),
}

INCOMPATIBLE: frozenset[frozenset[str]] = frozenset(
    {
        frozenset({Role.INVESTIGATOR, Role.TOWNSHIP_HEAD}),
        frozenset({Role.INVESTIGATOR, Role.COUNTY_CONFIRMER}),
        frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_CONFIRMER}),
        frozenset({Role.FINANCE_MAKER, Role.FINANCE_CHECKER}),
        *(frozenset({Role.AUDITOR, other}) for other in Role.values if other != Role.AUDITOR),
        *(frozenset({Role.ADMINISTRATOR, other}) for other in Role.values if other != Role.ADMINISTRATOR),
        *(
            frozenset({money, other})
            for money in (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
            for other in (Role.INVESTIGATOR, Role.TOWNSHIP_HEAD, Role.COUNTY_REVIEWER, Role.COUNTY_CONFIRMER)
        ),
    }
)
"""Pairs nobody holds at once, at whatever office: who surveys does not confirm, who makes a batch does not
approve it."""

IN_ORDER: tuple[frozenset[str], ...] = (
    frozenset({Role.ACCEPTOR, Role.INVESTIGATOR, Role.VERIFIER}),
    frozenset({Role.TOWNSHIP_HEAD}),
    frozenset({Role.COUNTY_REVIEWER}),
    frozenset({Role.COUNTY_CONFIRMER}),
    frozenset({Role.FINANCE_MAKER, Role.FINANCE_CHECKER}),
)
"""Who has a case in hand one after the other, until its money is out."""


def is_close(one: str, other: str) -> bool:
    """Tell whether somebody with both roles would check or decide what they did themselves.

    No document read so far forbids these pairs, so they are not in INCOMPATIBLE; whoever appoints is warned."""
    pair = frozenset({one, other})
    stages = [index for index, roles in enumerate(IN_ORDER) if not pair.isdisjoint(roles)]
    return len(stages) > 1 and pair not in INCOMPATIBLE


LEVELS: dict[str, frozenset[Level]] = {
    Role.VILLAGE_ASSISTANT: frozenset({Level.VILLAGE}),
    Role.ACCEPTOR: frozenset({Level.TOWNSHIP}),
    Role.INVESTIGATOR: frozenset({Level.TOWNSHIP}),
    Role.TOWNSHIP_HEAD: frozenset({Level.TOWNSHIP}),
    Role.COUNTY_REVIEWER: frozenset({Level.COUNTY}),
    Role.COUNTY_CONFIRMER: frozenset({Level.COUNTY}),
}
"""Where a role belongs to one level of office; the others are possible at each."""

OFFICES: dict[str, frozenset[OfficeKind]] = {
    Role.VILLAGE_ASSISTANT: frozenset({OfficeKind.VILLAGE}),
    Role.ACCEPTOR: frozenset({OfficeKind.TOWNSHIP}),
    Role.INVESTIGATOR: frozenset({OfficeKind.TOWNSHIP}),
    Role.TOWNSHIP_HEAD: frozenset({OfficeKind.TOWNSHIP}),
    Role.COUNTY_REVIEWER: frozenset({OfficeKind.CIVIL_AFFAIRS}),
    Role.COUNTY_CONFIRMER: frozenset({OfficeKind.CIVIL_AFFAIRS}),
    Role.VERIFIER: frozenset({OfficeKind.VERIFICATION, OfficeKind.CIVIL_AFFAIRS}),
    Role.FINANCE_MAKER: frozenset({OfficeKind.FINANCE, OfficeKind.CIVIL_AFFAIRS}),
    Role.FINANCE_CHECKER: frozenset({OfficeKind.FINANCE, OfficeKind.CIVIL_AFFAIRS}),
    Role.AUDITOR: frozenset({OfficeKind.AUDIT}),
    Role.POLICY_OFFICER: frozenset({OfficeKind.CIVIL_AFFAIRS}),
    Role.ADMINISTRATOR: frozenset({OfficeKind.CIVIL_AFFAIRS}),
}
"""The kinds of office a role can be held at. The trigger of the table of posts says the same; a test compares them."""
