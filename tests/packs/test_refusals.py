"""A pack that breaks the rules for packs is refused with file, line and reason, and nothing of it is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import doudi.rules
from doudi.policy.flaws import PackRefused
from doudi.policy.loading import load
from doudi.policy.rulebook import collect
from doudi.standards.packs_folder import packs_root

BOOK = collect(doudi.rules)
HEZE = "3717-heze/values/dibao.yaml"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the packs, to be spoiled."""
    return Path(shutil.copytree(packs_root(), tmp_path / "packs"))


def append(tree: Path, file: str, text: str) -> int:
    """Add lines to a pack file and return the number of the first of them."""
    path = tree / file
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def spoil(tree: Path, file: str, old: str, new: str) -> int:
    """Change the first `old` in a pack file and return its line."""
    path = tree / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return before[: before.index(old)].count("\n") + 1


def flaws_of(tree: Path) -> list[str]:
    """Load the spoiled packs and return what is told."""
    with pytest.raises(PackRefused) as caught:
        load(tree, BOOK)
    return [str(flaw) for flaw in caught.value.flaws]


def test_the_packs_as_they_are_load(tree: Path) -> None:
    """The copy is sound before it is spoiled."""
    assert load(tree, BOOK).by_id.keys() >= {"cn", "3717-heze"}


def test_a_float_is_refused(tree: Path) -> None:
    """Money is a string of yuan."""
    line = spoil(tree, HEZE, 'value: "761.00"', "value: 761.00")

    told = flaws_of(tree)

    assert len(told) == 1
    assert told[0].startswith(f"packs/{HEZE}:{line}:")
    assert "小数" in told[0]


def test_an_undated_value_is_refused(tree: Path) -> None:
    """A figure without its first day is in force never or always; both are wrong."""
    line = append(tree, HEZE, 'dibao.class.first:\n  - {value: "300.00", per: month, cites: heze-2024-standards}\n')

    told = flaws_of(tree)

    assert told == [f"packs/{HEZE}:{line + 1}: 缺少“from”"]


def test_an_article_that_the_source_does_not_have_is_refused(tree: Path) -> None:
    """大办发〔2021〕30号 has twenty-three clauses."""
    file = "430971-datonghu/values/tekun.yaml"
    spoil(tree, file, "datonghu-2021-30#6", "datonghu-2021-30#24")

    told = flaws_of(tree)

    assert len(told) == 1
    assert f"packs/{file}:" in told[0]
    assert "datonghu-2021-30#24" in told[0]


def test_a_source_that_nobody_names_is_refused(tree: Path) -> None:
    """A figure needs a document."""
    spoil(tree, HEZE, "cites: heze-2024-standards", "cites: heze-2025-standards")

    assert any("heze-2025-standards" in flaw and "没有这个来源" in flaw for flaw in flaws_of(tree))


def test_a_level_that_may_not_set_a_value_is_refused(tree: Path) -> None:
    """Since 2014 dibao standards are set by province or prefecture (国务院令第649号第十条), not by a county."""
    line = append(
        tree, "430971-datonghu/values/dibao.yaml",
        'dibao.standard.urban:\n  - {value: "600.00", per: month, from: 2022-01-01, cites: datonghu-2021-30}\n',
    )  # fmt: skip

    told = flaws_of(tree)

    assert len(told) == 1
    assert told[0].startswith(f"packs/430971-datonghu/values/dibao.yaml:{line + 1}:")
    assert "无权" in told[0]


def test_a_value_below_the_floor_is_refused(tree: Path) -> None:
    """Gansu's floor of 2021 is 623 yuan a month."""
    line = spoil(tree, "6201-lanzhou/values/dibao.yaml", '"914.00"', '"600.00"')

    told = flaws_of(tree)

    assert told
    assert all("低于" in flaw for flaw in told)
    assert told[0].startswith(f"packs/6201-lanzhou/values/dibao.yaml:{line}:")


def test_two_values_from_one_day_are_refused(tree: Path) -> None:
    """Of two figures in force at once neither is law."""
    spoil(tree, HEZE, "dibao.standard.rural:\n", (
        "dibao.standard.rural:\n"
        '  - {value: "700.00", per: month, from: 2024-01-01, cites: heze-2024-standards}\n'
    ))  # fmt: skip

    told = flaws_of(tree)

    assert len(told) == 1
    assert "有两个值" in told[0]


def test_a_parameter_that_is_not_declared_is_refused(tree: Path) -> None:
    """A misspelt name must not be a figure that no rule ever reads."""
    line = append(tree, HEZE, "dibao.standrad.urban:\n  - {value: true, from: 2024-01-01, cites: heze-2020-8}\n")

    assert flaws_of(tree) == [f"packs/{HEZE}:{line}: 没有声明过参数“dibao.standrad.urban”"]


def test_a_place_cannot_set_a_figure_for_its_neighbour(tree: Path) -> None:
    """Heze says nothing about Lanzhou."""
    append(
        tree, HEZE,
        "dibao.startup.months:\n  - {value: 3, from: 2024-01-01, cites: heze-2020-8, for: ['620102']}\n",
    )  # fmt: skip

    assert any("不能为 620102 定值" in flaw for flaw in flaws_of(tree))


def test_a_word_that_packs_do_not_know_is_refused(tree: Path) -> None:
    """`form:` for `from:` would leave the value undated without anybody noticing."""
    append(tree, HEZE, 'dibao.class.first:\n  - {value: "300.00", per: month, form: 2024-01-01, cites: heze-2020-8}\n')

    assert any("不认识的“form”" in flaw for flaw in flaws_of(tree))


def test_relying_on_another_parameter_must_be_explained(tree: Path) -> None:
    """`use` without `because` would be a silent fallback."""
    spoil(tree, "5329-dali/values/dibao.yaml", "    because: ", "    note: ")

    assert any("because" in flaw for flaw in flaws_of(tree))
