"""核对授权书: a sheet for each member to sign, with the sources of the place by name and the articles they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.accounts.queries import full_name
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.desk.frame import ACCEPTANCE
from doudi.desk.pages import asking, page
from doudi.faces.fields import in_chinese
from doudi.intake.models import Application, FamilyMember
from doudi.intake.queries import application_numbered, members_of
from doudi.standards import lawbook
from doudi.standards.majority import is_minor
from doudi.verification.queries import unreachable_of
from doudi.verification.sources import Askable, sourcebook


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one member, or a guardian, signs."""

    name: str
    signer: str


@never_cache
@require_safe
def authorisation(request: HttpRequest, number: str) -> HttpResponse:
    """Show the sheets for printing; somebody whose leave cannot be had gets none. Raises MayNot; 404 for no such."""
    somebody = asking(request, Act.REGISTER)
    found = application_numbered(number)
    if found is None:
        raise Http404
    members = _signing(found)
    persons = [each.person_id for each in members if each.person_id]
    record("verification.authorisation_printed", on=somebody.on, subject=found, place=found.place, persons=persons)
    asked = sourcebook().askable(found.place, somebody.on)
    context = {
        "application": found, "place": full_name(found.place, somebody.on), "office": somebody.office,
        "sheets": [_sheet(each, somebody.on) for each in members], "sources": [each.source for each in asked],
        "articles": _articles(asked), "today": in_chinese(somebody.on),
    }  # fmt: skip
    return page(request, "desk/acceptance/authorisation.html", context, current=ACCEPTANCE)


def _signing(application: Application) -> list[FamilyMember]:
    away = unreachable_of(application)
    return [member for member in members_of(application) if member.pk not in away]


def _sheet(member: FamilyMember, on: date) -> Sheet:
    is_child = member.born_on is not None and is_minor(member.born_on, place=member.application.place, on=on)
    return Sheet(member.name, "监护人" if is_child else "授权人")


def _articles(asked: list[Askable]) -> list[str]:
    cited = dict.fromkeys(cite for each in asked for cite in each.cites)
    return [lawbook.packs().sources.text(cite) for cite in cited]
