"""导出清单: what the list shows, as it is filtered, for who may read it; it leaves an event and has an end."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.desk.worklist import export
from doudi.intake.models import Application
from doudi.kernel.residentid import ResidentNumber, Sex
from tests.desk.test_worklist import many
from tests.fixtures.desks import FIRST_DAY, Desk


def exported(desk: Desk, role: str, query: str = "") -> list[dict[str, str]]:
    """The rows of the file by their titles."""
    answer = desk.get(role, f"/desk/export/{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="worklist-2022-04-18.csv"'
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_has_the_columns_and_rows_of_the_page_with_numbers_masked(desk: Desk) -> None:
    many(desk, 30)

    rows = exported(desk, Role.INVESTIGATOR)
    one = exported(desk, Role.INVESTIGATOR, "?q=张某7&all=1")

    number = ResidentNumber.reserved(born=date(1970, 1, 1), sex=Sex.FEMALE, serial=7)
    assert len(rows) == 30
    assert [(row["申请人"], row["证件号"], row["环节"], row["本环节期限"]) for row in one] == [
        ("张某7", number.masked, "待启动调查", "剩 3 个工作日")
    ]
    with acting(Actor.system("test"), on=FIRST_DAY):
        assert [each.details for each in Event.objects.filter(act="casework.list_exported").order_by("pk")] == [
            {"cases": 30}, {"cases": 1},
        ]  # fmt: skip


def test_an_officer_of_another_county_exports_an_empty_list(desk: Desk) -> None:
    many(desk, 1)

    assert exported(desk, "stranger", "?all=1") == []
    assert desk.get(Role.FINANCE_MAKER, "/desk/export/").status_code == 403


def test_a_list_that_is_too_long_is_refused_with_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    many(desk, 3)
    monkeypatch.setattr(export, "MOST", 2)

    answer = desk.get(Role.INVESTIGATOR, "/desk/export/")

    assert answer.status_code == 422
    assert "符合条件的超过 2 件" in answer.content.decode()


def test_what_a_spreadsheet_would_compute_is_text(desk: Desk) -> None:
    (case,) = many(desk, 1)
    with acting(Actor.system("test"), on=FIRST_DAY):
        application = Case.objects.get(pk=case.pk).application_id
        Application.objects.filter(pk=application).update(applicant_name="=1+1")

    assert exported(desk, Role.INVESTIGATOR)[0]["申请人"] == "'=1+1"
