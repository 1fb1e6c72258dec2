"""What a procedure is made of. Every figure carries the articles it is read from; what no document gives is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from doudi.accounts.roles import Role
from doudi.casework.steps import AtLevel, RemedyKind, Step
from doudi.kernel.errors import NotKnown
from doudi.kernel.workdays import Counting, DayKind

Cites = tuple[str, ...]


class Since(StrEnum):
    """The day a limit is counted from."""

    APPLICATION = "application"
    ACCEPTANCE = "acceptance"
    ENTRY = "entry"
    NOTICE_END = "notice_end"
    OBJECTION = "objection"
    DECISION = "decision"


SINCE_LABELS = {
    Since.APPLICATION: "提出申请",
    Since.ACCEPTANCE: "受理",
    Since.ENTRY: "进入本环节",
    Since.NOTICE_END: "公示期满",
    Since.OBJECTION: "提出异议",
    Since.DECISION: "作出决定",
}
DAY_LABELS = {DayKind.WORKING: "个工作日", DayKind.CALENDAR: "日"}


class Skip(StrEnum):
    """When a stage is passed over; each is a question the case can answer."""

    UNDISPUTED = "undisputed"
    REFUSAL_PROPOSED = "refusal_proposed"
    ASKED_FOR = "asked_for"


SKIP_LABELS = {
    Skip.UNDISPUTED: "没有争议的不办",
    Skip.REFUSAL_PROPOSED: "拟不予的不办",
    Skip.ASKED_FOR: "认为需要时才办",
}


class Need(StrEnum):
    """A paper or act that must be there before a stage can end."""

    CONSENT = "consent"
    HOME_VISIT = "home_visit"
    CHECK_REPORT = "check_report"
    NOTICE_PHOTO = "notice_photo"
    COUNTY_VISIT = "county_visit"


NEED_LABELS = {
    Need.CONSENT: "家庭经济状况核对授权书",
    Need.HOME_VISIT: "入户调查表",
    Need.CHECK_REPORT: "家庭经济状况核对报告",
    Need.NOTICE_PHOTO: "公示照片",
    Need.COUNTY_VISIT: "县级入户调查表",
}


class When(StrEnum):
    """Which cases need a paper."""

    ALWAYS = "always"
    NEAR_RELATIVE = "near_relative"


class Pending(StrEnum):
    """What a new rule does to cases that are pending on its first day."""

    KEEP = "keep"
    RECOUNT = "recount"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days, of which kind, counted from which day."""

    days: int
    kind: DayKind
    since: Since
    cites: Cites


@dataclass(frozen=True, slots=True)
class Longer:
    """How far the whole limit may be extended, on which grounds; no ground listed: any, with its reason."""

    days: int
    grounds: Mapping[str, str]
    cites: Cites


@dataclass(frozen=True, slots=True)
class Whole:
    """The limit of everything from its first day to the decision."""

    limit: Limit
    longer: Longer | None


@dataclass(frozen=True, slots=True)
class Needed:
    """One of `any_of` has to be there."""

    any_of: tuple[Need, ...]
    when: When
    cites: Cites

    @property
    def label(self) -> str:
        """Say what is asked for."""
        return "或者".join(NEED_LABELS[need] for need in self.any_of)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Of those at a deliberation, at least `share` of `of` stand for the villagers."""

    share: int
    of: int
    cites: Cites


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: who acts at which level, within what limit, with which papers, and when it is passed over."""

    step: Step
    level: AtLevel
    by: tuple[Role, ...]
    limit: Limit | None
    needs: tuple[Needed, ...]
    skip: tuple[Skip, ...]
    skip_cites: Cites
    quorum: Quorum | None
    cites: Cites
    note: str | None


@dataclass(frozen=True, slots=True)
class Return:
    """What an objection does: where the case goes back to, within what limit, and whether it is posted again."""

    back_to: tuple[Step, ...]
    limit: Limit | None
    notice_again: bool
    cites: Cites


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation in which the clock stands still, or a case ends without a decision."""

    ground: str
    label: str
    cites: Cites


@dataclass(frozen=True, slots=True)
class Change:
    """Adjusting or ending what was granted: from how many months after the decision; None where no text says."""

    months_after: int | None
    cites: Cites


@dataclass(frozen=True, slots=True)
class Transition:
    """What happens to the cases pending on the first day."""

    pending: Pending
    cites: Cites


class ProcedureUnknown(NotKnown):
    """No text we have says how such a case is handled there on that day."""

    code = "casework.procedure_unknown"
    sentence = "没有读到{place}自 {day} 起办理“{programme}”的程序：{why}。请先补录程序。"


class StageMissing(NotKnown):
    """The procedure has no such stage."""

    code = "casework.stage_missing"
    sentence = "《{procedure}》没有“{step}”这个环节。"


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """How cases of some programmes are handled at a place and below, from a first day to a last."""

    id: str
    label: str
    place: str
    programmes: tuple[str, ...]
    register: str | None
    since: date
    until: date | None
    cites: Cites
    stages: tuple[Stage, ...]
    missing: str | None
    whole: Whole | None
    objections: Mapping[Step, Return]
    tell_refusal: Limit | None
    first_month: Change | None
    changes: Mapping[str, Change]
    pauses: Mapping[str, Situation]
    terminations: Mapping[str, Situation]
    transition: Transition
    note: str | None
    digest: str
    file: str
    line: int
    _by_step: dict[Step, Stage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_step", {stage.step: stage for stage in self.stages})

    def covers(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def has(self, step: Step) -> bool:
        """Tell whether there is such a stage."""
        return step in self._by_step

    def stage(self, step: Step) -> Stage:
        """Return a stage. Raises StageMissing."""
        found = self._by_step.get(step)
        if found is None:
            raise StageMissing(procedure=self.label, step=Step(step).label)
        return found

    def after(self, step: Step) -> tuple[Stage, ...]:
        """Return the stages that follow one."""
        return self.stages[self.stages.index(self.stage(step)) + 1 :]

    @property
    def is_delegated(self) -> bool:
        """Tell whether the township confirms."""
        return self.has(Step.CONFIRMATION) and self.stage(Step.CONFIRMATION).level is AtLevel.TOWNSHIP


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCounting:
    """How days are counted, while that was the law: one way for working days, one for days."""

    since: date
    until: date | None
    by_kind: Mapping[DayKind, Counting]
    cites: Cites
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyRule:
    """A way to have a decision looked at again: where to go, within how long, while that was the law."""

    kind: RemedyKind
    decided_by: AtLevel
    place: str
    procedures: tuple[str, ...]
    since: date
    until: date | None
    body: str
    days: int | None
    months: int | None
    counted_from: str
    cites: Cites
    file: str
    line: int

    @property
    def period(self) -> str:
        """Say how long."""
        return f"{self.days}日" if self.days is not None else f"{self.months}个月"

    def covers(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)
