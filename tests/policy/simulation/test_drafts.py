"""A draft pack as the change: values, programmes, and what is no draft."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import doudi.rules
from doudi.policy.drafting import MOST_BYTES, MOST_FILES, DraftUnreadable, laid_over, unpacked, written
from doudi.policy.flaws import PackRefused
from doudi.policy.rulebook import collect
from doudi.policy.simulation.measures import Category
from doudi.policy.simulation.report import report
from doudi.policy.simulation.running import (
    PeriodsDiffer,
    Simulation,
    simulate,
)
from doudi.policy.simulation.tables import COST_NEW, COST_NOW, HOMES_NOW
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.measures import MEASURES
from doudi.standards.packs_folder import packs_root
from tests.policy.simulation.asked import (
    BASIC,
    COUNTY,
    ON,
    OTHER,
    RURAL,
    SOURCE,
    altered,
    law,
    places,
)
from tests.properties.test_real_law import snapshot


def draft(folder: Path, value: str, rest: str = "") -> Path:
    """Write a draft of the county that sets the rural standard anew."""
    file = folder / "draft" / "3717-heze" / "values" / "draft.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        f"""{RURAL}:
  - {{value: "{value}", per: year, from: 2024-02-01, cites: {SOURCE}, for: ["{COUNTY}"], checked: 2024-02-01{rest}}}
"""
    )
    return folder / "draft"


def zipped(**files: bytes) -> bytes:
    """Zip files; two underscores in a name stand for a slash."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        for name, content in files.items():
            book.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


@pytest.mark.parametrize("top", ["", "draft__"])
def test_a_zipped_draft_is_read_with_or_without_a_folder_around_it(tmp_path: Path, top: str) -> None:
    folder = draft(tmp_path, "9999.00")
    content = (folder / "3717-heze" / "values" / "draft.yaml").read_bytes()

    files = unpacked(zipped(**{f"{top}3717-heze__values__draft.yaml": content}), "draft.zip")

    assert {name: text.encode() for name, text in files.items()} == {"3717-heze/values/draft.yaml": content}
    again = written(files, tmp_path / "again") / "3717-heze" / "values" / "draft.yaml"
    assert again.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no zip", "不是能打开的 zip"), (b"", "不是能打开的 zip"), (b"0" * (MOST_BYTES + 1), "最大 2 MB"),
        (zipped(a__values__b=b"\xff\xfe"), "不是 UTF-8"), (zipped(big=b" " * (MOST_BYTES + 1)), "2 MB"),
        (zipped(**{f"f{number}": b"" for number in range(MOST_FILES + 1)}), "200 个文件"),
    ],
)  # fmt: skip
def test_what_is_no_zip_of_texts_is_refused_by_name(content: bytes, reason: str) -> None:
    with pytest.raises(DraftUnreadable, match=reason):
        unpacked(content, "draft.zip")


@pytest.mark.parametrize("name", ["../cn/values/x.yaml", "/etc/x.yaml", "3717-heze/../../x.yaml"])
def test_a_file_that_leads_out_of_the_draft_is_written_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(DraftUnreadable, match="目录以外"):
        written({name: "x"}, tmp_path / "inside" / "draft")
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


def test_a_draft_pack_and_the_same_value_agree(register: Path, tmp_path: Path) -> None:
    plain, value = snapshot(), "9999.00"
    drafted = LawSnapshot.of(laid_over(packs_root(), draft(tmp_path, value), collect(doudi.rules)))
    asked = Simulation(plain, drafted, ON, register, MEASURES, only=BASIC)
    here = replace(asked, places=frozenset({COUNTY}))
    by_value = altered(plain, dibao__standard__rural=f"{value}/year")

    both, one, other = simulate(asked), simulate(here), simulate(replace(here, after=by_value))

    assert {key: counts.tolist() for key, counts in one.totals.sums.items()} == {
        key: counts.tolist() for key, counts in other.totals.sums.items()
    }
    assert report(one, data="x")["changes"] == report(other, data="x")["changes"]
    told, elsewhere = places(both.totals), simulate(replace(asked, places=frozenset({OTHER})))
    assert {key: told[key] for key in told if key[1] == COUNTY} == places(one.totals)
    assert {key: told[key] for key in told if key[1] == OTHER} == places(elsewhere.totals)
    assert all(counts[COST_NOW] == counts[COST_NEW] for counts in places(elsewhere.totals).values())


def test_a_draft_programme_is_put_beside_the_one_in_force(register: Path, tmp_path: Path) -> None:
    name = "cn/programmes/basic/dibao-2021.yaml"
    text = (packs_root() / name).read_text(encoding="utf-8")
    file = tmp_path / "draft" / name
    file.parent.mkdir(parents=True)
    lines = [line for line in text.splitlines() if "dibao_vehicles_are_fine" not in line]
    file.write_text("\n".join(lines), encoding="utf-8")
    drafted = LawSnapshot(laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules)), assumed=law().assumed)

    done = simulate(Simulation(law(), drafted, ON, register, MEASURES, places=frozenset({COUNTY}), only=BASIC))

    assert not done.sides.is_one_plan
    counts = places(done.totals)["dibao", COUNTY]
    assert counts[Category.LOST] == 0
    assert "dibao" in done.reached

    file.write_text("\n".join(lines).replace("period: month", "period: year"), encoding="utf-8")
    with pytest.raises(PackRefused):
        laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules))


def test_a_draft_may_bring_a_programme_but_not_another_period(register: Path, tmp_path: Path) -> None:
    folder = tmp_path / "draft" / "cn" / "programmes" / "basic"
    folder.mkdir(parents=True)
    margin = (packs_root() / "cn/programmes/basic/margin-2021.yaml").read_text(encoding="utf-8")
    (folder / "trial.yaml").write_text(margin.replace("id: margin", "id: margin-trial"), encoding="utf-8")
    drafted = LawSnapshot.of(laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules)))
    asked = Simulation(snapshot(), drafted, ON, register, MEASURES)

    done = simulate(asked)

    assert done.reached == {"margin-trial"}
    mine = [counts for (key, _), counts in places(done.totals).items() if key == "margin-trial"]
    assert sum(sum(counts[: Category.MORE]) for counts in mine) == sum(counts[HOMES_NOW + 1] for counts in mine)

    (folder / "trial.yaml").rename(folder / "margin-2021.yaml")
    text = margin.replace("period: standing", "period: once")
    (folder / "margin-2021.yaml").write_text(text, encoding="utf-8")
    changed = LawSnapshot.of(laid_over(packs_root(), tmp_path / "draft", collect(doudi.rules)))
    with pytest.raises(PeriodsDiffer, match="边缘"):
        simulate(replace(asked, after=changed))


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        ("", "没有这个目录"),
        ("empty/", "里面没有文件"),
        ("cn/facts.yaml", "不能有 cn/facts.yaml"),
        ("9999-nowhere/values/x.yaml", "没有叫“9999-nowhere”的政策包"),
    ],
)
def test_a_draft_that_is_none_is_refused(tmp_path: Path, put: str, reason: str) -> None:
    folder = tmp_path / "draft"
    if put.endswith("/"):
        (folder / put).mkdir(parents=True)
    elif put:
        (folder / put).parent.mkdir(parents=True)
        (folder / put).write_text("a: 1")

    with pytest.raises(DraftUnreadable, match=reason):
        laid_over(packs_root(), folder, collect(doudi.rules))
