"""The papers of this installation are read whole, and a flawed file is refused with every flaw."""

from __future__ import annotations

from pathlib import Path

import pytest

from doudi.intake.papers import load, papers
from doudi.policy.flaws import PackRefused
from doudi.standards import lawbook

GOOD = {
    "papers": "{form: {label: 申请表}, photo: {label: 照片, keeps_evidence: true}}",
    "needed": "[{paper: form, of: household, from: 2021-07-01, cites: minfa-2021-57#4}]",
    "declared": "[{item: assets, of: household, from: 2021-07-01, cites: minfa-2021-57#9.1}]",
}


def written(folder: Path, **changes: str) -> Path:
    root = folder / "packs"
    (root / "cn").mkdir(parents=True)
    text = "\n".join(f"{section}: {entries}" for section, entries in (GOOD | changes).items())
    (root / "cn" / "papers.yaml").write_text(text, encoding="utf-8")
    return root


def test_every_need_cites_an_article_and_has_a_label() -> None:
    assert len(papers().needs) > 10
    assert all(need.label and "#" in need.cites for need in papers().needs)


def test_a_file_that_is_right_is_read(tmp_path: Path) -> None:
    found = load(written(tmp_path), lawbook.packs())

    assert found.kinds["photo"].keeps_evidence
    assert [need.label for need in found.needs] == ["申请表", "家庭财产"]


FLAWS = {
    "a paper there is not": {"needed": "[{paper: poem, of: household, from: 2021-07-01, cites: minfa-2021-57#4}]"},
    "a statement there is not": {"declared": "[{item: x, of: household, from: 2021-07-01, cites: minfa-2021-57#4}]"},
    "a scope there is not": {"needed": "[{paper: form, of: village, from: 2021-07-01, cites: minfa-2021-57#4}]"},
    "a fact there is not": {
        "needed": "[{paper: form, of: member, when: bald, from: 2021-07-01, cites: minfa-2021-57#4}]"
    },
    "a programme there is not": {
        "needed": "[{paper: form, of: member, programmes: [x], from: 2021-07-01, cites: minfa-2021-57#4}]"
    },
    "an article there is not": {"needed": "[{paper: form, of: member, from: 2021-07-01, cites: minfa-2021-57#99}]"},
    "no first day": {"needed": "[{paper: form, of: member, cites: minfa-2021-57#4}]"},
    "an unknown key": {"needed": "[{paper: form, off: member, from: 2021-07-01, cites: minfa-2021-57#4}]"},
    "an unknown section": {"needed": "[]\nextra: 1"},
}


@pytest.mark.parametrize("changes", FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_refused_with_its_line(changes: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(PackRefused) as refused:
        load(written(tmp_path, **changes), lawbook.packs())

    assert "papers.yaml:" in str(refused.value)
