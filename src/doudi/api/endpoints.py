"""The endpoints. An assessment is computed, answered and forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from ninja import Body, Router

from doudi.api.schemas import AssessmentAnswer, AssessmentRequest, PlaceKnown, Problem
from doudi.determination.services.assess import assess
from doudi.kernel.divisions import NATION
from doudi.kernel.errors import Refused
from doudi.policy.doubts import beyond, doubts
from doudi.policy.report import as_json, as_text
from doudi.policy.schema import household_schema
from doudi.standards.queries import current_snapshot

router = Router()
HTML, JSON = "text/html", "application/json"
NOT_KEPT = {"Cache-Control": "no-store", "Vary": "Accept"}


class DayUnknown(Refused):
    """The calendar has no such day."""

    code = "api.day_unknown"
    sentence = "没有 {given} 这一天。"


@router.post(
    "/assessments",
    response={200: AssessmentAnswer, 400: Problem, 403: Problem, 409: Problem, 413: Problem, 422: Problem},
    summary="政策测算：一户在某地某日可以得到什么，为什么",
    by_alias=True,
)
def create_assessment(
    request: HttpRequest,
    wanted: Body[AssessmentRequest],
) -> HttpResponse:
    """Determine every programme for a household file at a place under the law of a day. Nothing is stored.

    With `Accept: text/html` the answer is a fragment of HTML to embed: outcomes, reasons and the whole calculation.
    """
    done = assess(
        document=wanted.household,
        place=wanted.place,
        on=_day(wanted.on),
        assume=wanted.assume,
        snapshot=current_snapshot(),
    )
    if request.accepts(HTML) and not request.accepts(JSON):
        fragment = render_to_string("ui/explanation.html", {"report": as_json(done)})
        return HttpResponse(fragment, content_type=f"{HTML}; charset=utf-8", headers=NOT_KEPT)
    text = as_text(done, doubts=[*beyond(done), *doubts(done)])
    # Sent as it was written: to parse it and check its shape takes longer than the assessment; a test does that.
    return HttpResponse(text, content_type=f"{JSON}; charset=utf-8", headers=NOT_KEPT)


@router.get("/places", response=list[PlaceKnown], summary="政策包里的地方")
def list_places(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 ninja hands it to every endpoint
    """List the places that the packs know, by code."""
    places = current_snapshot().packs.places
    return [
        {
            "code": place.code,
            "name": place.name,
            "path": places.path(place.code),
            "since": place.since,
            "until": place.until,
        }
        for place in sorted(places.by_code.values(), key=lambda each: each.code)
        if place.code != NATION
    ]


@router.get("/facts/schema", response=dict[str, Any], summary="家庭信息的 JSON Schema")
def facts_schema(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 ninja hands it to every endpoint
    """Return the JSON Schema of the household file."""
    return household_schema(current_snapshot().packs.facts)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise DayUnknown(given=given) from None
