"""Where a command may write its file: a name that is free, in a folder that is there."""

from __future__ import annotations

from pathlib import Path

from doudi.kernel.errors import Refused


class OutputThere(Refused):
    """A file of that name is there already; nothing is overwritten."""

    code = "output.there"
    sentence = "{path} 已经存在，没有覆盖；请换一个文件名。"


class FolderMissing(Refused):
    """The folder the file should go into does not exist."""

    code = "output.folder_missing"
    sentence = "目录 {path} 不存在，请先建好。"


def require_new(path: Path) -> Path:
    """Return the absolute path of a file to be written. Raises OutputThere, FolderMissing."""
    absolute = path.absolute()
    if absolute.exists() or absolute.is_symlink():
        raise OutputThere(path=absolute)
    if not absolute.parent.is_dir():
        raise FolderMissing(path=absolute.parent)
    return absolute
