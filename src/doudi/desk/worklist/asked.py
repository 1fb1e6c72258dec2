"""What is asked of the worklist, read from its address: a GET form, so that a list can be sent to a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from doudi.casework.queries import Filters, Flag
from doudi.casework.steps import Step
from doudi.desk.addresses import with_query
from doudi.desk.labels import handled_labels
from doudi.faces.badges import SOON
from doudi.faces.fields import Option

LATE, WITHIN, WEEK = "late", "soon", "week"
DAYS_OF_A_WEEK = 7
LIMITS = ((LATE, "已超期"), (WITHIN, f"{SOON} 个工作日内到期"), (WEEK, f"{DAYS_OF_A_WEEK} 日内到期"))
FLAGS = (
    (Flag.DIFFERS, "核对差异"), (Flag.DISPUTED, "公示有异议"), (Flag.TAKEN_BACK, "申请人已撤回"),
    (Flag.NEAR_RELATIVE, "近亲属备案"),
    (Flag.PAUSED, "中止计时"), (Flag.PROVISIONAL, "时限暂定"),
)  # fmt: skip
LONGEST = 60
TAIL = re.compile(r"[0-9]{3}[0-9X]")


@dataclass(frozen=True, slots=True)
class Asked:
    """One state of the worklist. What is not among the choices counts as not asked."""

    programme: str = ""
    step: str = ""
    village: str = ""
    limit: str = ""
    flag: str = ""
    q: str = ""
    all: str = ""
    mark: str = ""
    first: int = 1

    @property
    def is_mine(self) -> bool:
        """Whether only what waits for this officer is wanted."""
        return not (self.all or self.step or self.q)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the step narrows the list."""
        return any((self.programme, self.village, self.limit, self.flag, self.q))

    @property
    def tail(self) -> str:
        """The last four of a number, where that is what was typed."""
        return self.q.upper() if TAIL.fullmatch(self.q.upper()) else ""

    def filters(self, on: date, soon_by: date, found: Iterable[int] = ()) -> Filters:
        """Say it as the question of casework; `found` are the persons whose number ends so."""
        due_by = {WITHIN: soon_by, WEEK: on + timedelta(days=DAYS_OF_A_WEEK)}.get(self.limit)
        flag = Flag.OVERDUE if self.limit == LATE else Flag(self.flag) if self.flag else None
        return Filters(
            programme=self.programme, step=self.step, village=self.village, due_by=due_by, flag=flag,
            text="" if self.tail else self.q, mine=self.is_mine, persons=tuple(found) if self.tail else None,
        )  # fmt: skip

    def address(self, name: str = "desk:start", **changed: object) -> str:
        """Return the address of this state with something changed, or of what another page makes of it."""
        kept = {each: getattr(self, each) for each in ("programme", "step", "village", "limit", "flag", "q", "all")}
        return with_query(name, {**kept, **changed})


def read_asked(sent: Mapping[str, str], here: str, digits: int) -> Asked:
    """Read the address; the places that may be chosen lie under `here` and have so many digits."""
    first, village = sent.get("first", ""), sent.get("village", "")
    is_place = village.isdecimal() and len(village) == digits and village.startswith(here)
    return Asked(
        programme=_one_of(sent.get("programme", ""), handled_labels()),
        step=_one_of(sent.get("step", ""), {step.value for step in Step}),
        village=village if is_place else "",
        limit=_one_of(sent.get("limit", ""), {code for code, _ in LIMITS}),
        flag=_one_of(sent.get("flag", ""), {code.value for code, _ in FLAGS}),
        q=sent.get("q", "").strip()[:LONGEST],
        all="1" if sent.get("all") else "",
        mark=sent.get("mark", ""),
        first=int(first) if first.isdecimal() and len(first) < LONGEST // 10 else 1,
    )


def _one_of(given: str, known: object) -> str:
    return given if given in known else ""  # type: ignore[operator]


def choices(asked: Asked, places: Mapping[str, str]) -> dict[str, tuple[Option, ...]]:
    """List what the selects of the filter bar offer."""
    steps = [(step.value, step.label) for step in Step]
    return {
        "programme": _options("全部项目", handled_labels().items(), asked.programme),
        "step": _options("全部环节", steps, asked.step),
        "village": _options("全部", places.items(), asked.village),
        "limit": _options("全部期限", LIMITS, asked.limit),
        "flag": _options("全部", [(code.value, label) for code, label in FLAGS], asked.flag),
    }


def _options(every: str, known: object, chosen: str) -> tuple[Option, ...]:
    listed = [Option(code, label, code == chosen) for code, label in known]  # type: ignore[attr-defined]
    return (Option("", every, not chosen), *listed)
