"""The one file of a backup: parts in, a manifest of their hashes last, and nothing believed before it is checked.

The manifest comes last so that parts can be streamed from disk without a second copy; a file cut short therefore
has no manifest and is recognised as such. Names inside are relative, POSIX, and never point outside.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from doudi.kernel.errors import Refused

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
FORMAT = "doudi-backup/1"
CHUNK = 1 << 20
PRIVATE = 0o600


class BackupDamaged(Refused):
    """The file is not a backup, was cut short, or a part does not have the hash the manifest says."""

    code = "backup.damaged"
    sentence = "备份文件 {path} 不能用：{reason}。没有恢复任何内容。"


class Writer:
    """Adds parts to an archive and remembers their hashes."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        """Write into an open tar file."""
        self._tar = tar
        self._parts: dict[str, dict[str, Any]] = {}

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a part held in memory."""
        self._add(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add one file from disk under another name."""
        with path.open("rb") as source:
            self._add(name, source, os.fstat(source.fileno()).st_size)

    def add_folder(self, name: str, folder: Path) -> None:
        """Add every plain file below a folder, in a fixed order; a folder that is not there adds nothing."""
        for part, path in _files(name, folder):
            self.add_file(part, path)

    def close(self, about: dict[str, Any]) -> None:
        """Write the manifest and its own hash, which end the archive."""
        manifest = json.dumps({"format": FORMAT, **about, "parts": self._parts}, ensure_ascii=False, indent=1).encode()
        self._put(MANIFEST, io.BytesIO(manifest), len(manifest))
        digest = hashlib.sha256(manifest).hexdigest().encode("ascii")
        self._put(SEAL, io.BytesIO(digest), len(digest))

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        hashing = _Hashing(source)
        self._put(name, hashing, size)
        self._parts[name] = {"sha256": hashing.digest.hexdigest(), "bytes": size}

    def _put(self, name: str, source: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, PRIVATE
        self._tar.addfile(entry, source)


class _Hashing:
    """A reader that hashes what passes through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on, and hash it."""
        block = self._source.read(size)
        self.digest.update(block)
        return block


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Open an archive that appears under its name only when it is whole and on disk."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        with _private(unfinished) as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
        _sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def checked(path: Path) -> dict[str, Any]:
    """Read the whole archive, compare every hash, and return its manifest. Raises BackupDamaged."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            return _compared(path, *_read_through(tar))
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(path=path, reason="已损坏或不完整，或者不是 doudi 的备份") from error


def parts(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Give each part of an archive that was checked, as a stream to be read before the next is asked for."""
    with tarfile.open(path, mode="r:") as tar:
        for entry in tar:
            stream = tar.extractfile(entry)
            if stream is not None and entry.name not in {MANIFEST, SEAL}:
                yield entry.name, stream


def hashes(name: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Return what a manifest says of a folder, without writing it anywhere."""
    found: dict[str, dict[str, Any]] = {}
    for part, path in _files(name, folder):
        with path.open("rb") as stream:
            found[part] = {"sha256": _digest(stream), "bytes": path.stat().st_size}
    return found


def _files(name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _read_through(tar: tarfile.TarFile) -> tuple[dict[str, dict[str, Any]], bytes, bytes]:
    found: dict[str, dict[str, Any]] = {}
    closing = {MANIFEST: b"", SEAL: b""}
    for entry in tar:
        stream = tar.extractfile(entry) if entry.isreg() and _stays_inside(entry.name) else None
        if stream is None:
            raise ValueError(entry.name)
        if entry.name in closing:
            closing[entry.name] = stream.read()
        else:
            found[entry.name] = {"sha256": _digest(stream), "bytes": entry.size}
    return found, closing[MANIFEST], closing[SEAL]


def _compared(path: Path, found: dict[str, dict[str, Any]], manifest: bytes, seal: bytes) -> dict[str, Any]:
    if hashlib.sha256(manifest).hexdigest().encode("ascii") != seal:
        raise BackupDamaged(path=path, reason="没有清单，或清单被改动")
    about = json.loads(manifest)
    if about["format"] != FORMAT:
        raise BackupDamaged(path=path, reason=f"格式是 {about['format']}，本版本只认 {FORMAT}")
    for name in sorted(about["parts"].keys() | found.keys()):
        if about["parts"].get(name) != found.get(name):
            raise BackupDamaged(path=path, reason=f"其中的 {name} 与清单不符")
    return about


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(CHUNK):
        digest.update(block)
    return digest.hexdigest()


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE), "w+b")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
