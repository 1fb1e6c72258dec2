"""`doudi generate` and `doudi batch` on the command line: made, computed, put aside, refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doudi.project.cli import main, published


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
    (tmp_path / "p.csv").write_text("household_id,person_id,age\na,m1,70\nb,m1,300\n")
    file.write_text("household_id,place\na,371702\nb,371702\n")
    words = ["batch", "--packs-only", "--households", f"{file}", "--persons", f"{tmp_path / 'p.csv'}"]
    words += ["--on", "2024-03-01", "--out", f"{tmp_path / 'out'}"]

    assert main(words) == 0
    assert main(words) == 0

    told = capsys.readouterr().out
    assert "有 1 户的数据有误" in told
    assert "上次已经算好" in told


def test_a_run_in_which_nobody_could_be_computed_does_not_end_as_done(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("household_id,person_id,age\na,m1,300\n")
    (tmp_path / "h.csv").write_text("household_id,place\na,371702\n")
    words = ["batch", "--packs-only", "--households", f"{tmp_path / 'h.csv'}", "--persons", f"{tmp_path / 'p.csv'}"]

    assert main([*words, "--on", "2024-03-01", "--out", f"{tmp_path / 'out'}"]) == 1


def test_a_cluster_is_named_for_spark_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["batch", "--packs-only", "--households", "h.parquet", "--on", "2024-03-01", "--out", f"{tmp_path / 'o'}"]

    assert main([*words, "--master", "local[2]"]) == 2

    assert "--master 只用于 --engine spark" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--explain", "-1"], "应是 0 或者更大的整数"),
        (["--on", "20240301"], "不是日期"),
        (["--on", "2024-02-30"], "不是日期"),
        (["--set", "a.b=1", "--set", "a.b=2"], "“a.b” 写了两次"),
    ],
)
def test_what_is_typed_wrong_is_told_by_its_option(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["batch", *words])

    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_of_several_assumptions_the_one_that_cannot_be_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["batch", "--packs-only", "--households", "h.parquet", "--on", "2024-03-01", "--out", f"{tmp_path / 'o'}"]

    assert main([*words, "--set", "dibao.standard.urban=900.00/month", "--set", "dibao.standard.rural=abc/year"]) == 2

    assert "参数“农村低保标准”（dibao.standard.rural）：金额“abc”有误" in capsys.readouterr().err


@pytest.mark.parametrize("where", ["file", "file/below", "/proc/nope"])
def test_no_command_writes_where_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setattr(published, "connect", lambda: None)
    (tmp_path / "file").write_text("mine")
    made = ["--out", f"{tmp_path / where}"]

    assert main(["generate", "--households", "1", "--place", "371702", *made]) == 2
    assert main(["snapshot", "--on", "2024-03-01", *made]) == 2

    assert capsys.readouterr().err.count("不能写入目录") == 2


def test_a_register_that_cannot_be_read_leaves_no_folder(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(data_dir))

    assert main(["snapshot", "--on", "2024-03-01", "--out", f"{tmp_path / 'register'}"]) == 2

    assert not (tmp_path / "register").exists()
    said = capsys.readouterr().err
    assert "数据库没有运行" in said
    assert "--packs-only" not in said


def test_what_is_missing_or_unknown_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["batch", "--packs-only", "--households", "h.parquet", "--on", "2024-03-01", "--out", f"{tmp_path / 'o'}"]

    assert main(["batch", "--households", "h.parquet"]) == 2
    assert main([*words, "--programme", "nothing"]) == 2
    assert main(["generate", "--households", "0", "--place", "371702", "--out", f"{tmp_path / 'none'}"]) == 2
    assert main(["generate", "--households", "1", "--place", "371702", "--out", f"{Path(__file__).parent}"]) == 2

    said = capsys.readouterr().err
    for part in ("还缺 --on、--out", "没有项目“nothing”", "至少是 1", "已有别的文件"):
        assert part in said


def test_the_columns_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "--columns"]) == 0

    assert "`wage_fen`" in capsys.readouterr().out
