"""The data of the server: made once by `initdb`, whole or not at all, and never opened by another major version."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from doudi.kernel.errors import Refused
from doudi.project.postgres import log
from doudi.project.postgres.account import Account
from doudi.project.postgres.installation import Installation

SUPERUSER = "postgres"
MINUTES_2 = 120
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "Asia/Shanghai"}
"""The server sees nothing of the caller's environment: no PG… variable, no secret."""


class MajorVersionDiffers(Refused):
    """The cluster was made by another major version of PostgreSQL."""

    code = "postgres.major_version_differs"
    sentence = (
        "数据目录 {path} 是 PostgreSQL {found} 的，程序带的是 PostgreSQL {ours}，不能直接打开；"
        "请先用 doudi upgrade 升级，或换回原来的版本。"
    )


class ClusterDamaged(Refused):
    """The folder of the cluster is there but is not a cluster."""

    code = "postgres.cluster_damaged"
    sentence = "数据目录 {path} 不完整（缺少 PG_VERSION）；请从备份恢复（doudi restore），不要删除它。"


def make(cluster: Path, *, installation: Installation, account: Account, password: str) -> None:
    """Make the cluster beside its place and rename it when whole; what an interrupted start left is thrown away."""
    for left in cluster.parent.glob(f"{cluster.name}.half-*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own: an `initdb` whose starter was killed may still be writing under the old one.
    draft = Path(tempfile.mkdtemp(prefix=f"{cluster.name}.half-", dir=cluster.parent))
    account.own(draft)
    try:
        _initdb(draft / "data", installation, account, _password_file(draft, account, password))
        (draft / "data").rename(cluster)
        _settle(cluster.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def check(cluster: Path, installation: Installation) -> None:
    """Refuse a cluster these programs cannot open."""
    try:
        found = (cluster / "PG_VERSION").read_text("ascii").strip()
    except FileNotFoundError as error:
        raise ClusterDamaged(path=cluster) from error
    if found != str(installation.major):
        raise MajorVersionDiffers(path=cluster, found=found, ours=installation.major)


def _initdb(data: Path, installation: Installation, account: Account, password_file: Path) -> None:
    options = ["--encoding=UTF8", "--locale=C", "--data-checksums", "--auth=scram-sha-256"]
    options += [f"--username={SUPERUSER}", f"--pwfile={password_file}", "--no-instructions"]
    command = [str(installation.program("initdb")), f"--pgdata={data}", *options]
    where = {"cwd": data.parent, "env": ENVIRONMENT, "stdin": subprocess.DEVNULL}
    done = subprocess.run(command, capture_output=True, check=False, timeout=MINUTES_2, **where, **account.runs())
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        raise log.failure(said, path=data.parent.parent, log=data.parent.parent)


def _password_file(draft: Path, account: Account, password: str) -> Path:
    path = draft / "password"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(password)
    account.own(path)
    return path


def _settle(folder: Path) -> None:
    """Make the rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
