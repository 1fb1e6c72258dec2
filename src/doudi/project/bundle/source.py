"""The source files that go into a bundle: those of the commit checked out, or those the last bundle brought."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import doudi
from doudi.kernel.errors import Refused

ROOT = Path(doudi.__file__).resolve().parents[2]
SUMS = "SHA256SUMS"
WHEELS = "wheels"
MADE_HERE = frozenset({"install.sh", "BUNDLE"})
"""What a bundle adds to the source, and a bundle of that bundle makes anew."""


class SourceMissing(Refused):
    """doudi was not installed from a checkout or a bundle, so its source is not at hand."""

    code = "bundle.source_missing"
    sentence = "{root} 不是 doudi 的源码目录（没有 git 记录，也没有离线包清单），不能制作离线安装包。"


def commit(root: Path = ROOT) -> str:
    """Return the commit that is bundled, marked when there are changes it does not hold; "" outside a checkout."""
    if not (root / ".git").exists():
        return ""
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return _git(root, "rev-parse", "HEAD").decode().strip() + (" (+ changes left out)" if changed else "")


def files(root: Path = ROOT) -> dict[str, tuple[bytes, int]]:
    """Return content and mode of every source file by its path. Raises SourceMissing."""
    if (root / ".git").exists():
        return _committed(root)
    if (root / SUMS).is_file():
        return _bundled(root)
    raise SourceMissing(root=root)


def _committed(root: Path) -> dict[str, tuple[bytes, int]]:
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", "HEAD"))) as tar:
        return {entry.name: (_content(tar, entry), entry.mode & 0o777) for entry in tar if entry.isfile()}


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(entry)
    return stream.read() if stream else b""


def _bundled(root: Path) -> dict[str, tuple[bytes, int]]:
    names = [line.split("  ", 1)[1] for line in (root / SUMS).read_text("utf-8").splitlines()]
    own = [name for name in names if not name.startswith(f"{WHEELS}/") and name not in MADE_HERE]
    return {name: ((root / name).read_bytes(), (root / name).stat().st_mode & 0o777) for name in own}


def _git(root: Path, *words: str) -> bytes:
    # The owner of a checkout may be another user than the one who bundles it (root for /opt).
    command = ["git", "-c", f"safe.directory={root}", "-C", str(root), *words]
    return subprocess.run(command, check=True, capture_output=True).stdout
