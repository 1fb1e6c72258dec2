"""What an event was done to, as people name it: an application, a case or a batch by its number.

Most rows belong to one of these; the tables below say by which columns. A kind that is not here goes by its own name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db.models import CharField, Value

from doudi.audit.fixed import fixed
from doudi.audit.models import Event
from doudi.audit.queries import Subjects
from doudi.casework.models import Case
from doudi.desk.audit.policies import policies
from doudi.desk.labels import programme_label
from doudi.intake.models import Application, Opening
from doudi.kernel.masking import masked_name
from doudi.payments.models import Batch

OF_APPLICATIONS: Final = {
    "intake.application": "pk",
    "intake.document": "application",
    "verification.consent": "member__application",
    "verification.unreachable": "member__application",
    "verification.obligorsnoted": "member__application",
    "verification.checkrequest": "application",
    "verification.sourceanswer": "request__application",
    "verification.report": "request__application",
    "verification.homevisit": "application",
    "determination.determination": "application",
    "entitlements.entitlement": "application",
    "entitlements.entitlementend": "entitlement__application",
    "entitlements.payee": "entitlement__application",
    "entitlements.cardkeeper": "payee__entitlement__application",
}
OF_CASES: Final = {
    "casework.case": "pk",
    "casework.opinion": "case",
    "casework.deliberation": "case",
    "casework.notice": "case",
    "casework.objection": "notice__case",
    "casework.decision": "case",
    "casework.letter": "decision__case",
    "casework.reconsideration": "decision__case",
}
OF_BATCHES: Final = {"payments.batch": "pk", "payments.bankfile": "batch", "payments.bankreceipt": "bank_file__batch"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event was done to; `application` is the one it belongs to, with who filed it."""

    text: str = ""
    applicant: str = ""
    application: Application | None = None


def belonging_to(applications: Collection[int], cases: Collection[int] | None = None) -> Subjects:
    """List the rows of some applications and of their cases, or only of some of these: one query for all kinds."""
    if cases is None:
        cases = list(Case.objects.filter(application__in=applications).values_list("pk", flat=True))
    found: dict[str, list[int]] = {kind: [] for kind in (*OF_APPLICATIONS, *OF_CASES)}
    found |= {"intake.application": list(applications), "casework.case": list(cases)}
    for kind, key in _below(list(applications), list(cases)):
        found[kind].append(key)
    return found


def _hanging_on(applications: int, cases: int) -> Any:
    """Compose what hangs on applications and cases, all kinds in one query."""
    paths = [
        *((*each, applications) for each in OF_APPLICATIONS.items()),
        *((*each, cases) for each in OF_CASES.items()),
    ]
    asked = [
        _rows(kind)
        .annotate(named=Value(kind, CharField()))
        .filter(**{f"{path}__in": [keys]})
        .order_by()
        .values_list("named", "pk")
        for kind, path, keys in paths
        if path != "pk"
    ]
    return asked[0].union(*asked[1:], all=True)


_below = fixed(_hanging_on, asked=(-1, -2))


def _rows(kind: str) -> Any:
    return apps.get_model(kind)._default_manager.all()  # noqa: SLF001 - Django's public manager


def subjects_of(events: Iterable[Event]) -> dict[int, Subject]:
    """Say what each event was done to, with a query for each kind of thing among them."""
    kinds: dict[str, set[int]] = defaultdict(set)
    listed = list(events)
    for event in listed:
        if event.subject_id is not None:
            kinds[event.subject_kind].add(event.subject_id)
    to_case, to_application, to_batch = (_owners(kinds, known) for known in (OF_CASES, OF_APPLICATIONS, OF_BATCHES))
    cases = {row.pk: row for row in Case.objects.filter(pk__in=set(to_case.values()))}
    wanted = {*to_application.values(), *(row.application_id for row in cases.values())}
    applications = {row.pk: row for row in Application.objects.filter(pk__in=wanted).select_related("mandate")}
    batches = {row.pk: row for row in Batch.objects.filter(pk__in=set(to_batch.values()))}
    said = policies(kinds)
    found: dict[int, Subject] = {}
    for event in listed:
        thing = event.subject_kind, event.subject_id
        case, batch = cases.get(to_case.get(thing, 0)), batches.get(to_batch.get(thing, 0))
        application = applications.get(case.application_id if case else to_application.get(thing, 0))
        told = said.get((event.subject_kind, event.subject_id or 0), "")
        found[event.pk] = Subject(told) if told else _subject(event, case, application, batch)
    return found


def _owners(kinds: Mapping[str, set[int]], known: Mapping[str, str]) -> dict[tuple[str, int | None], int]:
    found: dict[tuple[str, int | None], int] = {}
    for kind in kinds.keys() & known.keys():
        rows = _rows(kind).filter(pk__in=kinds[kind]).values_list("pk", known[kind])
        found |= {(kind, key): owner for key, owner in rows}
    return found


def _subject(event: Event, case: Case | None, application: Application | None, batch: Batch | None) -> Subject:
    applicant = masked_name(application.applicant_name) if application else ""
    if case is not None:
        return Subject(f"办件 {case.number}", applicant, application)
    if application is not None:
        return Subject(f"申请 {application.number}", applicant, application)
    if batch is not None:
        limited = f" {programme_label(batch.programme)}" if batch.programme else ""
        return Subject(f"发放批次第 {batch.pk} 号（{batch.month.year}年{batch.month.month}月{limited}）")
    return Subject(_kind(event.subject_kind))


def _kind(kind: str) -> str:
    try:
        return str(apps.get_model(kind)._meta.verbose_name) if kind else ""  # noqa: SLF001 - Django's public Meta
    except LookupError:
        return kind


def opened_to(applications: Iterable[Application]) -> set[tuple[int, int]]:
    """List to whose accounts some applications were opened: those of the applicants themselves."""
    rows = Opening.objects.filter(application__in=list(applications))
    return set(rows.values_list("application_id", "account_id"))
