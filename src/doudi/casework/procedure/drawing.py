"""Draws a procedure from its own data: a Mermaid chart for the documents, a list for the page of a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from doudi.casework.procedure.terms import DAY_LABELS, SINCE_LABELS, SKIP_LABELS, Limit, Procedure, Stage
from doudi.casework.steps import NOTICES, Kind, Step
from doudi.policy.sources import Sources


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """One line of the list: the stage, who acts, its limit and what it is skipped for, all in words."""

    step: Step
    label: str
    level: str
    by: str
    limit: str
    skipped: str
    needs: tuple[str, ...]
    articles: tuple[str, ...]


def limit_text(limit: Limit | None) -> str:
    """Say a limit: 自受理起3个工作日."""
    if limit is None:
        return ""
    return f"自{SINCE_LABELS[limit.since]}起{limit.days}{DAY_LABELS[limit.kind]}"


def listed(rule: Procedure, sources: Sources) -> tuple[DrawnStage, ...]:
    """Return the stages in order, in words."""
    return tuple(
        DrawnStage(
            step=stage.step,
            label=stage.step.label,
            level=stage.level.label,
            by="、".join(role.label for role in stage.by),
            limit=limit_text(stage.limit),
            skipped="；".join(SKIP_LABELS[skip] for skip in stage.skip),
            needs=tuple(needed.label for needed in stage.needs),
            articles=tuple(sources.text(cite) for cite in stage.cites),
        )
        for stage in rule.stages
    )


def mermaid(rule: Procedure) -> str:
    """Return the chart of a procedure, for Mermaid."""
    return "\n".join(["flowchart TD", *(f"  {line}" for line in _lines(rule))])


def _lines(rule: Procedure) -> Iterator[str]:
    yield 'accepted(["受理"])'
    before = "accepted"
    for stage in rule.stages:
        yield f"{stage.step.value}[{_quoted(_caption(stage))}]"
        yield f"{before} --> {stage.step.value}"
        before = stage.step.value
    for at, following in zip(rule.stages, rule.stages[1:], strict=False):
        if following.skip and len(rule.after(following.step)) > 0:
            words = "；".join(SKIP_LABELS[skip] for skip in following.skip)
            yield f"{at.step.value} -. {words} .-> {rule.after(following.step)[0].step.value}"
    for notice, back in rule.objections.items():
        why = "有异议" if notice in NOTICES else "争议较大"
        for step in back.back_to:
            yield f"{notice.value} -- {why} --> {step.value}"
    yield from _endings(before)


def _endings(last: str) -> Iterator[str]:
    for kind in (Kind.GRANT, Kind.REFUSE):
        yield f'{kind.value}(["{kind.label}"])'
        yield f"{last} --> {kind.value}"


def _caption(stage: Stage) -> str:
    limit = limit_text(stage.limit)
    who = "" if stage.step in NOTICES else f"<br>{'、'.join(role.label for role in stage.by)}"
    return f"{stage.step.label}{who}{'<br>' + limit if limit else ''}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'
