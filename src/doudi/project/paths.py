"""Where an installation keeps what is its own: the data directory, outside the checkout.

`DOUDI_DATA` names it; otherwise /var/lib/doudi for root and the XDG data folder for anybody else.
"""

from __future__ import annotations

import os
from pathlib import Path

from doudi.kernel.errors import Refused

FOR_ROOT = Path("/var/lib/doudi")
PRIVATE = 0o700
PASSABLE = 0o711 if os.geteuid() == 0 else PRIVATE
"""In a root installation the database server is somebody else: it may pass through to what is opened to it by name, but
not look around. Everybody else's server is themselves."""


class DataFolderUnusable(Refused):
    """The data directory cannot be made or written."""

    code = "paths.data_unusable"
    sentence = "数据目录 {path} 不能使用（{reason}）；请换一个目录（设置 DOUDI_DATA），或请管理员开放权限。"


def data_dir() -> Path:
    """Return the data directory of this installation; it need not exist yet."""
    given = os.environ.get("DOUDI_DATA")
    if given:
        return Path(given).absolute()
    if os.geteuid() == 0:
        return FOR_ROOT
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share").absolute() / "doudi"


def keys_dir() -> Path:
    """Return the folder of the keys that a backup must carry."""
    return data_dir() / "keys"


def make_folder(path: Path, *, mode: int) -> Path:
    """Make a folder of ours with exactly `mode`; a folder that is there already, and every parent, keeps its own."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_or_keep(path, mode)
    except OSError as error:
        raise DataFolderUnusable(path=path, reason=error.strerror) from error
    if not path.is_dir() or not os.access(path, os.W_OK | os.X_OK):
        raise DataFolderUnusable(path=path, reason="没有写权限")
    return path


def _make_or_keep(path: Path, mode: int) -> None:
    try:
        path.mkdir()
    except FileExistsError:
        return
    path.chmod(mode)  # mkdir's own mode is cut by the umask
