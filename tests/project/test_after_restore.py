"""Right after a restore of this version: nothing is missing, reported as a fault, or to be upgraded."""

from pathlib import Path

import pytest

from doudi.project import cli
from doudi.project.postgres import Server
from doudi.project.postgres.ports import free_port
from doudi.project.serve.production import require_upgraded


def test_what_was_restored_is_whole_and_at_rest(
    ready: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(ready))
    monkeypatch.setenv("DOUDI_BACKUP_PASSPHRASE", "correct horse battery")
    monkeypatch.setenv("DOUDI_PORT", str(free_port()))
    second = data_dir / "second"
    cli.main(["backup", str(data_dir / "backup.tar")])
    capsys.readouterr()

    status_of_restore = cli.main(["restore", str(data_dir / "backup.tar"), "--into", str(second)])
    told = capsys.readouterr().out
    monkeypatch.setenv("DOUDI_DATA", str(second))
    status_of_doctor = cli.main(["doctor"])
    found = capsys.readouterr().out

    assert (status_of_restore, status_of_doctor) == (0, 0), found
    assert f"可以直接启动：DOUDI_DATA={second} make run" in told
    assert "upgrade" not in told
    assert "提示　数据库：" in found
    with Server.at(second).running() as urls:
        require_upgraded(urls.app)
