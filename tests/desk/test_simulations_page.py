"""A policy officer asks what a change would do to the register: sums, never a family, and of their own county alone."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.desk.policy.asking import said_change
from doudi.desk.policy.drawn import UNCHANGED, headline
from doudi.determination.bulk import run_simulation
from doudi.determination.hiding import HIDDEN, SMALL, hidden
from doudi.determination.models import PolicySimulation, Progress
from doudi.jobs import simulations as job
from doudi.policy.simulation.shape import noted
from doudi.standards.models import Proposal
from doudi.standards.queries import current_snapshot
from tests.fixtures.applications import COUNTY
from tests.fixtures.desks import DECIDED, FIRST_DAY, Desk
from tests.fixtures.people import MakeOfficer

PAGE, RURAL = "/desk/simulations/", "dibao.standard.rural"
LATER = datetime(2100, 1, 1, tzinfo=UTC)
ASKED = {"parameter": RURAL, "value": "+25%", "day": DECIDED.isoformat()}


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_WITHOUT_NUMBA", "1")


@pytest.fixture
def policy(desk: Desk, officer: MakeOfficer) -> Desk:
    """The desk with a policy officer of its county, and one of another."""
    desk.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, COUNTY)
    desk.officers["elsewhere"] = officer(Role.POLICY_OFFICER, "371702")
    return desk


@pytest.fixture
def family(policy: Desk) -> Desk:
    """The same with a family that was determined."""
    policy.proposed()
    return policy


def kept() -> list[PolicySimulation]:
    with acting(Actor.system("test"), on=FIRST_DAY):
        return list(PolicySimulation.objects.order_by("pk"))


def run(number: int) -> PolicySimulation:
    return run_simulation(simulation_id=number, now=LATER, on=FIRST_DAY)


def test_what_was_asked_is_computed_and_shown_as_sums_to_its_county_alone(family: Desk) -> None:
    policy = family
    asked = policy.post(Role.POLICY_OFFICER, PAGE, ASKED)
    (made,) = kept()
    page = f"{PAGE}{made.pk}/"
    waiting = policy.get(Role.POLICY_OFFICER, page).content.decode()
    again = policy.post(Role.POLICY_OFFICER, PAGE, ASKED)
    run(made.pk)
    done = policy.client(Role.POLICY_OFFICER).get(page, headers={"HX-Request": "true"})
    shown, listed = done.content.decode(), policy.get(Role.POLICY_OFFICER, PAGE).content.decode()
    book = policy.get(Role.POLICY_OFFICER, f"{page}download/")

    assert (asked.status_code, asked["Location"], again.status_code) == (302, page, 422)
    assert "还没有算完" in again.content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert done["HX-Refresh"] == "true"
    assert "最低生活保障" in shown
    assert "+25%" in listed
    (made,) = kept()
    assert (made.progress, len(made.law_before), made.law_before != made.law_after) == (Progress.DONE, 64, True)
    told = str(made.result)
    assert not re.search(r"张某|身份|\d{17}", told)
    assert SMALL in told
    assert len(zipfile.ZipFile(BytesIO(book.content)).namelist()) > 10
    for address in (page, f"{page}download/"):
        assert policy.get("elsewhere", address).status_code == 404
        assert policy.get(Role.ACCEPTOR, address).status_code == 403
    assert f"第 {made.pk} 号" not in policy.get("elsewhere", PAGE).content.decode()
    with acting(Actor.system("test"), on=FIRST_DAY):
        acts = Event.objects.filter(subject_kind="determination.policysimulation", subject_id=made.pk).order_by("pk")
        assert [each.act.removeprefix("determination.simul") for each in acts] == [
            "ation_asked", "ated", "ation_exported",
        ]  # fmt: skip


def test_a_county_without_a_register_learns_nothing_of_another(family: Desk) -> None:
    policy = family
    policy.post("elsewhere", PAGE, {**ASKED, "value": "9000.00/年"})
    (made,) = kept()

    run(made.pk)

    (made,) = kept()
    assert (made.place, made.progress) == ("371702", Progress.FAILED)
    assert made.told in policy.get("elsewhere", f"{PAGE}{made.pk}/").content.decode()
    assert policy.get("elsewhere", f"{PAGE}{made.pk}/download/").status_code == 404


def test_now_and_then_are_said_in_one_period_so_that_a_rise_reads_as_one(policy: Desk) -> None:
    urban = "dibao.standard.urban"
    law = current_snapshot()

    by_month = said_change(law, urban, "980.00/月", "371702", date(2024, 1, 1))
    by_share = said_change(law, urban, "+8%", "371702", date(2024, 1, 1))
    by_year = said_change(law, RURAL, "5400.00/年", COUNTY, FIRST_DAY)

    assert by_month == "每月 ¥939.00 → 每月 ¥980.00"
    assert by_share == "每月 ¥939.00 → 每月 ¥1,014.12（+8%）"
    assert by_year == "每年 ¥4,800.00 → 每年 ¥5,400.00"
    assert "（每年 ¥4,800.00）" in policy.get(Role.POLICY_OFFICER, PAGE).content.decode()


def test_a_method_is_written_by_its_name_and_a_rate_in_percent(policy: Desk) -> None:
    wrong = policy.post(Role.POLICY_OFFICER, PAGE, {**ASKED, "parameter": "dibao.method.rural", "value": "随便"})
    page = wrong.content.decode()

    assert wrong.status_code == 422
    assert "补差（" in page


def test_households_that_cannot_be_computed_are_counted_in_the_headline_first() -> None:
    tables = [
        {"name": "recipients", "rows": [], "columns": []}, {"name": "cost", "rows": [], "columns": []},
    ]  # fmt: skip
    result = {"households": {"read": 9, "rejected": 2}, "tables": tables, "rejected": []}

    left, same = headline(result)

    assert left.startswith("读到 9 户，其中 2 户算不出来，不在下面的数里")
    assert same == UNCHANGED
    assert headline({**result, "households": {"read": 9, "rejected": 0}}) == [UNCHANGED]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"parameter": ""}, "parameter", "改哪一个数"), ({"value": ""}, "value", "改成多少"),
        ({"value": "8%"}, "value", "金额“8%”有误"), ({"value": "+8%" * 20}, "value", "最多 50 字"),
        ({"day": ""}, "day", "按哪一天的政策"), ({"day": "1990-01-01"}, "day", "没有已收录的救助项目"),
        ({"parameter": "dibao.standard.urban"}, "value", "不能按百分比变动"),
        ({"parameter": "family.adult_age"}, "value", "不能按百分比变动"),
        ({"parameter": "x"}, "parameter", "没有参数“x”"),
        ({"parameter_2": "margin.factor"}, "value_2", "第二个数改成多少"),
        ({"value_3": "+1%"}, "parameter_3", "第三个数"),
        ({"parameter_2": "family.adult_age", "value_2": "+8%"}, "value_2", "不能按百分比变动"),
        ({"parameter_3": "x", "value_3": "+8%"}, "parameter_3", "没有参数“x”"),
        ({"parameter_2": "dibao.class.first", "value_2": "很多"}, "value_2", "很多"),
        ({"parameter_2": RURAL, "value_2": "+8%"}, "value", "每个数只改一次"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_at_its_field(
    policy: Desk, changed: dict[str, str], field: str, sentence: str
) -> None:
    page = policy.post(Role.POLICY_OFFICER, PAGE, {**ASKED, **changed})

    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    assert f'href="#{field}"' in text
    assert kept() == []


def test_several_figures_change_together_and_what_was_written_stays(family: Desk) -> None:
    policy = family
    second = {"parameter_2": "family.adult_age", "value_2": "20"}

    wrong = policy.post(Role.POLICY_OFFICER, PAGE, {**ASKED, **second, "day": ""}).content.decode()
    policy.post(Role.POLICY_OFFICER, PAGE, {**ASKED, **second})

    (made,) = kept()
    assert '<details class="more" open>' in wrong
    assert 'value="family.adult_age" selected' in wrong
    assert made.changes == [[RURAL, "+25%"], ["family.adult_age", "20"]]
    assert '<details class="more">' in policy.get(Role.POLICY_OFFICER, PAGE).content.decode()


DRAFTED = """dibao.standard.rural:
  - {value: "9999.00", per: year, from: 2022-01-01, cites: guoling-649#10, for: ["430971"], checked: 2022-04-26}
"""


def drafted(text: str) -> SimpleUploadedFile:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("43-hunan/values/draft.yaml", text)
    return SimpleUploadedFile("草案.zip", packed.getvalue())


def test_a_draft_pack_is_laid_over_the_law_and_kept_with_what_came_of_it(family: Desk) -> None:
    policy, nothing = family, {"parameter": "", "value": "", "day": DECIDED.isoformat()}

    broken = policy.post(Role.POLICY_OFFICER, PAGE, {**nothing, "draft": drafted("dibao.standard.rural: 5")})
    strange = policy.post(Role.POLICY_OFFICER, PAGE, {**nothing, "draft": SimpleUploadedFile("a.zip", b"no zip")})
    asked = policy.post(Role.POLICY_OFFICER, PAGE, {**nothing, "draft": drafted(DRAFTED)})
    (made,) = kept()
    run(made.pk)

    for page, sentence in ((broken, "43-hunan/values/draft.yaml:1"), (strange, "不是能打开的 zip")):
        text = page.content.decode()
        assert (page.status_code, sentence in text, 'href="#draft"' in text) == (422, True, True), text[:9000]
    assert asked.status_code == 302, asked.content.decode()
    (made,) = kept()
    assert (made.progress, made.changes, made.draft) == (
        Progress.DONE, [], {"43-hunan/values/draft.yaml": DRAFTED},
    )  # fmt: skip
    shown = policy.get(Role.POLICY_OFFICER, f"{PAGE}{made.pk}/").content.decode()
    assert "43-hunan/values/draft.yaml" in shown
    assert "政策包草案 1 个文件" in policy.get(Role.POLICY_OFFICER, PAGE).content.decode()


def test_a_proposed_standard_is_simulated_and_leads_to_what_it_would_change(family: Desk) -> None:
    policy = family
    proposal = Proposal.objects.filter(parameter=RURAL).latest("pk")
    page = f"/desk/policy/{proposal.pk}/"

    sent = policy.post(Role.POLICY_OFFICER, f"{page}simulate/")
    (made,) = kept()
    run(made.pk)
    still = policy.post(Role.POLICY_OFFICER, f"{page}simulate/")

    assert sent["Location"] == f"{PAGE}{made.pk}/"
    assert (made.proposal_id, made.changes, made.on) == (
        proposal.pk, [[RURAL, f"{proposal.value}/年"]], proposal.in_force_on,
    )  # fmt: skip
    assert f'href="{PAGE}{made.pk}/"' in policy.get(Role.POLICY_OFFICER, page).content.decode()
    assert page in policy.get(Role.POLICY_OFFICER, f"{PAGE}{made.pk}/").content.decode()
    assert still.status_code == 302
    assert policy.post("elsewhere", f"{page}simulate/").status_code == 404


def test_a_process_that_breaks_leaves_a_sentence_and_not_a_page_that_waits(
    policy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy.post(Role.POLICY_OFFICER, PAGE, ASKED)
    (made,) = kept()
    monkeypatch.setattr(job.sys, "executable", "/bin/false")

    job.simulate(made.pk)

    (made,) = kept()
    assert (made.progress, made.told) == (Progress.FAILED, job.BROKEN)
    assert run(made.pk).progress == Progress.FAILED


def test_small_numbers_are_not_told() -> None:
    columns = [
        {"label": "项目", "kind": "text", "of": []}, {"label": "户", "kind": "count", "of": []},
        {"label": "金额", "kind": "fen", "of": [1], "is_each": False},
        {"label": "每人", "kind": "fen", "of": [1], "is_each": True},
    ]  # fmt: skip
    rows = [
        ["a", 0, 0, 0], ["b", 1, 70_000, 6_088], ["c", 4, 0, 0], ["d", 5, 70_049, 6_088],
        ["e", 13, -1_234_567, -6_260], ["f", 12, None, None],
    ]  # fmt: skip
    table = {"name": "t", "columns": columns, "rows": rows, "note": "有 {} 户、{} 户", "numbers": [4, 12]}
    told = hidden({
        "assumed": [["读到的户", 4], ["日期", "2022-04-26"]], "rejected": [["年龄", 1]], "tables": [table],
        "households": {"read": 4, "computed": 13},
    })  # fmt: skip

    assert told["tables"][0]["rows"] == [
        ["a", 0, 0, 0], ["b", SMALL, HIDDEN, HIDDEN], ["c", SMALL, 0, 0], ["d", 5, 70_000, 6_000],
        ["e", 15, -1_230_000, -6_500], ["f", 10, None, None],
    ]  # fmt: skip
    assert noted(told["tables"][0]) == f"有 {SMALL} 户、10 户"
    assert told["households"] == {"read": SMALL, "computed": 15}
    assert told["rejected"] == []
    assert told["assumed"][:2] == [["读到的户", SMALL], ["日期", "2022-04-26"]]
    assert "取整" in told["assumed"][2][1]


def test_a_day_before_the_register_has_nobody(policy: Desk) -> None:
    policy.post(Role.POLICY_OFFICER, PAGE, {**ASKED, "day": date(2022, 1, 5).isoformat()})
    (made,) = kept()

    assert "没有一户可以计算" in run(made.pk).told
