"""Who the database server runs as: PostgreSQL refuses root, so root's server gets an account without rights.

In order: the owner of a cluster that exists, `DOUDI_POSTGRES_USER`, the system account `doudi` (made where
`useradd` is allowed), `nobody`. Anybody but root runs the server as themselves.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doudi.kernel.errors import Refused

NAME = "doudi"
WITHOUT_RIGHTS = "nobody"
SECONDS = 30


class AccountUnusable(Refused):
    """The account for the server does not exist, or is root."""

    code = "postgres.account_unusable"
    sentence = "不能用账户 {name} 运行数据库：{reason}。"


class FolderClosed(Refused):
    """The account of the server cannot reach the data directory, and we do not open other people's folders."""

    code = "postgres.folder_closed"
    sentence = "运行数据库的账户 {name} 进不了 {path}；请把 DOUDI_DATA 指到它能进入的目录（例如 /var/lib/doudi）。"


class NotTheOwner(Refused):
    """The cluster belongs to somebody else."""

    code = "postgres.not_the_owner"
    sentence = "数据库 {path} 属于账户 {owner}，当前账户 {name} 不能使用；请用 {owner} 或 root 运行。"


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    def runs(self) -> dict[str, Any]:
        """Return the arguments of `subprocess` that make a process run as this account."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Hand `path` over to this account."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)

    def require_entry(self, path: Path) -> None:
        """Refuse unless this account can enter `path`, tried by entering it as this account."""
        command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)]
        entered = subprocess.run(command, cwd="/", capture_output=True, check=False, timeout=SECONDS, **self.runs())
        if entered.returncode:
            raise FolderClosed(name=self.name, path=path)


def account_for(cluster: Path) -> Account:
    """Choose the account that runs the server of `cluster`, which need not exist yet."""
    own = _account(pwd.getpwuid(os.geteuid()))
    if cluster.exists():
        return _owner_of(cluster, own)
    return _account_without_rights() if own.uid == 0 else own


def _owner_of(cluster: Path, own: Account) -> Account:
    owner = _account(pwd.getpwuid(cluster.stat().st_uid))
    if own.uid not in {0, owner.uid}:
        raise NotTheOwner(path=cluster, owner=owner.name, name=own.name)
    if owner.uid == 0:
        raise AccountUnusable(name=owner.name, reason=f"{cluster} 属于 root，PostgreSQL 不以 root 运行")
    return owner


def _account_without_rights() -> Account:
    asked = os.environ.get("DOUDI_POSTGRES_USER")
    if asked:
        return _required(asked)
    return _found(NAME) or _made(NAME) or _required(WITHOUT_RIGHTS)


def _required(name: str) -> Account:
    account = _found(name)
    if account is None or account.uid == 0:
        raise AccountUnusable(name=name, reason="没有这个账户" if account is None else "PostgreSQL 不以 root 运行")
    return account


def _found(name: str) -> Account | None:
    try:
        return _account(pwd.getpwnam(name))
    except KeyError:
        return None


def _made(name: str) -> Account | None:
    """Make a system account, or None where this machine does not let us (no `useradd`, accounts kept elsewhere)."""
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return None
    command = [tool, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", name]
    subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    return _found(name)


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
