"""The stand-in over real HTTP: it keeps to its own description, lets in whom it knows, and nobody twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from doudi.exchange import signatures
from doudi.exchange.messages import Outcome, Query, StillWorking, read
from doudi.exchange.signatures import Signed, SignedAnswer, read_pem, require_answer, sign_request
from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.standards import lawbook
from doudi.standin.records import RECORDS, answer
from doudi.verification.sources import sourcebook
from tests.fixtures.departments import OURS, Running

CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SLOW = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.function_scoped_fixture,
]
DAY = date(2024, 3, 1)


def query(source: str = "bank_deposits", *, born: date = date(1975, 5, 1), serial: int = 1) -> Query:
    number = ResidentNumber.reserved(born=born, sex=Sex.MALE, serial=serial)
    return Query(
        query=uuid4(), source=source, name="张某甲", number=number.full, purpose="示例", authorisation="a" * 64,
        place="430971001001", day=DAY,
    )  # fmt: skip


def signed(department: Running, body: bytes, *, by: Ed25519PrivateKey = OURS, path: str = "queries") -> Signed:
    request = Signed("POST" if body else "GET", f"{department.url}{path}", {"Content-Type": "application/json"})
    sign_request(request, body, by=by)
    return request


def send(department: Running, request: Signed, body: bytes) -> tuple[int, bytes, dict[str, str]]:
    connection = HTTPConnection(urlsplit(department.url).netloc, timeout=5)
    connection.request(request.method, urlsplit(request.url).path, body or None, request.headers)
    came = connection.getresponse()
    content = came.read()
    connection.close()
    return came.status, content, dict(came.headers)


def test_every_source_of_the_nation_is_known_to_the_stand_in() -> None:
    assert set(sourcebook().sources) <= set(RECORDS)


@pytest.mark.parametrize("source", sorted(sourcebook().sources))
def test_what_it_says_is_a_fact_that_the_source_may_tell(source: str) -> None:
    covers = set(sourcebook().sources[source].covers)
    told = [answer(query(source, born=date(year, 1, 2), serial=year), seed=3) for year in range(1940, 2020, 4)]

    assert {element.name for each in told for element in each.elements} <= covers
    assert covers <= set(lawbook.packs().facts.by_name)


def test_the_same_person_has_the_same_answer_and_another_seed_another_one() -> None:
    people = [query(serial=serial) for serial in range(30)]

    def said(seed: int) -> list[object]:
        return [answer(each, seed=seed).elements for each in people]

    assert said(1) == said(1) != said(2)


def test_an_answer_is_signed_for_the_request_it_answers_and_fits_no_other(department: Running) -> None:
    body = query().model_dump_json().encode()
    request = signed(department, body)

    status, content, headers = send(department, request, body)

    require_answer(SignedAnswer(status, request, headers), content, holder=department.holder)
    with pytest.raises(signatures.SignatureWrong):
        require_answer(SignedAnswer(status, signed(department, body), headers), content, holder=department.holder)


def test_a_request_that_came_before_is_refused(department: Running) -> None:
    body = query().model_dump_json().encode()
    request = signed(department, body)

    first, again = send(department, request, body), send(department, request, body)

    assert (first[0], again[0]) == (200, 409)
    assert len(department.department.asked) == 1


def test_a_request_that_is_badly_signed_is_refused(department: Running) -> None:
    body = query().model_dump_json().encode()
    stranger = signed(department, body, by=Ed25519PrivateKey.from_private_bytes(b"x" * 32))
    changed, elsewhere = signed(department, body), signed(department, body, path="other")
    elsewhere.url = f"{department.url}queries"
    unsigned = Signed("POST", f"{department.url}queries", {"Content-Type": "application/json"})

    statuses = [
        send(department, stranger, body)[0], send(department, changed, body + b" ")[0],
        send(department, elsewhere, body)[0], send(department, unsigned, body)[0],
    ]  # fmt: skip

    assert statuses == [401, 401, 401, 401]
    assert department.department.asked == []


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_request_from_another_time_is_refused(
    department: Running, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    body = query().model_dump_json().encode()
    request = Signed("POST", f"{department.url}queries", {})
    at = datetime.now().astimezone() + timedelta(minutes=minutes)  # noqa: TID251 - the test's own clock
    signatures.HTTPMessageSigner(
        signature_algorithm=signatures.ED25519, key_resolver=signatures._Keys(own=OURS)
    ).sign(
        request, key_id=signatures.key_id(OURS.public_key()), nonce="once", tag=signatures.REQUEST_TAG, body=body,
        covered_component_ids=signatures.OF_REQUEST, created=at,
    )  # fmt: skip

    status, _, _ = send(department, request, body)

    assert status == 401


def test_it_hands_out_its_public_key_and_its_description(department: Running) -> None:
    _, key, _ = send(department, Signed("GET", f"{department.url}key"), b"")
    status, shown, _ = send(department, Signed("GET", f"{department.url}openapi.json"), b"")

    assert signatures.raw(read_pem(key)) == signatures.raw(department.holder)
    assert status == 200
    assert b"doudi-query" in shown


def test_a_fault_is_switched_over_http(department: Running) -> None:
    sent = b'{"fault": "late", "times": 1}'
    switch = Signed("PUT", f"{department.url}control/faults/bank_deposits")
    nonsense = send(department, switch, b'{"fault": "rain"}')
    on = send(department, switch, sent)
    body = query().model_dump_json().encode()

    late, then = (send(department, signed(department, body), body) for _ in range(2))

    assert (nonsense[0], on[0], late[0], then[0]) == (400, 200, 202, 200)
    assert read(StillWorking, late[1]).seconds == 1


@pytest.mark.parametrize(("path", "method"), [("/queries", "POST"), ("/queries/{query}", "GET")])
def test_it_keeps_to_its_description_whatever_is_sent(department: Running, path: str, method: str) -> None:
    described = schemathesis.openapi.from_url(f"{department.url}openapi.json")
    asked = described.raw_schema["components"]["schemas"]["Query"]["properties"]
    asked["source"], asked["number"] = {"enum": sorted(RECORDS)}, {"enum": [query().number, "1" * 18]}
    asked["authorisation"], asked["place"] = {"enum": ["a" * 64]}, {"enum": ["430971001001", "620102"]}
    met: set[int] = set()

    @given(case=described[path][method].as_strategy(), is_signed=...)
    @settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
    def attempt(case: schemathesis.Case, is_signed: bool) -> None:
        came = case.call(auth=_Signing() if is_signed else None)
        met.add(came.status_code)
        case.validate_response(came, checks=CHECKED)

    attempt()

    assert met <= {200, 400, 401, 404}
    assert 401 in met


class _Signing:
    """Signs what Schemathesis is about to send."""

    def __call__(self, request: Any) -> Any:
        body = request.body or b""
        content = body.encode() if isinstance(body, str) else body
        sign_request(request, content, by=OURS)
        return request


def test_a_number_that_is_none_and_a_source_that_is_not_kept_are_refused(department: Running) -> None:
    wrong = query().model_copy(update={"number": "999999199913013210"}).model_dump_json().encode()
    nowhere = query("weather").model_dump_json().encode()

    assert send(department, signed(department, wrong), wrong)[0] == 400
    assert send(department, signed(department, nowhere), nowhere)[0] == 422


def test_outcomes_are_three_and_a_failure_is_none_of_them() -> None:
    assert {each.value for each in Outcome} == {"found", "nothing_on_record", "other_name"}
