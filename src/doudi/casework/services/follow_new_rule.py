"""Take a pending case over to a rule that came into force, as its transition says."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.audit.services.record import record
from doudi.casework import clocks, state
from doudi.casework.advance import show
from doudi.casework.models import Case, Extension, Term
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Pending, Procedure
from doudi.casework.steps import TermKind

FOLLOWED = "rule_followed"


@transaction.atomic
def follow_new_rule(*, case: Case, on: date) -> bool:
    """Follow the rule now in force 适用新规定, where its transition reaches pending cases; tell whether it did.

    The whole limit is counted again from its own first day. Where it would have been over before the rule began, the
    old limit stands: nobody is late by a rule that was not there. Raises AlreadyHandled.
    """
    rule = _rule_to_follow(case, on)
    if rule is None:
        return False
    state.claim(case)
    _recount(case, rule)
    before = case.procedure
    show(case, procedure=rule.id, procedure_digest=rule.digest)
    cites = rule.transition.cites
    state.note(case, FOLLOWED, from_step=case.step, by=None, on=on, cites=cites, why=f"{before} → {rule.id}")
    record("casework.rule_followed", on=on, subject=case, place=case.place, details={"from": before, "to": rule.id})
    return True


def follow_new_rules(*, on: date) -> int:
    """Do so for every pending case that the actor sees; say how many followed."""
    pending = Case.objects.filter(closed_on=None, decided_on=None, opened_on__lt=on).order_by("pk")
    return sum(follow_new_rule(case=case, on=on) for case in pending)


def _rule_to_follow(case: Case, on: date) -> Procedure | None:
    """Return the next rule after the case's own that is in force and reaches pending cases of the same stages."""
    old = state.rule_of(case)
    if case.decided_on is not None or case.closed_on is not None or old.until is None or on < old.until:
        return None
    new = procedures().find(case.programme, case.place, on, old.register)
    same = [stage.step for stage in old.stages] == [stage.step for stage in new.stages]
    return new if new.transition.pending is Pending.RECOUNT and same and new.place == old.place else None


def _recount(case: Case, rule: Procedure) -> None:
    term = case.terms.filter(kind=TermKind.WHOLE, ended_on=None).first()
    if term is None or rule.whole is None or Extension.objects.filter(term=term).exists():
        return
    old_days, old_due, old_cites = term.days, term.due_on, term.cites
    term.days, term.cites = rule.whole.limit.days, [*rule.whole.limit.cites, *rule.transition.cites, *_how(term)]
    clocks.count_again(term, clocks.calendar())
    if term.due_on < rule.since <= old_due:
        term.days, term.cites = old_days, old_cites
        clocks.count_again(term, clocks.calendar())


def _how(term: Term) -> tuple[str, ...]:
    return procedures().counting(clocks.day_kind(term), term.started_on)[1]
