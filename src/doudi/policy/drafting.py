"""A draft pack: a folder of the shape of the packs, laid over them and checked as they are.

A draft may bring values, sources and programmes. What rules read and how they compute is not for a draft.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from doudi.kernel.errors import Refused
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import RuleBook

SHAPES = ("*/sources.yaml", "*/sources/*.yaml", "*/values/*.yaml", "cn/programmes/*/*.yaml")


class DraftUnreadable(Refused):
    """The folder is not there, is empty, or holds what is not for a draft."""

    code = "drafting.draft_unreadable"
    sentence = "政策包草案 {folder}：{reason}。"


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


def _files(root: Path, draft: Path) -> list[Path]:
    """List the files of a draft, and refuse what would not be read."""
    if not draft.is_dir():
        raise DraftUnreadable(folder=draft, reason="没有这个目录")
    files = sorted(path.relative_to(draft) for path in draft.rglob("*") if path.is_file())
    if not files:
        raise DraftUnreadable(folder=draft, reason="里面没有文件")
    for file in files:
        if not any(file.match(shape) and len(file.parts) == len(Path(shape).parts) for shape in SHAPES):
            raise DraftUnreadable(folder=draft, reason=f"不能有 {file}，草案里只放 {'、'.join(SHAPES)}")
        if not (root / file.parts[0] / "pack.yaml").exists():
            raise DraftUnreadable(folder=draft, reason=f"没有叫“{file.parts[0]}”的政策包")
    return files
