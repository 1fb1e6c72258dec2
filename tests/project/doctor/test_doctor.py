"""`doudi doctor`: every fault of an installation is found and comes with what to do; a sound one has none."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from doudi.kernel.clock import Moment
from doudi.kernel.workdays import WorkCalendar
from doudi.project import cli, keys, paths
from doudi.project.doctor import database as of_database
from doudi.project.doctor import files, law, listeners, machine
from doudi.project.doctor.act import examine
from doudi.project.doctor.findings import Finding, Mark
from doudi.project.postgres import Server, Urls
from doudi.project.postgres.ports import free_port
from tests.fixtures.database import FAST

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)

OURS = listeners.Listener(77, "python -m doudi.project.cli serve")


@pytest.fixture
def data(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with keys, and no server yet."""
    monkeypatch.setenv("DOUDI_DATA", str(data_dir))
    monkeypatch.setenv("DOUDI_PORT", "8000")
    keys.make_keys()
    return data_dir


def by_topic(found: list[Finding]) -> dict[str, Finding]:
    return {finding.topic: finding for finding in found}


def test_a_running_database_of_this_version_has_checksums_and_no_damage(ready: Path) -> None:
    found = by_topic(list(of_database.inside(Server.at(ready).urls.owner)))

    assert not any(finding.is_problem for finding in found.values())
    assert found["校验和"].said == "已打开，没有发现损坏"


def test_tables_of_another_version_are_said_with_what_to_do(empty_database: Urls) -> None:
    found = by_topic(list(of_database.inside(empty_database.owner)))

    assert found["数据库结构"].todo == "停止 doudi 后运行 doudi upgrade"


@pytest.mark.django_db
def test_a_worker_that_is_silent_or_was_never_started_is_a_problem() -> None:
    never = next(of_database.work(now=NOW))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NOW])

    assert never.said == "没有运行"
    assert next(of_database.work(now=NOW)).mark is Mark.GOOD
    assert "自 2024-03-01 17:00 起没有动静" in next(of_database.work(now=NOW + timedelta(minutes=5))).said


@pytest.mark.django_db
def test_failed_jobs_are_counted() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 'doudi.jobs.x', 'failed')"
        )

    assert by_topic(list(of_database.work(now=NOW)))["失败的任务"].said == "1 个"


def test_a_whole_installation_is_looked_at_in_one_go(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "doudi.project.cli", "doctor"]

    free = {**environment, "DOUDI_PORT": str(free_port())}
    done = subprocess.run(command, env=free, check=False, capture_output=True, text=True)

    assert [line.split("：")[0] for line in done.stdout.splitlines() if line.startswith("问题")] == ["问题　后台任务"]
    assert done.returncode == 1


def test_a_missing_server_a_stopped_one_and_one_that_was_killed_are_told_apart(data: Path) -> None:
    assert "还没有建立" in of_database.address()[1][0].said

    with Server.at(data, options=FAST).running():
        assert of_database.address()[1][0].mark is Mark.GOOD
        note = (data / "postgres" / "cluster" / "postmaster.pid").read_text("ascii")
    stopped = of_database.address()[1][0]
    assert stopped.mark is Mark.NOTE
    assert "没有启动" in stopped.said

    (data / "postgres" / "cluster" / "postmaster.pid").write_text(note, "ascii")  # as a server that was killed left it
    assert of_database.address()[1][0].is_problem


def test_a_database_url_that_leads_nowhere_is_a_finding(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:9/nothing")

    found = by_topic(list(examine(Moment(date(2024, 3, 1), NOW, is_moved=False))))

    assert found["数据库"].is_problem
    assert "secret" not in found["数据库"].said


@pytest.mark.parametrize(
    ("damage", "topic", "todo"),
    [
        (lambda data: (data / "keys" / "django-secret-key").chmod(0o644), "密钥文件", "chmod -R go-rwx"),
        (lambda data: (data / "keys").chmod(0o755), "密钥文件", "chmod -R go-rwx"),
        (lambda data: data.chmod(0o777), "数据目录", "chmod go-w"),
        (shutil.rmtree, "数据目录", "make run"),
    ],
)
def test_open_or_missing_files_are_found_with_the_command_that_helps(
    damage: Callable[[Path], None], topic: str, todo: str, data: Path
) -> None:
    assert not any(finding.is_problem for finding in [*files.data_folder(), *files.secrets()])

    damage(data)

    found = by_topic([*files.data_folder(), *files.secrets()])[topic]
    assert found.is_problem
    assert todo in found.todo


def test_a_data_directory_of_somebody_else_is_said(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 12345)

    assert "属于" in next(files.data_folder()).said


def test_passwords_of_the_database_are_looked_at_too(data: Path) -> None:
    folder = paths.make_folder(data / "postgres", mode=paths.PASSABLE)
    secrets = paths.make_folder(folder / "secrets", mode=paths.PRIVATE)
    (secrets / "postgres").write_text("secret")
    (secrets / "postgres").chmod(0o640)

    assert by_topic(list(files.secrets()))["数据库密码文件"].is_problem


def test_a_port_that_somebody_has_is_named_with_the_program(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setenv("DOUDI_PORT", str(port))
        owner = listeners.listener_on(port)
        monkeypatch.setattr(machine, "listener_on", lambda _port: listeners.Listener(77, "nginx: master"))
        taken = next(machine.port())

    assert owner is not None
    assert Path(sys.executable).name.split(".")[0] in owner.command
    assert listeners.listener_on(port) is None
    assert "nginx" in taken.said
    assert f"make run PORT={port + 1}" in taken.todo


def test_the_ports_that_the_running_installation_uses_are_said_whatever_the_environment_wants(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUDI_PORT", str(free_port()))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        (data / f"serve-{port}.note").touch()
        (data / "run-1.note").touch()  # left by one that was killed
        monkeypatch.setattr(machine, "listener_on", lambda asked: OURS if asked == port else None)
        found = list(machine.port())

    assert [finding.said for finding in found] == [f"{port} 由本安装使用（{OURS}）"]


def test_a_port_that_is_none_is_a_finding(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_PORT", "abc")

    found = by_topic(list(examine(Moment(date(2024, 3, 1), NOW, is_moved=False))))

    assert "不能使用端口 abc" in found["端口"].said


def test_a_port_of_another_account_is_taken_all_the_same() -> None:
    assert str(listeners.Listener(None, "")) == "另一个账户的程序"


def test_a_full_disk_is_said(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ROOM_WANTED", 10**12)

    assert next(machine.disk()).is_problem


def test_a_package_that_is_not_the_locked_one_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert not next(machine.packages()).is_problem

    monkeypatch.setattr(machine, "ROOT", tmp_path)
    assert "找不到" in next(machine.packages()).said
    (tmp_path / "requirements.lock").write_text("django==1.0 \\\n    --hash=sha256:00\nnot-here==1 ; win32\ngone==2\n")
    found = next(machine.packages())

    assert "django 应为 1.0" in found.said
    assert "gone 应为 2，装的是 无" in found.said
    assert "not-here" not in found.said


def test_an_old_python_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not next(machine.python()).is_problem

    monkeypatch.setattr(machine, "OLDEST_PYTHON", (4, 0))
    assert next(machine.python()).is_problem


def test_the_browser_is_never_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)

    assert str(next(machine.browser())) == "正常　Chromium：没有安装（只有浏览器测试用得到）"


@pytest.mark.parametrize(
    ("on", "mark"),
    [(date(2026, 5, 1), Mark.GOOD), (date(2026, 11, 21), Mark.NOTE), (date(2027, 1, 2), Mark.PROBLEM)],
)
def test_a_year_without_holiday_notice_is_noted_before_it_begins_and_a_problem_after(on: date, mark: Mark) -> None:
    entered = WorkCalendar.seed().with_notice(2027, [date(2027, 1, 1)], [], "示例")

    assert next(law.calendar(on=on)).mark is mark
    assert next(law.calendar(on=on, known=entered)).mark is Mark.GOOD


def test_packs_with_a_flaw_are_a_finding_and_the_rest_is_still_looked_at(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOUDI_PACKS", str(tmp_path))
    monkeypatch.setattr(law.lawbook, "packs", law.lawbook.packs.__wrapped__)

    found = by_topic(list(examine(Moment(date(2024, 3, 1), NOW, is_moved=False))))

    assert found["政策包"].is_problem
    assert found["Chromium"].mark is Mark.GOOD


def test_the_status_says_whether_there_is_a_problem(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor"]) == 1
    assert "个问题。" in capsys.readouterr().out

    monkeypatch.setattr("doudi.project.cli.doctor.examine", lambda _now: [Finding("磁盘", "很大")])
    assert cli.main(["doctor"]) == 0
    assert capsys.readouterr().out == "正常　磁盘：很大\n没有发现问题。\n"


def test_the_doctor_changes_nothing(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(data_dir / "nowhere"))

    list(examine(Moment(date(2024, 3, 1), NOW, is_moved=False)))

    assert list(data_dir.iterdir()) == []
