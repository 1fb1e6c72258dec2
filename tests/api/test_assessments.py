"""POST /api/v1/assessments: a household goes in, outcomes with their reasons come out, and errors say who can act."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from doudi.api.examples import EXAMPLE
from doudi.api.schemas import AssessmentAnswer
from doudi.portal.examples import examples
from tests.golden.cases import read_cases

pytestmark = pytest.mark.django_db

ASSESSMENTS = "/api/v1/assessments"
SMALL = {"place": "371702", "on": "2024-03-01", "household": {"members": [{"id": "m1", "name": "张某甲"}]}}


def post(client: Client, body: Any) -> Any:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body, default=str)
    return client.post(ASSESSMENTS, text, content_type="application/json")


def test_a_golden_case_comes_out_with_its_amount_and_explanation(client: Client) -> None:
    case = next(case for case in read_cases() if case.name == "heze/dibao-rural-three")
    month = case.months[-1]

    answer = post(client, {"place": case.place, "on": month.day, "household": month.document})

    dibao = next(outcome for outcome in answer.json()["outcomes"] if outcome["programme"] == "dibao")
    assert answer.status_code == 200
    assert (dibao["status"], dibao["amount"], dibao["amount_fen"]) == ("eligible", "1533.00", 153300)
    assert dibao["explanation"]["children"]
    assert "no-store" in answer["Cache-Control"]


def test_an_assumed_parameter_is_named_in_the_answer(client: Client) -> None:
    example = next(each for each in examples() if each.name == "dali-2007")
    assumed = {"dibao.standard.urban": "180.00/month"}

    answer = post(
        client, {"place": example.place, "on": example.day, "household": example.document(), "assume": assumed}
    )

    assert [entry["name"] for entry in answer.json()["law"]["assumed"]] == ["dibao.standard.urban"]


def test_every_answer_has_exactly_the_shape_that_the_schema_promises(client: Client) -> None:
    asked = [{"place": each.place, "on": each.day, "household": each.document()} for each in examples()]
    assumed = {"dibao.standard.rural": "620.00/month"}
    for body in (SMALL, {**SMALL, "assume": assumed}, *asked):
        answer = post(client, body)

        told = AssessmentAnswer.model_validate_json(answer.content)

        assert answer["Content-Type"] == "application/json; charset=utf-8"
        assert told.model_dump(mode="json", by_alias=True) == answer.json()


def test_who_accepts_html_alone_gets_the_calculation_to_embed(client: Client) -> None:
    first = examples()[0]
    body = {"place": first.place, "on": first.day, "household": first.document()}

    answer = client.post("/api/v1/assessments", body, content_type="application/json", headers={"Accept": "text/html"})

    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer.content.decode().strip().startswith('<article data-doudi="explanation"')
    assert "leaf-name" in answer.content.decode()
    assert "<script" not in answer.content.decode()


def with_member(**facts: Any) -> dict[str, Any]:
    return {**SMALL, "household": {"members": [{"id": "m1", "name": "张某甲", **facts}]}}


@pytest.mark.parametrize(
    ("body", "status", "code", "path"),
    [
        (with_member(age=300), 422, "household.refused", "household.members[0].age"),
        (with_member(incomes={"wage": "-5.00"}), 422, "household.refused", "household.members[0].incomes.wage"),
        (with_member(incomes=[{}]), 422, "household.refused", "household.members[0].incomes"),
        (with_member(spouse="m1"), 422, "household.refused", "household.members[0].spouse"),
        ({**SMALL, "household": {"members": [{}] * 40}}, 422, "household.refused", "household.members"),
        ({**SMALL, "household": {}}, 422, "household.refused", "household.members"),
        ({**SMALL, "place": "999999"}, 422, "places.unknown", "place"),
        ({**SMALL, "place": "牡丹区"}, 422, "api.request_invalid", "place"),
        ({**SMALL, "on": "2024-02-30"}, 422, "api.day_unknown", "on"),
        ({**SMALL, "on": 1709251200}, 422, "api.request_invalid", "on"),
        ({**SMALL, "extra": 1}, 422, "api.request_invalid", "extra"),
        ({**SMALL, "assume": {"no.such": "1"}}, 422, "snapshot.parameter_unknown", "assume.no.such"),
        ({**SMALL, "assume": {"dibao.standard.rural": "1"}}, 422, "parameters.given_unreadable", None),
        ({**SMALL, "before": 1}, 422, "api.request_invalid", "before"),
        ([], 422, "api.request_invalid", "$"),
        ("", 422, "api.request_invalid", "$"),
        ("{", 400, "api.body_unreadable", None),
        ('{"a": 1.5}', 400, "api.body_unreadable", None),
        ('{"a": NaN}', 400, "api.body_unreadable", None),
        ('{"a": "\\u0000"}', 400, "api.body_unreadable", None),
        ('{"a": 1, "a": 2}', 400, "api.body_unreadable", None),
        ('{"a": "\\ud800"}', 400, "api.body_unreadable", None),
        (b'{"a": "\xff"}', 400, "api.body_unreadable", None),
        ('{"a":' * 50_000, 400, "api.body_unreadable", None),
        ('{"a": ' + "9" * 5_000 + "}", 400, "api.body_unreadable", None),
        (" " * (257 * 1024), 413, "api.body_too_large", None),
        (" " * (3 * 1024 * 1024), 413, "api.body_too_large", None),
    ],
)
def test_what_is_wrong_is_said_with_its_code_and_path(
    client: Client, body: Any, status: int, code: str, path: str | None
) -> None:
    answer = post(client, body)

    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["path"]) == (status, code, path)
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["sentence"]
    assert re.search(r"([a-z]+ ){3}[a-z]+", problem["sentence"]) is None, "an English sentence"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([], "请求内容有误：整个请求内容：应是一组“名称: 值”（JSON 对象）。"),
        (None, "请求内容有误：整个请求内容：应是一组“名称: 值”（JSON 对象）。"),
        ("", "请求内容有误：整个请求内容：是空的，应是一组“名称: 值”（JSON 对象）。"),
        ({**SMALL, "household": []}, "请求内容有误：household：应是一组“名称: 值”（JSON 对象）。"),
        ({**SMALL, "place": 371702}, "请求内容有误：place：应是 6 位区划代码，例如 371702。"),
        ({**SMALL, "on": "1.3.2024"}, "请求内容有误：on：应是日期，例如 2024-03-01。"),
        (
            {**SMALL, "assume": {"dibao.standard.rural": 1}},
            "请求内容有误：assume.dibao.standard.rural：应是带引号的文字。",
        ),
        ({"place": "371702", "on": "2024-03-01"}, "请求内容有误：household：缺少这一项。"),
        ("{", "请求内容不是有效的 JSON：第 1 行第 2 个字符处不合 JSON 的写法。"),
    ],
)
def test_a_wrong_request_is_told_in_chinese_with_the_field_and_the_reason(
    client: Client, body: Any, sentence: str
) -> None:
    assert post(client, body).json()["sentence"] == sentence


@pytest.mark.parametrize("path", ["", "nothing", "assessments/", "places/371702", "facts"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_nobody_answers_is_a_problem_and_not_a_page(path: str, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "api.address_unknown"
    assert answer.json()["sentence"] == f"没有 /api/v1/{path} 这个接口地址；有哪些接口，见 /api/v1/docs。"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("get", "assessments", "POST"), ("put", "assessments", "POST"), ("post", "places", "GET")],
)
def test_a_method_that_an_address_does_not_take_is_a_problem_that_names_the_right_one(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = getattr(client, method)(f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == allowed
    assert answer.json()["sentence"] == f"/api/v1/{path} 不接受 {method.upper()} 请求，请用 {allowed}。"


def test_what_is_probably_a_slip_is_told_beside_the_answer(client: Client) -> None:
    couple = [{"name": "张某", "relation": "applicant", "age": 40}, {"name": "李某", "relation": "spouse", "age": 5}]

    answer = post(client, {**SMALL, "household": {"members": couple}})

    assert answer.status_code == 200
    assert [doubt[:4] for doubt in answer.json()["doubts"]] == ["李某填的"]


def test_places_are_listed_with_their_names_and_days(client: Client) -> None:
    places = {place["code"]: place for place in client.get("/api/v1/places").json()}

    assert places["371702"]["path"] == "山东省菏泽市牡丹区"
    assert places["371727"]["until"] == "2016-01-07"
    assert "000000" not in places


def test_the_schema_of_the_household_file_is_published(client: Client) -> None:
    schema = client.get("/api/v1/facts/schema").json()

    assert schema["properties"]["members"]["maxItems"] == 30


def test_the_interface_describes_itself_with_the_whole_household_file(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()

    assert set(described["paths"]) == {
        "/api/v1/assessments", "/api/v1/places", "/api/v1/facts/schema", "/api/v1/applications",
        "/api/v1/applications/{number}", "/api/v1/cases/{number}",
    }  # fmt: skip
    assert "members" in described["components"]["schemas"]["Household"]["properties"]


def test_the_page_about_the_interface_shows_an_example_that_works(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()

    assert "/api/v1/assessments" in page
    assert post(client, EXAMPLE).status_code == 200
