"""What must hold of all procedures together, before any case is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise

from doudi.accounts.roles import LEVELS, MAY, Act, Role
from doudi.casework.procedure.acts import ACT_OF_STAGE
from doudi.casework.procedure.terms import Cites, DatedCounting, Procedure, RemedyRule, Stage
from doudi.casework.steps import ENDED, AtLevel, Step
from doudi.kernel.divisions import NATION, Level
from doudi.policy.flaws import Flaws
from doudi.policy.packs import Packs

ORDER = (
    (Step.START_SURVEY, Step.SURVEY),
    (Step.SURVEY, Step.OPINION),
    (Step.DELIBERATION, Step.OPINION),
    (Step.OPINION, Step.SUBMISSION),
    (Step.OPINION, Step.CONFIRMATION),
    (Step.SUBMISSION, Step.REVIEW),
    (Step.REVIEW, Step.COUNTY_POSTING),
    (Step.SUBMISSION, Step.CONFIRMATION),
    (Step.NOTICE, Step.CONFIRMATION),
    (Step.COUNTY_NOTICE, Step.CONFIRMATION),
)
"""Where both are there, the first comes first."""
TOGETHER = ((Step.POSTING, Step.NOTICE), (Step.COUNTY_POSTING, Step.COUNTY_NOTICE))
"""The second follows the first at once: what is posted hangs."""
NEVER_LISTED = (Step.LETTER, *ENDED)
_LEVEL = {AtLevel.TOWNSHIP: Level.TOWNSHIP, AtLevel.COUNTY: Level.COUNTY}


def check(
    rules: Sequence[Procedure],
    countings: Sequence[DatedCounting],
    remedies: Sequence[RemedyRule],
    packs: Packs,
    flaws: Flaws,
) -> None:
    """Note every flaw: citations, programmes, order and roles of stages, two rules in force at once."""
    for rule in rules:
        _check_cites(rule.file, rule.line, _cites_of(rule), packs, flaws)
        _check_rule(rule, packs, flaws)
    for dated in (*countings, *remedies):
        _check_cites(dated.file, dated.line, dated.cites, packs, flaws)
    _check_ids(rules, flaws)
    _check_one_in_force(rules, flaws)
    _check_countings(countings, flaws)
    _check_remedies(remedies, {rule.id for rule in rules}, flaws)
    _check_covered(rules, packs, flaws)


def _check_cites(file: str, line: int, cites: Iterable[str], packs: Packs, flaws: Flaws) -> None:
    for given in cites:
        with flaws.noting(file, line):
            packs.sources.resolve(given)


def _cites_of(rule: Procedure) -> Iterator[str]:
    parts: list[Cites] = [rule.cites, rule.transition.cites]
    if rule.whole:
        parts += [rule.whole.limit.cites, rule.whole.longer.cites if rule.whole.longer else ()]
    for stage in rule.stages:
        parts += [stage.cites, stage.skip_cites, stage.limit.cites if stage.limit else ()]
        parts += [stage.quorum.cites if stage.quorum else ()]
        parts += [needed.cites for needed in stage.needs]
    for back in rule.objections.values():
        parts += [back.cites, back.limit.cites if back.limit else ()]
    parts += [rule.tell_refusal.cites if rule.tell_refusal else (), rule.first_month.cites if rule.first_month else ()]
    parts += [change.cites for change in rule.changes.values()] + [each.cites for each in rule.pauses.values()]
    parts += [each.cites for each in rule.terminations.values()]
    for part in parts:
        yield from part


def _check_rule(rule: Procedure, packs: Packs, flaws: Flaws) -> None:
    known = {programme.id for programme in packs.programmes}
    for programme in rule.programmes:
        if programme not in known:
            flaws.add(rule.file, rule.line, f"没有救助项目“{programme}”，可用：{'、'.join(sorted(known))}")
    if rule.until is not None and rule.until <= rule.since:
        flaws.add(rule.file, rule.line, "until 不晚于 from")
    if rule.missing is None:
        _check_order(rule, flaws)
        _check_returns(rule, flaws)
        for stage in rule.stages:
            _check_stage(rule, stage, flaws)


def _check_order(rule: Procedure, flaws: Flaws) -> None:
    steps = [stage.step for stage in rule.stages]
    at = {step: place for place, step in enumerate(steps)}
    if len(at) != len(steps):
        flaws.add(rule.file, rule.line, "同一环节写了两次")
    for needed in (Step.OPINION, Step.CONFIRMATION):
        if needed not in at:
            flaws.add(rule.file, rule.line, f"缺少环节“{needed.label}”")
    if steps[-1:] != [Step.CONFIRMATION]:
        flaws.add(rule.file, rule.line, f"最后一个环节应是“{Step.CONFIRMATION.label}”")
    for first, second in ORDER:
        if first in at and second in at and at[first] > at[second]:
            flaws.add(rule.file, rule.line, f"“{first.label}”应在“{second.label}”之前")
    for first, second in TOGETHER:
        if at.get(second, -1) != at.get(first, -2) + 1:
            flaws.add(rule.file, rule.line, f"“{first.label}”和“{second.label}”应前后相接")


def _check_stage(rule: Procedure, stage: Stage, flaws: Flaws) -> None:
    if stage.step in NEVER_LISTED:
        flaws.add(rule.file, rule.line, f"“{stage.step.label}”不是可以写的环节")
        return
    act = ACT_OF_STAGE.get((stage.step, stage.level))
    if act is None:
        flaws.add(rule.file, rule.line, f"“{stage.step.label}”不由{stage.level.label}办理")
        return
    if not stage.by:
        flaws.add(rule.file, rule.line, f"环节“{stage.step.label}”没有写由谁办理（by）")
    for role in stage.by:
        if not _fits(role, act, stage.level):
            flaws.add(rule.file, rule.line, f"“{role.label}”不能办理{stage.level.label}的“{stage.step.label}”")


def _fits(role: Role, act: Act, level: AtLevel) -> bool:
    return act in MAY[role] and LEVELS.get(role, frozenset({_LEVEL[level]})) == {_LEVEL[level]}


def _check_returns(rule: Procedure, flaws: Flaws) -> None:
    for notice, back in rule.objections.items():
        if not rule.has(notice):
            flaws.add(rule.file, rule.line, f"没有“{notice.label}”，却规定了对它的异议")
            continue
        before = {stage.step for stage in rule.stages if stage not in (*rule.after(notice), rule.stage(notice))}
        for step in back.back_to:
            if step not in before:
                flaws.add(rule.file, rule.line, f"异议不能退到“{step.label}”：它不在“{notice.label}”之前")


def _check_ids(rules: Sequence[Procedure], flaws: Flaws) -> None:
    seen: dict[str, Procedure] = {}
    for rule in rules:
        if seen.setdefault(rule.id, rule) is not rule:
            flaws.add(rule.file, rule.line, f"程序编号“{rule.id}”用了两次")


def _check_one_in_force(rules: Sequence[Procedure], flaws: Flaws) -> None:
    """Two rules for one programme of one place on one day."""
    by_place: dict[tuple[str, str], list[Procedure]] = defaultdict(list)
    for rule in rules:
        for programme in rule.programmes:
            by_place[rule.place, programme].append(rule)
    for (_, programme), rivals in by_place.items():
        for first, second in combinations(rivals, 2):
            day = max(first.since, second.since)
            same = first.register is None or second.register is None or first.register == second.register
            if same and first.covers(day) and second.covers(day):
                both = f"{first.id}、{second.id}"
                flaws.add(second.file, second.line, f"“{programme}”在 {day} 有两个程序同时有效：{both}")


def _check_covered(rules: Sequence[Procedure], packs: Packs, flaws: Flaws) -> None:
    """Each programme handled here has, nationally, on each of its days a procedure, or a word on why there is none."""
    national = [rule for rule in rules if rule.place == NATION]
    for programme in (each for each in packs.programmes if each.handled):
        spans = sorted((rule.since, rule.until or date.max) for rule in national if programme.id in rule.programmes)
        day, until = programme.since, programme.until or date.max
        for start, end in spans:
            if start <= day < end:
                day = end
        if day < until:
            flaws.add(programme.file, programme.line, f"“{programme.label}”自 {day} 起没有办理程序，也没有写明没有读到")


def _check_countings(countings: Sequence[DatedCounting], flaws: Flaws) -> None:
    ordered = sorted(countings, key=lambda dated: dated.since)
    for earlier, later in pairwise(ordered):
        if earlier.until != later.since:
            flaws.add(later.file, later.line, "期限的计算办法应一个接一个，不留空档也不重叠")


def _check_remedies(remedies: Sequence[RemedyRule], ids: set[str], flaws: Flaws) -> None:
    for rule in remedies:
        for unknown in set(rule.procedures) - ids:
            flaws.add(rule.file, rule.line, f"没有办理程序“{unknown}”")
    for first, second in combinations(remedies, 2):
        same = (first.kind, first.decided_by, first.place) == (second.kind, second.decided_by, second.place)
        shared = set(first.procedures) & set(second.procedures) or first.procedures == second.procedures
        day = max(first.since, second.since)
        if same and shared and first.covers(day) and second.covers(day):
            flaws.add(second.file, second.line, f"“{second.kind.label}”在 {second.since} 有两条规定同时有效")
