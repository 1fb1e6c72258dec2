"""政策影响测算 in a real browser: asked, waited for, read and drawn; the policy of content refuses nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.determination.bulk import run_simulation
from doudi.determination.models import PolicySimulation, Progress
from tests.browser.test_accessibility import overhang, violations
from tests.browser.test_desk import enter
from tests.fixtures.applications import COUNTY
from tests.fixtures.browser import Opened
from tests.fixtures.desks import DECIDED, FIRST_DAY, Desk
from tests.fixtures.people import MakeOfficer

LATER = datetime(2100, 1, 1, tzinfo=UTC)


def count(label: str, kind: str = "count") -> dict[str, object]:
    return {"label": label, "kind": kind, "of": []}


DRAWN = {
    "assumed": [["日期", "2022-04-26"]], "changes": [], "rejected": [],
    "households": {"read": 60, "computed": 60, "rejected": 0, "elsewhere": 0},
    "tables": [
        {"name": "recipients", "title": "谁会变：户", "note": "按户。", "rows": [["最低生活保障", 10, 0, 20, 0]],
         "columns": [count("项目", "text"), count("新增"), count("退出"), count("增加"), count("减少")]},
        {"name": "cost", "title": "花多少钱", "note": "每月。",
         "rows": [["最低生活保障", "每月", 100_000, 150_000, 50_000]],
         "columns": [count("项目", "text"), count("发放", "text"), *(count(each, "fen") for each in "前后差")]},
        {"name": "winners", "title": "谁多得", "note": "按人。", "rows": [["每月", "多 0 到 20 元", 30, 60, 50_000]],
         "columns": [count("发放", "text"), count("变动", "text"), count("户"), count("人"), count("合计", "fen")]},
        {"name": "gap", "title": "差多少", "note": "一年。", "rows": [["现行标准", "不算救助", 10, 20, 90_000, 4_500]],
         "columns": [count("线", "text"), count("收入", "text"), count("户"), count("人"),
                     *(count(each, "fen") for each in "合均")]},
    ],
}  # fmt: skip


@pytest.mark.usefixtures("transactional_db")
def test_a_policy_officer_asks_waits_and_reads_what_would_change(
    opened: Opened, desk: Desk, officer: MakeOfficer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUDI_WITHOUT_NUMBA", "1")
    desk.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, COUNTY)
    desk.proposed()
    page = enter(opened, desk, Role.POLICY_OFFICER, "/desk/simulations/", width=1440)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.select_option("select[name=parameter]", "dibao.standard.rural")
    page.fill("input[name=value]", "+25%")
    page.fill("input[name=day]", DECIDED.isoformat())
    page.click("text=开始测算")
    page.wait_for_selector("#progress")
    asked = int(page.url.rstrip("/").rsplit("/", 1)[1])
    run_simulation(simulation_id=asked, now=LATER, on=FIRST_DAY)
    page.wait_for_selector("text=下载 Excel")
    with acting(Actor.system("test"), on=FIRST_DAY):
        old = PolicySimulation.objects.get(pk=asked)
        drawn = PolicySimulation.objects.create(
            place=old.place, asked_by=old.asked_by, office=old.office, asked_on=old.asked_on, on=old.on,
            changes=old.changes, progress=Progress.DONE, result=DRAWN,
        )  # fmt: skip
    page.goto(page.url.replace(f"/{asked}/", f"/{drawn.pk}/"))

    page.wait_for_selector("[data-chart] svg")
    assert page.locator("[data-chart] svg").count() == 3
    assert "最低生活保障：新增 10 户、增加 20 户；每月多花 ¥500.00。" in page.inner_text("main")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overhang(page) <= 0
    assert said == []
