"""A draft pack: a folder of the shape of the packs, laid over them and checked as they are.

A draft may bring values, sources and programmes. What rules read and how they compute is not for a draft. It comes as a
folder, or as a zip of one (`unpacked`), whose files are then kept by their paths as texts.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from doudi.kernel.errors import Refused
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import RuleBook

SHAPES = ("*/sources.yaml", "*/sources/*.yaml", "*/values/*.yaml", "cn/programmes/*/*.yaml")

MOST_FILES, MOST_BYTES = 200, 2_000_000
"""Of a zip: a draft is a few pages of text."""


class DraftUnreadable(Refused):
    """The folder is not there, is empty, or holds what is not for a draft."""

    code = "drafting.draft_unreadable"
    sentence = "政策包草案 {folder}：{reason}。"


def unpacked(content: bytes, name: str) -> dict[str, str]:
    """Return the files of a zipped draft by their paths; one folder around them all is left out.

    Raises DraftUnreadable for what is no zip, too large, not UTF-8, or leads out of the folder.
    """
    if len(content) > MOST_BYTES:
        raise DraftUnreadable(folder=name, reason=f"最大 {MOST_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [each for each in packed.infolist() if not each.is_dir()]
            if len(inside) > MOST_FILES or sum(each.file_size for each in inside) > MOST_BYTES:
                raise DraftUnreadable(folder=name, reason=f"最多 {MOST_FILES} 个文件、{MOST_BYTES // 1_000_000} MB")
            found = {each.filename: packed.read(each).decode("utf-8-sig") for each in inside}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise DraftUnreadable(folder=name, reason="不是能打开的 zip 文件") from error
    except UnicodeDecodeError as error:
        raise DraftUnreadable(folder=name, reason="里面有不是 UTF-8 的文件") from error
    return _without_top(found)


def written(files: Mapping[str, str], into: Path) -> Path:
    """Write the files of a draft into a folder. Raises DraftUnreadable for one that leads out of it."""
    for name, text in files.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise DraftUnreadable(folder=name, reason="文件在草案的目录以外")
        file = into / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return into


def laid_over(root: Path, draft: Path, book: RuleBook) -> Packs:
    """Load the packs with a draft laid over: a file of the same name replaces the pack's, another one is added.

    Raises DraftUnreadable, and PackRefused with file, line and reason of every flaw.
    """
    files = _files(root, draft)
    with tempfile.TemporaryDirectory(prefix="doudi-draft-") as folder:
        whole = Path(folder) / root.name
        shutil.copytree(root, whole)
        for file in files:
            (whole / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(draft / file, whole / file)
        return load(whole, book)


def _without_top(files: dict[str, str]) -> dict[str, str]:
    """Leave out the folder that whoever zipped it put around the packs."""
    inside = {name.partition("/")[2]: text for name, text in files.items()}
    is_wrapped = len({name.partition("/")[0] for name in files}) == 1 and all(
        _is_of_a_draft(Path(name)) for name in inside
    )
    return inside if is_wrapped and not all(_is_of_a_draft(Path(name)) for name in files) else files


def _is_of_a_draft(file: Path) -> bool:
    return any(file.match(shape) and len(file.parts) == len(Path(shape).parts) for shape in SHAPES)


def _files(root: Path, draft: Path) -> list[Path]:
    """List the files of a draft, and refuse what would not be read."""
    if not draft.is_dir():
        raise DraftUnreadable(folder=draft, reason="没有这个目录")
    files = sorted(path.relative_to(draft) for path in draft.rglob("*") if path.is_file())
    if not files:
        raise DraftUnreadable(folder=draft, reason="里面没有文件")
    for file in files:
        if not _is_of_a_draft(file):
            raise DraftUnreadable(folder=draft, reason=f"不能有 {file}，草案里只放 {'、'.join(SHAPES)}")
        if not (root / file.parts[0] / "pack.yaml").exists():
            raise DraftUnreadable(folder=draft, reason=f"没有叫“{file.parts[0]}”的政策包")
    return files
