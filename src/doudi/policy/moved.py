"""The difference between two determinations, as JSON carries it and as people read it: step after step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from doudi.kernel.money import plain_yuan, show_yuan
from doudi.policy.assessment import STATUS_LABELS
from doudi.policy.moving import Movement, Standing, Step
from doudi.policy.programmes import PERIODS

KIND_LABELS: Final = {
    "rule": "规定", "programme": "项目规定", "parameter": "标准", "day": "日期", "member": "家庭成员",
    "fact": "家庭情况", "before": "上月状态",
}  # fmt: skip
ORDER_SAID: Final = "差别按这个顺序逐项换上：规定、标准、日期、家庭成员、家庭情况、上月状态；每一步写明换上后的结果。"
NOT_CONCERNED: Final = "不涉及"
HAS_IT: Final = "有这个项目"
FEW: Final = 5
"""So many differences that moved nothing are named; the JSON has all of them."""
NOTHING_MOVED: Final = "结果没有变化。"


def as_json(movement: Movement) -> dict[str, Any]:
    """Return a movement as JSON has it."""
    period = PERIODS[movement.programme.period]
    return {
        "programme": movement.programme.id, "label": movement.programme.label, "period_label": period,
        "person": _person(movement.person), "before": _standing(movement.before), "after": _standing(movement.after),
        "moved_fen": movement.after.above(movement.before), "order": ORDER_SAID,
        "steps": [_step(step, period) for step in movement.steps],
        "still": [_step(step, period) for step in movement.still],
    }  # fmt: skip


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Say a movement, as `as_json` gives it, in lines."""
    whose = f"{found['person']['name']}：" if found["person"] else ""
    yield f"【{found['label']}】{whose}{_said(found['before'])} → {_said(found['after'])}"
    for number, step in enumerate(found["steps"], start=1):
        yield f"  {number}. {step['text']}"
    if not found["steps"]:
        yield f"  {NOTHING_MOVED}"
    if found["still"]:
        named = "、".join(_named(each) for each in found["still"][:FEW])
        more = "等" if len(found["still"]) > FEW else ""
        yield f"  另有 {len(found['still'])} 项不同，对结果没有影响：{named}{more}"


def _step(step: Step, period: str) -> dict[str, Any]:
    whose = f"{step.person[1]}：" if step.person else ""
    change = f"，{step.was or HAS_IT} → {step.now or HAS_IT}" if step.was or step.now else ""
    return {
        "kind": step.kind, "kind_label": KIND_LABELS[step.kind], "name": step.name, "label": step.label,
        "person": _person(step.person), "was": step.was, "now": step.now, "before": _standing(step.before),
        "after": _standing(step.after), "moved_fen": step.moved,
        "text": f"{KIND_LABELS[step.kind]}：{whose}{step.label}{change}。{_effect(step, period)}",
    }  # fmt: skip


def _effect(step: Step, period: str) -> str:
    """Say what a step did: to the status, and to the amount."""
    before, after = _standing(step.before), _standing(step.after)
    told = [f"{before['status_label']} → {after['status_label']}"] if step.before.status != step.after.status else []
    moved = step.moved
    if moved is None:
        told += _opened(step, period)
    elif moved:
        more = "增加" if moved > 0 else "减少"
        told.append(f"{period}{more} {show_yuan(abs(moved))}（{_sum(step.before)} → {_sum(step.after)}）")
    return "，".join(told) or "结果不变"


def _opened(step: Step, period: str) -> list[str]:
    """Say an amount that is not known any more, or is known again: neither is a loss or a gain."""
    if step.before.open and step.after.open:
        return []
    if step.after.open:
        return [f"金额还不知道（此前{period} {show_yuan(step.before.amount)}）"] if step.before.amount else []
    return [f"{period} {show_yuan(step.after.amount)}（此前金额还不知道）"] if step.after.amount else []


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "status": standing.status.value if standing.status else None,
        "status_label": STATUS_LABELS[standing.status] if standing.status else NOT_CONCERNED,
        "amount_fen": standing.amount, "amount": None if standing.amount is None else plain_yuan(standing.amount),
    }  # fmt: skip


def _sum(standing: Standing) -> str:
    return "没有金额" if standing.amount is None else show_yuan(standing.amount)


def _said(standing: Mapping[str, Any]) -> str:
    amount = standing["amount_fen"]
    return standing["status_label"] if amount is None else f"{standing['status_label']} {show_yuan(amount)}"


def _named(step: Mapping[str, Any]) -> str:
    return f"{step['person']['name']}的{step['label']}" if step["person"] else step["label"]


def _person(person: tuple[str, str] | None) -> dict[str, str] | None:
    return None if person is None else {"id": person[0], "name": person[1]}
