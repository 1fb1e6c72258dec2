"""Start a case's survey, and ask the sources about its family where nobody has asked yet."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework.models import Case
from doudi.casework.services.start_survey import start_survey
from doudi.verification.models import CheckRequest
from doudi.verification.services.request_check import request_check
from doudi.verification.sources import sourcebook


@transaction.atomic
def start_checking(*, case: Case, by: Officer, on: date) -> CheckRequest:
    """Start the survey 启动调查 and ask every source the place may ask 发起核对 (minfa-2021-57#15). All or nothing.

    Several programmes of one application are checked together: the request that is there serves them all. Raises what
    `start_survey` and `request_check` raise, ConsentMissing above all.
    """
    started = start_survey(case=case, by=by, on=on)
    asked = CheckRequest.objects.filter(application=started.application_id).order_by("pk").last()
    if asked is not None:
        return asked
    application = started.application
    sources = tuple(each.source.name for each in sourcebook().askable(application.place, on))
    return request_check(application=application, sources=sources, by=by, on=on)
