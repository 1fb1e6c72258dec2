"""The code that the window prints: with it the applicant sees at a phone what was filed in their name, and confirms."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.accounts.roles import Act
from doudi.accounts.services.codes import window_code
from doudi.accounts.signed_in import shown_once
from doudi.desk.frame import ACCEPTANCE
from doudi.desk.pages import asking, officer, page
from doudi.intake.models import FamilyMember, Relation
from doudi.intake.queries import application_numbered, masked_number, members_of
from doudi.kernel.errors import Refused
from doudi.kernel.residentid import ResidentNumber


class NoNumber(Refused):
    """A code is for who brings it with their number, and none is known of the applicant."""

    code = "desk.applicant_without_number"
    sentence = "申请人没有登记公民身份号码，不能打印查询码，请当面确认。"


@shown_once
@never_cache
@require_POST
def print_code(request: HttpRequest, number: str) -> HttpResponse:
    """Print a code for the applicant; the one before no longer counts. Raises MayNot, NoNumber."""
    somebody = asking(request, Act.REGISTER)
    found = application_numbered(number)
    if found is None:
        raise Http404
    applicant = _applicant(members_of(found))
    code = window_code(
        number=ResidentNumber.parse(str(applicant.number)), application=found.pk, place=found.place,
        by=officer(somebody), on=somebody.on, at=somebody.at,
    )  # fmt: skip
    context = {
        "application": found, "applicant": applicant.name, "identity": masked_number(str(applicant.number)),
        "code": code, "until": somebody.on + settings.DOUDI_ENTRY.window_code_life,
        "address": request.build_absolute_uri(reverse("portal:enter_window")),
    }  # fmt: skip
    return page(request, "desk/acceptance/paper_code.html", context, current=ACCEPTANCE)


def _applicant(members: list[FamilyMember]) -> FamilyMember:
    found = next((each for each in members if each.relation == Relation.APPLICANT and each.number), None)
    if found is None:
        raise NoNumber
    return found
