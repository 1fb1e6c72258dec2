"""What came of a grant in money: each month, how much, and whether it arrived; accounts by their last digits only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from doudi.casework.models import Case
from doudi.casework.steps import Kind
from doudi.entitlements.models import BankAccount
from doudi.entitlements.queries import given_by, lacks_payee
from doudi.faces.badges import Badge
from doudi.kernel.masking import masked_account
from doudi.kernel.money import show_yuan
from doudi.payments.choices import LineOutcome
from doudi.payments.models import Line, LineResult
from doudi.payments.queries import payments_of

PAID = Badge("ok", "已发", "check")
RETURNED = Badge("warn", "没有发成功", "alert-triangle")
UNDER_WAY = Badge("info", "正在发放")


@dataclass(frozen=True, slots=True)
class Paid:
    """One month: how much, whether it arrived, and what the family should know of it."""

    month: str
    amount: str
    badge: Badge
    told: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """What was paid, newest month first; `lacks_account`: nobody can be paid yet."""

    months: list[Paid]
    lacks_account: bool


def money_of(case: Case, on: date) -> Money | None:
    """Return what a case brought in money, None where it gave nothing."""
    given = [each.pk for each in case.decisions.all() if each.kind in (Kind.GRANT, Kind.ADJUST)]
    if not given:
        return None
    entitlements = list(given_by(given))
    lines = payments_of(each.pk for each in entitlements)
    return Money(_months(lines), lacks_payee(entitlements, on))


def _months(lines: Iterable[Line]) -> list[Paid]:
    """Add up, of each month, what met the same fate on the same account; of several attempts the last one counts."""
    last: dict[tuple[date, int], Line] = {}
    for line in lines:
        last.setdefault((line.month, line.component_id), line)
    sums: dict[tuple[date, int, str, str], int] = {}
    first: dict[tuple[date, int, str, str], tuple[Line, LineResult | None]] = {}
    for line in last.values():
        result = max(line.results.all(), key=lambda each: each.sequence, default=None)
        key = (line.month, line.account_id, result.outcome if result else "", result.reason if result else "")
        sums[key] = sums.get(key, 0) + line.amount_fen
        first.setdefault(key, (line, result))
    return [_paid(first[key][0], first[key][1], fen) for key, fen in sums.items()]


def _paid(line: Line, result: LineResult | None, fen: int) -> Paid:
    badge, told, account = _fate(line.account, result)
    return Paid(f"{line.month.year}年{line.month.month}月", show_yuan(fen), badge, told, account)


def _fate(account: BankAccount, result: LineResult | None) -> tuple[Badge, str, str]:
    if result is None or result.outcome == LineOutcome.CANCELLED:
        return UNDER_WAY, "正在通过银行办理，到账以后这里会写明。", ""
    if result.outcome == LineOutcome.RETURNED:
        return RETURNED, f"银行退回：{result.reason}。请找经办的乡镇（街道）更正账户，更正以后补发。", ""
    day = f"{result.on.year}年{result.on.month}月{result.on.day}日"
    return PAID, f"{day}，发到账户", masked_account(str(account.number))
