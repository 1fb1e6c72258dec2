"""Put a bundle together."""

from __future__ import annotations

import hashlib
import io
import platform
import sys
import tarfile
import tempfile
from pathlib import Path

from doudi import __version__
from doudi.project.bundle import source, wheels

EXECUTABLE = 0o755
PLAIN = 0o644


def make(out: Path) -> int:
    """Write the bundle to `out` and return how many files it holds; `out` appears only when it is whole."""
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".doudi-bundle-") as scratch:
            files = source.files() | _added()
            files |= {f"{source.WHEELS}/{path.name}": (path.read_bytes(), PLAIN) for path in _downloaded(scratch)}
        files[source.SUMS] = (_sums(files), PLAIN)
        _write(unfinished, files)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(files)


def _downloaded(scratch: str) -> list[Path]:
    return wheels.download(Path(scratch))


def _added() -> dict[str, tuple[bytes, int]]:
    """Return what a bundle adds to the source: how to install it, and for what machine it is."""
    about = {
        "bundle_version": __version__,
        "bundle_commit": source.commit(),
        "bundle_python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "bundle_machine": platform.machine(),
    }
    lines = "".join(f"{name}='{value}'\n" for name, value in about.items())
    script = Path(__file__).with_name("install.sh").read_bytes()
    return {"BUNDLE": (lines.encode(), PLAIN), "install.sh": (script, EXECUTABLE)}


def _sums(files: dict[str, tuple[bytes, int]]) -> bytes:
    return "".join(f"{hashlib.sha256(files[name][0]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def _write(path: Path, files: dict[str, tuple[bytes, int]]) -> None:
    with tarfile.open(path, "w") as tar:
        for name in sorted(files):
            content, mode = files[name]
            entry = tarfile.TarInfo(f"doudi-{__version__}/{name}")
            entry.size, entry.mode = len(content), mode
            tar.addfile(entry, io.BytesIO(content))
