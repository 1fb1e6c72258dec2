"""`doudi generate` and `doudi batch` on the command line: made, computed, put aside, refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doudi.project.cli import main


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_WITHOUT_NUMBA", "1")


def register(tmp_path: Path) -> Path:
    words = ["generate", "--households", "20", "--place", "371702", "--seed", "3", "--out", f"{tmp_path / 'made'}"]
    assert main(words) == 0
    return tmp_path / "made" / "households.parquet"


def test_a_register_is_made_and_computed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = register(tmp_path), tmp_path / "results.parquet"
    words = ["batch", "--packs-only", "--households", f"{file}", "--on", "2024-03-01", "--out", f"{out}"]

    status = main([*words, "--programme", "dibao", "--set", "dibao.standard.urban=900.00/month"])

    assert status == 0
    assert "计算了 20 户" in capsys.readouterr().out
    assert pq.read_table(out).column_names[2:4] == ["dibao_outcome", "dibao_reason"]


def test_wrong_rows_are_counted_and_finished_parts_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "h.csv"
    file.write_text("household_id,place\na,371702\n")
    words = ["batch", "--packs-only", "--households", f"{file}", "--on", "2024-03-01", "--out", f"{tmp_path / 'out'}"]

    assert main(words) == 0
    assert main(words) == 0

    told = capsys.readouterr().out
    assert "有 1 户的数据有误" in told
    assert "上次已经算好" in told


def test_what_is_missing_or_unknown_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["batch", "--packs-only", "--households", "h.parquet", "--on", "2024-03-01", "--out", f"{tmp_path / 'o'}"]

    assert main(["batch", "--households", "h.parquet"]) == 2
    assert main([*words, "--programme", "nothing"]) == 2
    assert main(["generate", "--households", "0", "--place", "371702", "--out", f"{tmp_path / 'none'}"]) == 2
    assert main(["generate", "--households", "1", "--place", "371702", "--out", f"{Path(__file__).parent}"]) == 2

    said = capsys.readouterr().err
    for part in ("还缺 --on、--out", "没有项目“nothing”", "至少是 1", "已经存在"):
        assert part in said


def test_the_columns_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "--columns"]) == 0

    assert "`wage_fen`" in capsys.readouterr().out
