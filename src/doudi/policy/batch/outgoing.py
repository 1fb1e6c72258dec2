"""The columns of the results of a batch, in words: made from the programmes and rules of the packs, as those are."""

from __future__ import annotations

from collections.abc import Iterator

from doudi.policy.assessment import STATUS_LABELS, Status
from doudi.policy.batch.columns import BEFORE
from doudi.policy.entities import household
from doudi.policy.packs import Packs
from doudi.policy.programmes import PERIODS, Programme
from doudi.policy.rules import Form, Rule

SHARED = """\
## 结果（每户一行）

`household_id`、`place` 照输入；按成员计算的项目，列在 `members` 里每人的 `person_id` 旁边。每个项目的列以项目编号开头，
编号里的 `-` 写成 `_`；项目见第二张表：

| column | type | 含义 |
|---|---|---|
| `…_outcome` | string | {outcomes}；空为这个项目不涉及这一户（这个人） |
| `…_reason` | string | 不符合时，第一条不符合的条件，见第二张表“原因代码”；其余为空 |
| `…_amount_fen` | int64 | 符合条件时的金额（分），期间见第二张表；空为没有或者还算不出 |
| `…_per_person_fen` | int64 | 按人计算的金额（分），期间相同；只有第二张表写明的项目有 |
| `…_missing` | list<string> | 还不能判断、或者金额算不出时缺什么：事实、参数的名称，`obligors` 是不知道有没有义务人，\
或者没有对应规定的选择规则 |
| `before_…` | int64，是非的为 bool | 留给下个月的状态，见最后一张表；作为下个月输入的同名列 |
"""


def prefix(programme: Programme) -> str:
    """Return what the columns of a programme begin with."""
    return programme.id.replace("-", "_")


def outgoing(packs: Packs) -> Iterator[str]:
    """Write the columns of the results as tables in Markdown."""
    outcomes = "，".join(f"`{status.value}` {STATUS_LABELS[status]}" for status in Status)
    yield SHARED.format(outcomes=outcomes)
    yield from ("| 项目 | 列 | 谁 | 金额的期间 | 原因代码 |", "|---|---|---|---|---|")
    for versions in _versions(packs):
        yield _row(versions)
    yield from ("", "| column | 谁 | 含义 |", "|---|---|---|")
    for rule in sorted(_states(packs), key=lambda rule: rule.name):
        yield f"| `{BEFORE}{rule.name}` | {rule.entity.label} | {rule.label} |"


def _versions(packs: Packs) -> list[list[Programme]]:
    """Return the versions of each programme, the newest first."""
    by_id: dict[str, list[Programme]] = {}
    for programme in sorted(packs.programmes, key=lambda each: each.since, reverse=True):
        by_id.setdefault(programme.id, []).append(programme)
    return sorted(by_id.values(), key=lambda versions: (versions[0].unit is not household, versions[0].id))


def _row(versions: list[Programme]) -> str:
    newest = versions[0]
    sums = [f"`{prefix(newest)}_amount_fen`"] if any(each.amount for each in versions) else []
    sums += [f"`{prefix(newest)}_per_person_fen`"] if any(each.per_person for each in versions) else []
    reasons = dict.fromkeys(condition.rule for each in versions for condition in each.conditions)
    told = f"{PERIODS[newest.period]}：{'、'.join(sums)}" if sums else "没有金额列"
    named = "、".join(f"`{name}`" for name in reasons)
    return f"| {newest.label} `{newest.id}` | `{prefix(newest)}_…` | {newest.unit.label} | {told} | {named} |"


def _states(packs: Packs) -> list[Rule]:
    """Return a version of each state that a month looks back on."""
    return [rules[0] for rules in packs.book.versions.values() if rules[0].form is Form.STATE]
