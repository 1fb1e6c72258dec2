"""The process of the server: start it, wait until it answers, stop it, and clear up after one that was killed.

Every process of the server inherits one locked file. While that lock is held something of the server is alive; when
it is free nothing is, whatever numbers stand in stale files.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from doudi.kernel.errors import NotNow, Refused
from doudi.project.postgres import locks, orphans
from doudi.project.postgres import log as logs
from doudi.project.postgres.account import Account
from doudi.project.postgres.cluster import ENVIRONMENT
from doudi.project.postgres.installation import Installation

PAUSE = 0.05
SECONDS_TO_START = 180
"""Recovery after a power cut replays what was written since the last checkpoint; slow disks need their time."""
SECONDS_TO_STOP = 30
SECONDS_TO_QUIT = 10
SECONDS_FOR_ORPHANS = 5
CONNECT_SECONDS = 3
QUIET: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "log_checkpoints": "off",
    # An error must not repeat rows of persons into a log: neither its detail nor the statement.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_messages": "error",
}


class StillStopping(NotNow):
    """A server that was killed has not let go of its memory yet."""

    code = "postgres.still_stopping"
    sentence = "上一次的数据库进程还没有退出干净（{path}）；请稍等片刻再次启动。"


class PasswordWrong(Refused):
    """The password files do not fit the cluster, as after restoring one without the other."""

    code = "postgres.password_wrong"
    sentence = "密码文件 {path} 与数据库不符；请恢复与数据库同一份备份中的密码文件。"


class PortTaken(Exception):
    """Somebody took the port between our look and the server's."""


@dataclass
class Postmaster:
    """The server of one cluster, started by us or found running."""

    cluster: Path
    alive_lock: Path
    log: logs.Log
    options: Mapping[str, str] = field(default_factory=dict)
    _child: int | None = None

    def is_alive(self) -> bool:
        """Say whether any process of the server is alive."""
        self._reap()
        return locks.is_held(self.alive_lock)

    def has_head(self) -> bool:
        """Say whether the main process is there, and not only children that have not noticed its end."""
        number = self.number()
        return number is not None and orphans.is_postmaster(number, self.cluster)

    def number(self) -> int | None:
        """Return the process number the server wrote down."""
        first = self._notes()[:1]
        return int(first[0]) if first and first[0].isdigit() else None

    def port(self) -> int | None:
        """Return the port the running server wrote down."""
        line = self._notes()[3:4]
        return int(line[0]) if line and line[0].isdigit() else None

    def start(self, *, installation: Installation, account: Account, port: int) -> None:
        """Start on a cluster of which nothing is alive; raises PortTaken, or the sentence for what went wrong."""
        lock = locks.take(self.alive_lock, exclusive=True, seconds=SECONDS_FOR_ORPHANS)
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)  # nothing is alive, so it is stale
        settings = {**QUIET, **self.options, "port": str(port)}
        command = [str(installation.program("postgres")), "-D", str(self.cluster)]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        output = self.log.open()
        try:
            process = subprocess.Popen(
                command,
                cwd=self.cluster.parent,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[lock],
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops the server last
                **account.runs(),
            )
        finally:
            os.close(lock)
            os.close(output)
        process.returncode = 0  # disowned: while others use the server it outlives us, and Popen would warn of that
        self._child = process.pid

    def wait_until_ready(self, url: str, *, secrets: Path) -> None:
        """Wait until the server takes connections, or say why it never will."""
        until = time.monotonic() + SECONDS_TO_START
        while not self.answers(url, secrets):
            if not self.is_alive():
                raise self._why()
            if time.monotonic() > until:
                raise logs.failure("没有在规定时间内启动完成", path=self.cluster, log=self.log.path)
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Stop cleanly; where that takes too long, stop at once; what is left then is killed."""
        for how, seconds in ((signal.SIGINT, SECONDS_TO_STOP), (signal.SIGQUIT, SECONDS_TO_QUIT)):
            if self.has_head():
                self._signal(how)
            if self._gone_within(seconds if self.has_head() else SECONDS_FOR_ORPHANS):
                return
        self.clear_orphans()

    def clear_orphans(self) -> None:
        """Wait for the children of a killed server to notice; end those that do not."""
        if self._gone_within(SECONDS_FOR_ORPHANS):
            return
        orphans.end(self.cluster)
        if not self._gone_within(SECONDS_FOR_ORPHANS):
            raise StillStopping(path=self.cluster)

    def _gone_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        return True

    def _reap(self) -> None:
        """Take leave of the process, should it be our own child and dead."""
        if self._child is not None:
            try:
                gone, _ = os.waitpid(self._child, os.WNOHANG)
            except ChildProcessError:
                gone = self._child
            self._child = None if gone else self._child

    def _signal(self, how: signal.Signals) -> None:
        number = self.number()
        if number is not None:
            with suppress(ProcessLookupError):
                os.kill(number, how)

    def answers(self, url: str, secrets: Path) -> bool:
        """Say whether the server takes a connection now."""
        try:
            psycopg.connect(url, connect_timeout=CONNECT_SECONDS).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise PasswordWrong(path=secrets) from error
            return False
        return True

    def _why(self) -> Exception:
        said = self.log.fresh()
        if logs.PORT_TAKEN.search(said):
            return PortTaken()
        if logs.NOT_YET.search(said):
            return StillStopping(path=self.cluster)
        return logs.failure(said, path=self.cluster, log=self.log.path)

    def _notes(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text("ascii").splitlines()
        except OSError:
            return []
