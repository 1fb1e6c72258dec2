"""All procedures, asked for a programme at a place on a day: the nearest place wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from doudi.casework.procedure.terms import DatedCounting, Limit, Procedure, ProcedureUnknown, RemedyRule
from doudi.casework.steps import AtLevel, RemedyKind
from doudi.kernel.divisions import parent_chain
from doudi.kernel.errors import NotKnown
from doudi.kernel.workdays import Counting, DayKind
from doudi.policy.packs import Packs
from doudi.standards import lawbook


class CountingUnknown(NotKnown):
    """No text says how days were counted then."""

    code = "casework.counting_unknown"
    sentence = "没有读到 {day} 的期限如何计算的规定，不能起算。"


class RemedyUnknown(NotKnown):
    """No text says where and until when this decision can be contested; a letter without it is not issued."""

    code = "casework.remedy_unknown"
    sentence = "没有读到{level} {day} 所作决定的“{kind}”机关和期限，文书不能制发；请先补录救济途径。"


@dataclass(frozen=True, eq=False)
class Procedures:
    """The rules of all packs."""

    rules: tuple[Procedure, ...]
    countings: tuple[DatedCounting, ...]
    remedies: tuple[RemedyRule, ...]
    packs: Packs

    def by_id(self, given: str) -> Procedure:
        """Return the procedure a case follows. Raises ProcedureUnknown."""
        for rule in self.rules:
            if rule.id == given:
                return rule
        raise ProcedureUnknown(place="", day="（全部）", programme=given, why="政策包里已经没有这个程序")

    def find(self, programme: str, place: str, day: date, register: str | None = None) -> Procedure:
        """Return the rule in force: the nearest place goes first. Raises ProcedureUnknown, naming what is not known."""
        found = self._in_force(programme, place, day, register)
        if found is None:
            raise ProcedureUnknown(place=place, day=day, programme=programme, why="政策包里没有")
        if found.missing is not None:
            raise ProcedureUnknown(place=place, day=day, programme=programme, why=found.missing)
        return found

    def _in_force(self, programme: str, place: str, day: date, register: str | None) -> Procedure | None:
        for code in parent_chain(place):
            for rule in self.rules:
                fits = rule.register is None or rule.register == register
                if rule.place == code and programme in rule.programmes and fits and rule.covers(day):
                    return rule
        return None

    def counting(self, kind: DayKind, day: date) -> tuple[Counting, tuple[str, ...]]:
        """Return how days are counted from a day on, and by which articles. Raises CountingUnknown."""
        for dated in self.countings:
            if dated.since <= day and (dated.until is None or day < dated.until):
                return dated.by_kind[kind], dated.cites
        raise CountingUnknown(day=day)

    def counting_of(self, limit: Limit, day: date) -> tuple[Counting, tuple[str, ...]]:
        """Return how the days of a limit are counted."""
        return self.counting(limit.kind, day)

    def remedies_against(self, rule: Procedure, level: AtLevel, place: str, day: date) -> tuple[RemedyRule, ...]:
        """Return the ways to contest a decision: the nearest place first, a procedure's own rule before a general one.

        Raises RemedyUnknown when one of the two ways is not known.
        """
        return tuple(self._remedy(kind, rule, level, place, day) for kind in RemedyKind)

    def _remedy(self, kind: RemedyKind, rule: Procedure, level: AtLevel, place: str, day: date) -> RemedyRule:
        for code in parent_chain(place):
            here = [
                remedy
                for remedy in self.remedies
                if (remedy.kind, remedy.decided_by, remedy.place) == (kind, level, code) and remedy.covers(day)
            ]
            special = [remedy for remedy in here if rule.id in remedy.procedures]
            general = [remedy for remedy in here if not remedy.procedures]
            for found in (*special, *general):
                return found
        raise RemedyUnknown(level=level.label, day=day, kind=kind.label)


@lru_cache(maxsize=1)
def procedures() -> Procedures:
    """Return the procedures of this installation, loaded and checked. Raises PackRefused."""
    from doudi.casework.procedure.loading import load  # noqa: PLC0415 - loading makes what this module defines

    return load(lawbook.packs_root(), lawbook.packs())
