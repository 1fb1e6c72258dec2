"""`doudi serve` as systemd would run it: TLS, reload, stop, a database that dies; and values published beside it."""

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from doudi.project.bundle.source import ROOT
from doudi.project.postgres import Server, Urls
from doudi.project.postgres.ports import free_port
from tests.fixtures.applications import PDF
from tests.project.serve import certificate

DOUDI = [sys.executable, "-m", "doudi.project.cli"]
SECONDS = 180
"""Much more than it takes, for a machine that does much else."""

pytestmark = pytest.mark.slow


@contextmanager
def running(*words: str, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen([*DOUDI, *words], env=environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


def asked(port: int, *, tls: bool = False, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    """Ask for the first page, as often as it takes for somebody to answer."""
    until = time.monotonic() + SECONDS
    while True:
        connection = _connection(port, tls=tls)
        try:
            connection.request("GET", "/", headers=headers or {})
            answer = connection.getresponse()
            answer.read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return answer
        finally:
            connection.close()


def _connection(port: int, *, tls: bool) -> http.client.HTTPConnection:
    if not tls:
        return http.client.HTTPConnection("localhost", port, timeout=SECONDS)
    context = ssl._create_unverified_context()  # noqa: S323 - the certificate was made a moment ago
    return http.client.HTTPSConnection("localhost", port, timeout=SECONDS, context=context)


def test_behind_a_proxy_only_encrypted_requests_get_a_page_and_an_end_by_itself_is_an_error_for_systemd_to_see(
    environment: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    words = ["serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with running(*words, environment=environment, log=tmp_path / "log") as process:
        plain = asked(port)
        forwarded = asked(port, headers={"X-Forwarded-Proto": "https"})
        stranger = asked(port, headers={"X-Forwarded-Proto": "https", "Host": "evil.example"})

        assert (plain.status, plain.getheader("Location")) == (301, f"https://localhost:{port}/")
        assert forwarded.status == 200
        assert "max-age" in (forwarded.getheader("Strict-Transport-Security") or "")
        assert stranger.status == 400

        (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(child), signal.SIGKILL)

        assert process.wait(timeout=SECONDS) == 2
    assert "网页服务意外退出（状态 -9）" in (tmp_path / "log").read_text()


def test_with_a_certificate_it_encrypts_by_itself_and_a_reload_loses_no_request(
    environment: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    certfile, keyfile = certificate.write(tmp_path)
    words = ["serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    words += ["--certfile", str(certfile), "--keyfile", str(keyfile)]
    with running(*words, environment=environment, log=tmp_path / "log") as process:
        assert asked(port, tls=True).status == 200

        process.send_signal(signal.SIGHUP)
        statuses = {asked(port, tls=True).status for _ in range(20)}

    assert statuses == {200}
    log = (tmp_path / "log").read_text()
    assert "Hang up" in log or "hup" in log
    assert process.returncode == 0


def test_the_worker_runs_until_told_to_stop(environment: dict[str, str], tmp_path: Path) -> None:
    with running("worker", environment=environment, log=tmp_path / "log") as process:
        until = time.monotonic() + SECONDS
        while "后台任务已启动" not in (tmp_path / "log").read_text() and time.monotonic() < until:
            time.sleep(0.2)
    assert process.returncode == 0
    assert "已停止。" in (tmp_path / "log").read_text()


def test_an_installation_not_brought_to_this_version_is_not_served(
    environment: dict[str, str], data_dir: Path, empty_database: Urls
) -> None:
    older = {**environment, "DOUDI_DATA": str(data_dir), "DATABASE_URL": empty_database.app}

    done = subprocess.run([*DOUDI, "serve"], env=older, check=False, capture_output=True)

    assert done.returncode == 2
    assert done.stderr.decode() == "数据库或网页文件还不是这个版本的；请先运行 doudi upgrade。\n"


ONE_AFTER_THE_OTHER = """
import contextlib, io, json, sys
from doudi.project import cli
for words in json.loads(sys.stdin.read()):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        status = cli.main(words)
    print(json.dumps([status, said.getvalue()]))
"""


def answers(environment: dict[str, str], *commands: list[str]) -> list[tuple[int, str]]:
    """Status and words of each command; one process gives all, for what starts it is not asked about here."""
    program = [sys.executable, "-c", ONE_AFTER_THE_OTHER]
    done = subprocess.run(
        program, env=environment, input=json.dumps(commands), check=True, capture_output=True, text=True
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def test_a_value_counts_once_a_second_person_has_signed_it(environment: dict[str, str], tmp_path: Path) -> None:
    household = str(ROOT / "examples" / "datonghu-2022.json")
    assess = ["assess", household, "--place", "430971", "--on", "2022-03-01", "--json"]
    document = ["--document", "关于公布低保标准的通知", "--document-date", "2021-12-20"]
    (tmp_path / "通知.pdf").write_bytes(PDF)
    document += ["--file", f"{tmp_path / '通知.pdf'}"]
    proposal = ["standards", "propose", "430900", "dibao.standard.rural", "4800.00", "--per", "year"]
    proposal += ["--from", "2022-01-01", *document, "--by", "张某甲", "--office", "某市民政局"]
    sign = ["standards", "sign", "1", "--office", "某市民政局"]
    listing = ["standards", "list"]
    commands = [assess, proposal, listing, assess, [*sign, "--by", "张某甲"], [*sign, "--by", "李某乙"], assess]
    commands += [[*listing, "--place", "430900"], listing]

    told = answers(environment, *commands)

    assert [status for status, _ in told] == [0, 0, 0, 0, 2, 0, 0, 0, 0]
    before, proposed, waiting, between, alone, signed, after, published, at_the_end = (said for _, said in told)
    assert "第 1 号，尚未生效" in proposed
    assert sha256(PDF).hexdigest() in proposed
    assert "待签发" in waiting
    assert alone == ""
    assert "第 1 号已签发" in signed
    assert "签发" in published
    assert "没有等待签发" in at_the_end
    assert snapshot(between) == snapshot(before) != snapshot(after)
    assert status_of_dibao(before) == "undetermined"
    assert status_of_dibao(after) != "undetermined"


def snapshot(report: str) -> str:
    return json.loads(report)["law"]["snapshot"]


def status_of_dibao(report: str) -> str:
    """What is said of dibao, wherever it stands among the programmes."""
    outcomes: list[dict[str, Any]] = json.loads(report)["outcomes"]
    return next(each["status"] for each in outcomes if each["programme"] == "dibao")


def test_the_database_service_says_when_it_is_ready_and_ends_with_an_error_when_the_server_dies(
    environment: dict[str, str], data_dir: Path, tmp_path: Path
) -> None:
    systemd = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    systemd.bind(str(tmp_path / "notify"))
    systemd.settimeout(SECONDS)
    ours = {**environment, "DOUDI_DATA": str(data_dir), "NOTIFY_SOCKET": str(tmp_path / "notify")}
    with systemd, running("database", environment=ours, log=tmp_path / "log") as process:
        assert systemd.recv(100) == b"READY=1"
        number = Server.at(data_dir)._postmaster.number()
        assert number is not None
        os.kill(number, signal.SIGKILL)

        assert process.wait(timeout=SECONDS) == 2
    assert "内置数据库意外退出" in (tmp_path / "log").read_text()


def test_management_commands_find_the_running_database_and_a_new_data_key_is_made_and_said(
    environment: dict[str, str],
) -> None:
    shown, rotated, listed = answers(
        environment, ["manage", "showmigrations", "standards"], ["keys", "rotate"], ["keys", "list"]
    )

    made = Path(environment["DOUDI_DATA"]) / "keys" / "data-key-2"
    assert [status for status, _ in (shown, rotated, listed)] == [0, 0, 0]
    assert "[X] 0001" in shown[1]
    assert made.stat().st_mode & 0o777 == 0o600
    assert "已建立第 2 号数据密钥" in rotated[1]
    assert "第 1 号数据密钥：0 份材料\n第 2 号数据密钥（最新）：0 份材料" in listed[1]
