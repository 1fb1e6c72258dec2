"""The data directory: who owns it, and that nobody else can read the secrets in it."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from doudi.project import paths
from doudi.project.doctor.findings import Finding, good, problem
from doudi.project.postgres import Server

OTHERS_WRITE = 0o022
OTHERS = 0o077


def data_folder() -> Iterator[Finding]:
    """Look at the data directory itself."""
    data = paths.data_dir()
    if not data.is_dir():
        yield problem("数据目录", f"{data} 还没有", "第一次启动时会自动建立：make run，或 doudi upgrade")
        return
    state = data.stat()
    if state.st_uid != os.geteuid():
        yield problem("数据目录", f"{data} 属于 {_owner(state.st_uid)}", "请用该账户运行 doudi，或改用 DOUDI_DATA")
    elif state.st_mode & OTHERS_WRITE:
        yield problem("数据目录", f"其他账户可以改动 {data}", f"chmod go-w {data}")
    else:
        yield good("数据目录", str(data))


def secrets() -> Iterator[Finding]:
    """Look at the keys and the passwords of the database."""
    server = Server.at(paths.data_dir())
    for topic, folder in (("密钥文件", paths.keys_dir()), ("数据库密码文件", server.secrets)):
        if folder.is_dir():
            yield _closed(topic, folder)


def _closed(topic: str, folder: Path) -> Finding:
    try:
        found = [folder, *folder.iterdir()]
    except PermissionError:
        return problem(topic, f"当前账户不能查看 {folder}", f"请用 {_owner(folder.stat().st_uid)} 运行 doudi")
    astray = [path for path in found if _is_open(path)]
    if astray:
        return problem(topic, f"别的账户可以读 {'、'.join(map(str, astray))}", f"chmod -R go-rwx {folder}，并更换密钥")
    return good(topic, f"{len(found) - 1} 个，只有本账户能读（{folder}）")


def _is_open(path: Path) -> bool:
    state = path.stat()
    return bool(stat.S_IMODE(state.st_mode) & OTHERS) or state.st_uid != os.geteuid()


def _owner(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
