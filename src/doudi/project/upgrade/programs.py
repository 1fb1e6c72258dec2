"""The programs of the older PostgreSQL that made a cluster: they are needed once more, to read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from doudi.kernel.errors import NotKnown
from doudi.project.postgres import Installation
from doudi.project.postgres.installation import PACKAGE

OF_SYSTEM = Path("/usr/lib/postgresql")
OLDER_IN_WHEEL = "pginstall"
LIBRARY_PATHS = ("share", "lib", "bin")
PUBLIC = 0o755
READABLE = 0o644


class OldProgramsMissing(NotKnown):
    """No PostgreSQL of the cluster's major version is on this machine."""

    code = "upgrade.old_programs_missing"
    sentence = (
        "现有数据是 PostgreSQL {major} 的，本机没有这个版本的程序，读不出来；"
        "请安装（Debian：apt install postgresql-{major}）后再运行 doudi upgrade。数据没有改变。"
    )


def of_major(major: int, folder: Path) -> Installation:
    """Find programs of that major version: kept under `folder`, of the system, or the wheel's older ones."""
    for bin_dir in (*_kept(folder), OF_SYSTEM / str(major) / "bin"):
        if (bin_dir / "postgres").is_file() and Installation(bin_dir).major == major:
            return Installation(bin_dir)
    return _from_wheel(major, folder)


def _kept(folder: Path) -> Iterator[Path]:
    return (path.parent for path in sorted(folder.glob("pginstall*/**/bin/initdb")))


def _from_wheel(major: int, folder: Path) -> Installation:
    """Copy the wheel's older programs to where the account of the server can reach them."""
    spec = find_spec(PACKAGE)
    found = [Path(place) / OLDER_IN_WHEEL for place in (spec and spec.submodule_search_locations) or ()]
    source = next((path for path in found if (path / "bin" / "postgres").is_file()), None)
    if source is None or Installation(source / "bin").major != major:
        raise OldProgramsMissing(major=major)
    kept = folder / f"{OLDER_IN_WHEEL}{major}-older"
    shutil.rmtree(kept, ignore_errors=True)
    for name in LIBRARY_PATHS:
        shutil.copytree(source / name, kept / PACKAGE / OLDER_IN_WHEEL / name)
    libraries = source.parent.with_name(f"{PACKAGE}.libs")  # where the programs look for them, relative to themselves
    if libraries.is_dir():
        shutil.copytree(libraries, kept / libraries.name)
    _open(kept)
    return Installation(kept / PACKAGE / OLDER_IN_WHEEL / "bin")


def _open(kept: Path) -> None:
    for folder, _, files in os.walk(kept):
        Path(folder).chmod(PUBLIC)
        for name in files:
            path = Path(folder, name)
            path.chmod(PUBLIC if os.access(path, os.X_OK) else READABLE)
