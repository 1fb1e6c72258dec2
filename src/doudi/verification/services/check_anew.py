"""Have the same sources asked once more because the report of a check has expired."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.intake.models import Application
from doudi.kernel.errors import NotNow
from doudi.verification.models import CheckRequest
from doudi.verification.queries import reports_made_for
from doudi.verification.services.request_check import request_check
from doudi.verification.validity import is_expired


class NothingExpired(NotNow):
    """No report has expired: there is none, it is valid still or for no set time, or a new check is under way."""

    code = "verification.nothing_expired"
    sentence = "最近一份核对报告没有过期，或者已经重新提请核对，不用再提请。"


@transaction.atomic
def check_anew(*, application: Application, by: Officer, on: date) -> CheckRequest:
    """Ask the same sources again 重新提请核对 after the last report expired, once.

    Raises NothingExpired, and what `request_check` raises.
    """
    last = CheckRequest.objects.select_for_update(of=("self",)).filter(application=application).order_by("pk").last()
    report = reports_made_for(application).order_by("pk").last()
    if last is None or report is None or report.request != last or not is_expired(report, on):
        raise NothingExpired
    return request_check(application=application, sources=tuple(last.sources), by=by, on=on)
