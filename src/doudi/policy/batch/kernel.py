"""The kernel of a batch: its segments, kept on disk by a hash of everything that they were made of.

Numba notices edits of the file it compiles and of nothing else, hence the hash in the file's name. A law of which one
rule changes has new text for the segments that call it; the others are found.
"""

# pyright: basic
# Numba comes with requirements-batch.lock, and tells no types.

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from doudi.policy.arithmetic import CALLABLE
from doudi.policy.batch import compiling
from doudi.policy.batch.helpers import COMMON
from doudi.policy.batch.kerneltext import Writing
from doudi.policy.batch.work import Work
from doudi.policy.rules import Rule

WITHOUT = "DOUDI_WITHOUT_NUMBA"
FOLDER = "DOUDI_KERNELS"
BLOCK = 2_048
"""Households that go through all segments before the next ones do, so that what lies between them stays small."""


@dataclass(frozen=True)
class Kernel:
    """Segments that are called one after the other, and how many values each depth leaves between them."""

    segments: tuple[Callable[..., None], ...]
    kept: tuple[int, int, int]

    def __call__(
        self, day: int, places: Any, members: Any, supporters: Any, listed: Any, *columns: Any
    ) -> None:  # fmt: skip
        """Go through households: `columns` are what comes in and what goes out, as `kerneltext.SIGNATURE` names it."""
        starts = np.append(np.arange(0, len(places), BLOCK), len(places))
        scratch = self.scratch(np.diff(starts), np.diff(members[starts]), np.diff(supporters[members[starts]]))
        plain = ((places, np.int32), (members, np.int64), (supporters, np.int64), (listed, np.bool_))
        given = [np.require(values, kind, ["C", "W"]) for values, kind in plain]
        for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            for segment in self.segments:
                segment(first, last, day, *given, *columns, *scratch)

    def scratch(self, *widths: Any) -> list[Any]:
        """Lay out what segments leave for each other, for the widest block."""
        sizes = [(max(1, rows), int(width.max(initial=1))) for rows, width in zip(self.kept, widths, strict=True)]
        return [np.empty(size, kind) for size in sizes for kind in (np.int64, np.uint64)]


def is_wanted() -> bool:
    """Whether Numba is there, and nobody asked to do without it."""
    return os.environ.get(WITHOUT, "0") in ("", "0") and find_spec("numba") is not None


def compiled(work: Work, into: Path | None = None) -> Kernel:
    """Return the compiled kernel of a batch; from disk where it was compiled before."""
    files = prepared(work, into or folder())
    missing = [file for file in files if not _is_compiled(file)]
    if len(missing) > 1:
        compiling.compile_all(missing)
    return Kernel(tuple(compiling.compiled(file) for file in files), _kept(Writing(work)))


def prepared(work: Work, where: Path) -> list[Path]:
    """Write the segments of a kernel into their files."""
    import numba  # noqa: PLC0415 takes a second, and only a batch needs it

    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    files: list[Path] = []
    for function in Writing(work).functions():
        text = compiling.written(COMMON + function.text, function.called)
        file = where / f"kernel_{_digest(text, function.called, numba.__version__)}.py"
        if not file.exists():
            _write(file, text)
        files.append(file)
    return files


def packed(work: Work) -> dict[str, tuple[bytes, int]]:
    """Return the files of a compiled kernel, each with its time: what another machine needs to go without compiling."""
    compiled(work)
    files = prepared(work, folder())
    kept = [*(each for file in files for each in (file.parent / "__pycache__").glob(f"{file.stem}.*")), *files]
    return {str(each.relative_to(folder())): (each.read_bytes(), each.stat().st_mtime_ns) for each in kept}


def unpack(kept: Mapping[str, tuple[bytes, int]]) -> None:
    """Put the files of a kernel among one's own; the text comes last, and its time is what Numba goes by."""
    for name, (content, changed) in kept.items():
        file = folder() / name
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            draft = file.with_name(f"{file.name}.{os.getpid()}")
            draft.write_bytes(content)
            os.utime(draft, ns=(changed, changed))
            draft.replace(file)


def interpreted(work: Work) -> Kernel:
    """Return the kernel as plain Python, thousands of times slower: to try its text without compiling it."""
    writing = Writing(work)
    made = [
        compiling.made_of(COMMON + each.text, "<kernel>", [compiling.plain(rule) for rule in each.called])["compute"]
        for each in writing.functions()
    ]
    return Kernel(tuple(made), _kept(writing))


def folder() -> Path:
    """Return where kernels are kept: a folder of one's own, since whoever writes there decides what is run."""
    given = os.environ.get(FOLDER)
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(given) if given else cached / "doudi" / "kernels"


def _kept(writing: Writing) -> tuple[int, int, int]:
    own, members, supporters = (len(kept) for kept in writing.kept)
    return own, members, supporters


def _is_compiled(file: Path) -> bool:
    return any((file.parent / "__pycache__").glob(f"{file.stem}.compute-*.nbc"))


def _write(file: Path, text: str) -> None:
    """Write a file at once, so that two runs beside each other never read half of one."""
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


def _digest(text: str, rules: Sequence[Rule], version: str) -> str:
    """Hash what a segment is made of: its text, every rule's source, the codes they name, what they call."""
    called = [inspect.getsource(each) for each in CALLABLE.values()]
    parts = [version, text, *called, *(rule.source for rule in rules), *(f"{_codes(rule)}" for rule in rules)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _codes(rule: Rule) -> list[tuple[str, int]]:
    return [
        (f"{vocabulary.__name__}.{item.name}", int(item))
        for vocabulary in compiling.around(compiling.plain(rule)).values()
        if isinstance(vocabulary, type) and issubclass(vocabulary, IntEnum)
        for item in vocabulary
    ]
