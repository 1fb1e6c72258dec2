"""The endpoints of offices: each acts in the name of who answers for the token, in one transaction."""

from __future__ import annotations

import re
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Status

from doudi.accounts.models import TokenScope
from doudi.accounts.roles import Act
from doudi.api.authentication import OfficeToken, bearer_of
from doudi.api.office_schemas import ApplicationRequest, ApplicationStatus, CaseStatus
from doudi.api.schemas import Problem
from doudi.api.standing import application_status, case_status, persons_of
from doudi.audit.services.record import record
from doudi.casework.queries import case_page
from doudi.intake.filing import Filing, Identity
from doudi.intake.queries import application_keyed, application_numbered
from doudi.intake.services.submit import submit
from doudi.kernel.errors import NotKnown

router = Router(tags=["单位"])
PURPOSE: Final = "接口查询办理进度"
NUMBER: Final = re.compile(r"[0-9-]{1,40}")
SEEING: Final = {401: Problem, 403: Problem, 404: Problem, 429: Problem}
FILING: Final = {
    400: Problem, 401: Problem, 403: Problem, 409: Problem, 413: Problem, 422: Problem, 429: Problem,
}  # fmt: skip


class NotHere(NotKnown):
    """There is none of this number, or none that the office may see; the two look the same."""

    code = "api.not_here"
    sentence = "没有这个编号的申请或者办件，或者不在本单位的范围内。"


@router.post(
    "/applications",
    auth=OfficeToken(TokenScope.FILE),
    openapi_extra={"x-scope": TokenScope.FILE.label},
    response={200: ApplicationStatus, 201: ApplicationStatus} | FILING,
    summary="提交申请：单位为一户家庭登记救助申请",
)
def create_application(
    request: HttpRequest, response: HttpResponse, wanted: Body[ApplicationRequest]
) -> Status[dict[str, Any]]:
    """File an application; sent again with the same key, it is the same one, and the answer is 200."""
    response["Cache-Control"] = "no-store"
    who = bearer_of(request)
    with who.acting():
        who.require(Act.REGISTER, Act.LEAVE_LEAD, at=wanted.place)
        before = application_keyed(wanted.key)
        made = submit(filing=_filing(wanted), by=who.officer, on=who.somebody.on)
        if before is None:
            told = {"token": who.token.pk}
            record("intake.filed_by_token", on=who.somebody.on, subject=made, place=made.place, details=told)
        return Status(201 if before is None else 200, application_status(made, on=who.somebody.on))


@router.get(
    "/applications/{number}",
    auth=OfficeToken(TokenScope.READ_APPLICATIONS),
    openapi_extra={"x-scope": TokenScope.READ_APPLICATIONS.label},
    response={200: ApplicationStatus} | SEEING,
    summary="查询申请：办到哪里，还缺什么",
)
def read_application(request: HttpRequest, response: HttpResponse, number: str) -> dict[str, Any]:
    """Say how far an application is and what it lacks."""
    response["Cache-Control"] = "no-store"
    who = bearer_of(request)
    with who.acting():
        found = application_numbered(_known_form(number))
        if found is None:
            raise NotHere
        who.require(Act.READ_CASE, at=who.office.place)
        record(
            "intake.application_status_seen", on=who.somebody.on, subject=found, place=found.place, purpose=PURPOSE,
            persons=persons_of(found), details={"token": who.token.pk},
        )  # fmt: skip
        return application_status(found, on=who.somebody.on)


@router.get(
    "/cases/{number}",
    auth=OfficeToken(TokenScope.READ_CASES),
    openapi_extra={"x-scope": TokenScope.READ_CASES.label},
    response={200: CaseStatus} | SEEING,
    summary="查询办件：环节、时限、决定和文号",
)
def read_case(request: HttpRequest, response: HttpResponse, number: str) -> dict[str, Any]:
    """Say how far a case is: its step, its clocks, its newest decision."""
    response["Cache-Control"] = "no-store"
    who = bearer_of(request)
    with who.acting():
        found = case_page(_known_form(number))
        if found is None:
            raise NotHere
        who.require(Act.READ_CASE, at=who.office.place)
        record(
            "casework.case_status_seen", on=who.somebody.on, subject=found, place=found.place, purpose=PURPOSE,
            persons=persons_of(found.application), details={"token": who.token.pk},
        )  # fmt: skip
        return case_status(found)


def _filing(wanted: ApplicationRequest) -> Filing:
    people = {key: Identity(number=person.number, sex=person.sex) for key, person in wanted.people.items()}
    return Filing(
        key=wanted.key, place=wanted.place, household=wanted.household, people=people, channel=wanted.channel,
        reason=wanted.reason,
    )  # fmt: skip


def _known_form(number: str) -> str:
    """Return what could be a number; what could not is not there either. Raises NotHere."""
    if NUMBER.fullmatch(number) is None:
        raise NotHere
    return number
