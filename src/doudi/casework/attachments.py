"""Which papers a stage still lacks; each is looked for where its own stage keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Max, Q

from doudi.accounts.roles import OfficeKind
from doudi.casework.models import Case, Notice
from doudi.casework.procedure.terms import Need, Stage, When
from doudi.casework.steps import Deed, Step
from doudi.verification.models import Consent, HomeVisit, Report


def missing_papers(case: Case, stage: Stage, *, on: date) -> list[str]:
    """Name the papers that a stage asks for and that are not there on a day."""
    return [
        needed.label
        for needed in stage.needs
        if _applies(case, needed.when) and not any(FOUND[need](case, on) for need in needed.any_of)
    ]


def _applies(case: Case, when: When) -> bool:
    return when is When.ALWAYS or case.application.near_relative


def _since(case: Case) -> date:
    """After an objection, or handed back to it, the survey is made again: what was there before no longer counts."""
    again = Q(deed=Deed.RAISE_OBJECTION) | Q(deed=Deed.HAND_BACK, to_step=Step.SURVEY)
    return case.steps_taken.filter(again).aggregate(last=Max("taken_on"))["last"] or date.min


def _consent(case: Case, on: date) -> bool:
    return Consent.objects.filter(member__application=case.application_id, signed_on__lte=on).exists()


def _home_visit(case: Case, on: date) -> bool:
    return HomeVisit.objects.filter(application=case.application_id, visited_on__range=(_since(case), on)).exists()


def _check_report(case: Case, on: date) -> bool:
    return Report.objects.filter(request__application=case.application_id, made_on__range=(_since(case), on)).exists()


def _notice_photo(case: Case, on: date) -> bool:
    return Notice.objects.filter(case=case, posted_on__lte=on, board_photo__isnull=False).exists()


def _county_visit(case: Case, on: date) -> bool:
    """A visit with somebody of the county's civil affairs office among the visitors."""
    return HomeVisit.objects.filter(
        application=case.application_id,
        visited_on__lte=on,
        visitors__officer__posts__office__kind=OfficeKind.CIVIL_AFFAIRS,
    ).exists()


FOUND: dict[Need, Callable[[Case, date], bool]] = {
    Need.CONSENT: _consent,
    Need.HOME_VISIT: _home_visit,
    Need.CHECK_REPORT: _check_report,
    Need.NOTICE_PHOTO: _notice_photo,
    Need.COUNTY_VISIT: _county_visit,
}
