"""Make the report of a check, with what would come out by it: provisional, frozen with the report, and no decision."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.flows.evaluate import living
from doudi.flows.provisional import provisional
from doudi.intake.queries import members_of
from doudi.verification.models import CheckRequest, Report
from doudi.verification.queries import differences
from doudi.verification.services.make_report import make_report


@transaction.atomic
def report_check(*, request: CheckRequest, by: Officer, on: date) -> Report:
    """Make the report of a check 出具核对报告 with its evaluation 暂估. Raises what `make_report` raises."""
    application = request.application
    family = members_of(application)
    found = provisional(
        application=application, family=family, living=living(application, on),
        rows=differences(application, members=family), on=on,
    )  # fmt: skip
    told = {"why_not": found.why_not} if found.told is None else found.told
    return make_report(request=request, by=by, on=on, provisional=told)
