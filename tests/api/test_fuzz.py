"""Schemathesis reads the interface's own description and tries to break it: no answer may be a failure of ours."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import MakeProgram, Program
from tests.fixtures.applications import TOWNSHIP, VILLAGE, Applications

CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
OPERATIONS = (("/api/v1/assessments", "POST"), ("/api/v1/places", "GET"), ("/api/v1/facts/schema", "GET"))


FOR_OFFICES = (
    ("/api/v1/applications", "POST"), ("/api/v1/applications/{number}", "GET"), ("/api/v1/cases/{number}", "GET"),
)  # fmt: skip
PLACES = ("371702", "532901", "141127", "430971", "620102")
DAYS = ("2007-06-01", "2022-03-01", "2024-03-01")


@pytest.fixture
def described(transactional_db: None) -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def aimed(described: BaseSchema) -> BaseSchema:
    """The same description, with places and days that have law, so that households get as far as the rules."""
    wanted = described.raw_schema["components"]["schemas"]["AssessmentRequest"]["properties"]
    wanted["place"], wanted["on"] = {"enum": list(PLACES)}, {"enum": list(DAYS)}
    return described


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_makes_the_interface_fail(described: BaseSchema, path: str, method: str) -> None:
    answers = attack(described[path][method])

    assert answers
    assert max(answers) < 500


def test_no_household_makes_the_rules_fail(aimed: BaseSchema) -> None:
    answers = attack(aimed["/api/v1/assessments"]["POST"])

    assert 200 in answers


@pytest.mark.parametrize(("path", "method"), FOR_OFFICES)
def test_no_request_without_token_gets_past_the_door(described: BaseSchema, path: str, method: str) -> None:
    answers = attack(described[path][method])

    assert answers <= {401, 429}


@pytest.mark.parametrize(("path", "method"), FOR_OFFICES)
def test_no_request_with_a_token_makes_the_interface_fail(
    described: BaseSchema, hall: Program, path: str, method: str
) -> None:
    answers = attack(described[path][method], hall.headers)

    assert answers
    assert answers <= {200, 201, 400, 403, 404, 409, 413, 422}


def test_no_family_makes_filing_fail(described: BaseSchema, hall: Program) -> None:
    schemas = described.raw_schema["components"]["schemas"]
    schemas["ApplicationRequest"]["properties"]["place"] = {"enum": [VILLAGE, TOWNSHIP]}
    schemas["ApplicationRequest"]["properties"]["people"] = {"enum": [{}]}
    household = schemas["Household"]["properties"]
    member = household["members"]["items"]
    told = (schemas[member["$ref"].rpartition("/")[2]] if "$ref" in member else member)["properties"]
    told["relation"], told["age"] = {"enum": ["applicant"]}, {"enum": [30, 70]}
    household["members"]["maxItems"] = 1
    for rarely_right in (told, "born_on"), (told, "spouse"), (told, "child_of"), (household, "before"):
        rarely_right[0].pop(rarely_right[1])

    answers = attack(described["/api/v1/applications"]["POST"], hall.headers)

    assert 201 in answers
    assert max(answers) < 500


@pytest.fixture
def hall(transactional_db: None, applications: Applications, program: MakeProgram) -> Program:
    """The program of the township's hall."""
    return program(applications.acceptor)


def attack(operation: APIOperation, headers: dict[str, str] | None = None) -> set[int]:
    """Send what the description allows, and check every answer; returns the statuses that came back."""
    met: set[int] = set()

    @given(case=operation.as_strategy())
    @settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
    def attempt(case: schemathesis.Case) -> None:
        answer = case.call(headers=headers)
        met.add(answer.status_code)
        case.validate_response(answer, checks=CHECKED)

    attempt()
    return met
