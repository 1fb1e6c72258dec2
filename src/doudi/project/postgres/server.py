"""The embedded server of one data directory, as everybody else uses it.

Users hold a shared lock for as long as they need the server; the last one out stops it. Starting and stopping happen
under a lock of their own, so any number of commands may come and go at once.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from doudi.kernel.errors import NotNow
from doudi.project import paths, private
from doudi.project.postgres import account as accounts
from doudi.project.postgres import cluster as clusters
from doudi.project.postgres import locks, ports, roles
from doudi.project.postgres.installation import Installation
from doudi.project.postgres.log import Log, disk_full
from doudi.project.postgres.postmaster import PortTaken, Postmaster, StillStopping
from doudi.project.postgres.roles import Urls

FOLDER = "postgres"
PORTS_TRIED = 5
STARTS_TRIED = 5
PAUSE_BETWEEN_STARTS = 1.0
SECONDS_FOR_TURN = 300


class ServerInUse(NotNow):
    """Other processes use the server, so it cannot be stopped for this."""

    code = "postgres.in_use"
    sentence = "数据库正在使用（{path}）；请先停止 doudi run 或 doudi serve，再做这项操作。"


@dataclass(frozen=True)
class Status:
    """How the server is, for `doudi doctor`; `left_in_order`: not running, and not because something ended it."""

    made: bool
    running: bool
    port: int | None
    version: str | None
    folder: Path
    log: Path
    left_in_order: bool


class Server:
    """One cluster, its programs, passwords, port and locks, under `<data>/postgres`."""

    def __init__(
        self, data: Path, *, installation: Installation | None = None, options: Mapping[str, str] | None = None
    ) -> None:
        """Name the server of `data`; nothing is made or started yet."""
        self.data = data
        self.folder = data / FOLDER
        self.cluster = self.folder / "cluster"
        self.secrets = self.folder / "secrets"
        self.log = Log(self.folder / "server.log")
        self._given = installation
        self._postmaster = Postmaster(self.cluster, self.folder / "alive.lock", self.log, dict(options or {}))
        self._users = self.folder / "users.lock"
        self._turn = self.folder / "turn.lock"
        self._use: int | None = None

    @classmethod
    def at(
        cls, data: Path, *, installation: Installation | None = None, options: Mapping[str, str] | None = None
    ) -> Server:
        """Name the server of the data directory `data`; `installation` and `options` are for tests and upgrades."""
        return cls(data, installation=installation, options=options)

    # ------------------------------------------------------------ for users

    def ensure_running(self) -> Urls:
        """Join the users of the server, making and starting what is missing; return the addresses.

        Raises a DoudiError with the sentence for people when it cannot run."""
        self._make_folders()
        if self._use is None:
            self._use = locks.take(self._users, exclusive=False, seconds=SECONDS_FOR_TURN)
        with locks.holding(self._turn, seconds=SECONDS_FOR_TURN):
            try:
                self._bring_up()
            except BaseException as error:
                self._leave_in_turn()
                if isinstance(error, OSError) and error.errno in FULL:
                    raise disk_full(self.folder) from error
                raise
            return self.urls

    def leave(self) -> None:
        """Leave the users; the last one out stops the server."""
        if self._use is None:
            return
        with locks.holding(self._turn, seconds=SECONDS_FOR_TURN):
            self._leave_in_turn()

    @contextmanager
    def running(self) -> Iterator[Urls]:
        """Use the server for the length of a `with`."""
        urls = self.ensure_running()
        try:
            yield urls
        finally:
            self.leave()

    def stop(self) -> None:
        """Stop the server now; raises ServerInUse when others use it."""
        if not self.folder.is_dir():
            return
        with locks.holding(self._turn, seconds=SECONDS_FOR_TURN):
            self._leave_quietly()
            if locks.is_used(self._users):
                raise ServerInUse(path=self.folder)
            self._postmaster.stop()

    def is_alive(self) -> bool:
        """Say whether the server's main process is running."""
        return self._postmaster.is_alive() and self._postmaster.has_head()

    def status(self) -> Status:
        """Return how the server is, without starting or making anything."""
        made = (self.cluster / "PG_VERSION").exists()
        version = (self.cluster / "PG_VERSION").read_text("ascii").strip() if made else None
        running = self.is_alive()
        port = self._postmaster.port() if running else None
        # PostgreSQL takes its note away when it ends in order.
        left_in_order = not running and not (self.cluster / "postmaster.pid").exists()
        return Status(made, running, port, version, self.folder, self.log.path, left_in_order)

    def bin(self, name: str) -> Path:
        """Return the path of a program of PostgreSQL, as `server.bin("pg_dump")`."""
        self._make_folders()
        return self._installation.program(name)

    @property
    def urls(self) -> Urls:
        """The addresses of the running server's database."""
        owner, app = (self._password(role) for role in (roles.OWNER, roles.APP))
        port = self._port()
        return Urls(owner=roles.address(roles.OWNER, owner, port), app=roles.address(roles.APP, app, port))

    @property
    def superuser_url(self) -> str:
        """The address by which a whole cluster is dumped or upgraded; nothing that serves people uses it."""
        password = self._password(clusters.SUPERUSER)
        return roles.address(clusters.SUPERUSER, password, self._port(), database="postgres")

    # ------------------------------------------------------------ how it comes up

    @cached_property
    def _installation(self) -> Installation:
        return self._given or Installation.kept_in(self.folder)

    @cached_property
    def _account(self) -> accounts.Account:
        return accounts.account_for(self.cluster)

    def _bring_up(self) -> None:
        if self.is_alive() and self._postmaster.answers(self.superuser_url, self.secrets):
            return
        self._account.require_entry(self.folder)
        if not self.cluster.exists():
            password = self._password(clusters.SUPERUSER)
            clusters.make(self.cluster, installation=self._installation, account=self._account, password=password)
        clusters.check(self.cluster, self._installation)
        self._start_again_and_again()
        roles.prepare(self.superuser_url, {role: self._password(role) for role in (roles.OWNER, roles.APP)})

    def _start_again_and_again(self) -> None:
        """Start, with retries while what a killed server left clears."""
        for left in reversed(range(STARTS_TRIED)):
            try:
                return self._join_or_start()
            except (StillStopping, locks.LockBusy):
                if not left:
                    raise StillStopping(path=self.cluster) from None
                time.sleep(PAUSE_BETWEEN_STARTS)
        return None

    def _join_or_start(self) -> None:
        """Wait for a server that is on its way up or down; start it when nothing is alive."""
        if self.is_alive():
            self._postmaster.wait_until_ready(self.superuser_url, secrets=self.secrets)
        else:
            self._postmaster.clear_orphans()
            self._start()

    def _start(self) -> None:
        """Start on the port of last time, or another free one."""
        for left in reversed(range(PORTS_TRIED)):
            if not ports.is_free(self._port_kept()):
                private.replace(self.folder / "port", str(ports.free_port()))
            try:
                port = self._port_kept()
                self._postmaster.start(installation=self._installation, account=self._account, port=port)
                return self._postmaster.wait_until_ready(self.superuser_url, secrets=self.secrets)
            except PortTaken:
                if not left:
                    raise
        return None

    def _port(self) -> int:
        return self._postmaster.port() or self._port_kept()

    def _port_kept(self) -> int:
        path = self.folder / "port"
        try:
            return int(path.read_text("ascii"))
        except (FileNotFoundError, ValueError):
            private.replace(path, str(ports.free_port()))
            return int(path.read_text("ascii"))

    def _password(self, role: str) -> str:
        return private.read_or_make(paths.make_folder(self.secrets, mode=paths.PRIVATE) / role)

    def _make_folders(self) -> None:
        for folder in (self.data, self.folder):
            paths.make_folder(folder, mode=paths.PASSABLE)

    def _leave_quietly(self) -> None:
        if self._use is not None:
            os.close(self._use)
            self._use = None

    def _leave_in_turn(self) -> None:
        self._leave_quietly()
        if not locks.is_used(self._users):
            self._postmaster.stop()


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
