"""向各来源查询 where sources have delivered: the page shows what they said as soon as it was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.intake.models import FamilyMember
from tests.desk.test_a_case_from_window_to_letter import consents
from tests.desk.test_asking_sources import address, shown
from tests.fixtures.desks import FIRST_DAY, Desk
from tests.verification.deliveries.conftest import Department, load, rows_about

IN_CHINESE = "2022年4月18日"


@pytest.fixture
def case(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case whose check has a source that delivers."""
    arranged = tmp_path / "sources.yaml"
    arranged.write_text("vehicles: {kept_days: 180}\n", encoding="utf-8")
    monkeypatch.setattr(settings, "DOUDI_SOURCES", arranged)
    monkeypatch.setattr(settings, "DOUDI_DELIVERIES", tmp_path / "deliveries")
    made = desk.accepted()
    consents(desk, made)
    desk.do(Role.INVESTIGATOR, made, "start")
    return desk.seen(made)


@pytest.fixture
def rows(case: Case) -> list[list[object]]:
    """What the department has of the applicant."""
    with acting(Actor.system("test"), on=FIRST_DAY):
        return rows_about(str(FamilyMember.objects.get(application=case.application_id, name="张某甲").number))


def deliver(folder: Path, rows: list[list[object]]) -> None:
    department = Department(folder)
    department.ask(on=FIRST_DAY)
    load(department.csv(rows, as_of=FIRST_DAY.isoformat()), FIRST_DAY)


def test_one_click_shows_what_was_delivered_with_its_day_and_nothing_is_under_way(
    desk: Desk, case: Case, rows: list[list[object]], tmp_path: Path
) -> None:
    deliver(tmp_path, rows)

    before = shown(desk, case)
    clicked = desk.post(Role.INVESTIGATOR, address(case))
    after = shown(desk, case)

    assert "可以直接查询、还没有结果的来源：车船登记" in before
    assert clicked.status_code == 302
    assert "1 个来源已经答复 3 项。" in after
    assert f"车船登记（数据截至 {IN_CHINESE}）" in after
    assert after.count("查无记录") > before.count("查无记录")
    assert "hx-trigger" not in after
    assert "可以直接查询、还没有结果的来源" not in after


def test_a_row_that_may_be_somebody_elses_is_shown_as_such_and_leads_to_where_it_is_entered(
    desk: Desk, case: Case, rows: list[list[object]], tmp_path: Path
) -> None:
    rows[0][1] = "赵某某"
    deliver(tmp_path, rows)

    desk.post(Role.INVESTIGATOR, address(case))
    after = shown(desk, case)

    assert "有记录待核实，不等于查无记录。" in after
    assert "车船登记（张某甲）：交付 d1：证件号相同、姓名不同 1 条，另有 1 条证件号、姓名都相同" in after
    assert "有查询没有成功" not in after
    assert 'source=vehicles">待核实' in after


def test_a_delivery_that_was_sent_back_is_shown_as_not_answered(
    desk: Desk, case: Case, rows: list[list[object]], tmp_path: Path
) -> None:
    department = Department(tmp_path)
    department.ask(on=FIRST_DAY)
    load(department.csv(rows, as_of=FIRST_DAY.isoformat(), rows=7), FIRST_DAY)

    desk.post(Role.INVESTIGATOR, address(case))
    after = shown(desk, case)

    assert "1 个来源未回复，原因见下。" in after
    assert "已经答复" not in after
    assert f"未回复：交付有误：{FIRST_DAY} 的交付有误，已退回" in after
    assert "有查询没有成功，不等于查无记录。" in after
