"""The folder that a command writes into: made, tried, and taken away again where nothing came of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from doudi.kernel.errors import Refused

RUN = "_run.json"
"""What the parts of a folder were made of."""
ENDS = 1 << 16
REASONS: dict[type[OSError], str] = {
    FileExistsError: "已有同名的文件，不是目录",
    NotADirectoryError: "上一级是文件，不是目录",
    PermissionError: "没有写权限",
}


class FolderUnusable(Refused):
    """The folder cannot be made or written into."""

    code = "batch.folder_unusable"
    sentence = "不能写入目录 {folder}：{reason}。请换一个目录。"


class FolderNotEmpty(Refused):
    """The folder holds something that this command has not written."""

    code = "batch.folder_not_empty"
    sentence = "目录 {folder} 里已有别的文件，没有写入；请换一个新的目录。"


class OtherBatchThere(Refused):
    """The folder holds the results of something else."""

    code = "batch.other_batch_there"
    sentence = (
        "{folder} 里已有另一次计算的结果（输入文件、日期、项目、政策或者 --engine 不同），没有覆盖；"
        "请换一个名字，或者先删掉它。"
    )


@contextmanager
def made(folder: Path) -> Generator[Path]:
    """Make a folder with those above it; where the block fails, what was made and is empty goes again.

    Raises FolderUnusable.
    """
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        take_away(new)
        raise FolderUnusable(folder=folder, reason=REASONS.get(type(error), "这里不能建目录或者文件")) from error
    try:
        yield folder
    except BaseException:
        take_away(new)
        raise


def require_empty(folder: Path) -> None:
    """Raise FolderNotEmpty where something lies in a folder."""
    if folder.is_dir() and any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)


def take_away(folders: list[Path]) -> None:
    """Remove folders, the innermost first, as far as they are empty."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def begun(folder: Path, mark: Mapping[str, object], size: int) -> int:
    """Mark a folder with what is done there, or find in it an earlier run of the same; return the size of a part.

    Raises OtherBatchThere, FolderNotEmpty.
    """
    there = folder / RUN
    if there.exists():
        found = json.loads(there.read_text(encoding="utf-8"))
        before = found.pop("part", None)
        if found != mark or bool(before) != bool(size):
            raise OtherBatchThere(folder=folder)
        return before
    require_empty(folder)
    there.write_text(json.dumps({**mark, "part": size}, ensure_ascii=False, indent=1), encoding="utf-8")
    return size


def ends(file: Path) -> bytes:
    """Return the beginning and the end of a file; those of a Parquet file tell of all between."""
    with file.open("rb") as opened:
        begin = opened.read(ENDS)
        opened.seek(max(0, file.stat().st_size - ENDS))
        return begin + opened.read()
