"""Compiles the kernel of a batch with Numba, and keeps it on disk by a hash of everything that it was made of.

The rules' own functions are compiled as they are; only what they call (`rounded`, `share`, `contains`) is compiled
too. Numba notices edits of the file it compiles and of nothing else, hence the hash in the file's name.
"""

# pyright: basic
# Numba comes with requirements-batch.lock, and tells no types.

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import numpy as np

from doudi.policy.arithmetic import CALLABLE
from doudi.policy.batch.chunk import MISSING
from doudi.policy.batch.helpers import COMMON, names_in
from doudi.policy.batch.kerneltext import Writing
from doudi.policy.batch.work import Work
from doudi.policy.rules import Rule

WITHOUT = "DOUDI_WITHOUT_NUMBA"
FOLDER = "DOUDI_KERNELS"
OUTSIDE: Any = {"nogil": True, "cache": True, "error_model": "python", "no_cfunc_wrapper": True}
INSIDE: Any = {"error_model": "python", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""What is called by the kernel alone needs no way in from Python."""


def is_wanted() -> bool:
    """Whether Numba is there, and nobody asked to do without it."""
    return os.environ.get(WITHOUT, "0") in ("", "0") and find_spec("numba") is not None


def compiled(work: Work, into: Path | None = None) -> Callable[..., None]:
    """Return the compiled kernel of a batch; from disk where it was compiled before."""
    import numba  # noqa: PLC0415 takes a second, and only a batch needs it

    writing = Writing(work)
    text = COMMON + writing.text()
    where = into or folder()
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = where / f"kernel_{_digest(text, writing.called, numba.__version__)}.py"
    if not file.exists():
        _write(file, text)
    known = _known(text, str(file), [_function(rule) for rule in writing.called])
    for name in names_in(text):
        known[name] = known[name] if name == "compute" else numba.njit(**INSIDE)(known[name])
    return numba.njit(**OUTSIDE)(known["compute"])


def interpreted(work: Work) -> Callable[..., None]:
    """Return the kernel as plain Python, thousands of times slower: to try its text without compiling it."""
    writing = Writing(work)
    text = COMMON + writing.text()
    return _known(text, "<kernel>", [_plain(rule) for rule in writing.called])["compute"]


def _known(text: str, file: str, functions: list[Any]) -> dict[str, Any]:
    """Run the text, and return what it defines among what it was given."""
    known: dict[str, Any] = {"MISSING": MISSING, "NOTHING": np.uint64(0), "int64": np.int64}
    known |= {f"f{number}": function for number, function in enumerate(functions)}
    known["__name__"] = __name__
    exec(compile(text, file, "exec"), known)  # noqa: S102 the text is made here, of numbers alone
    return known


def folder() -> Path:
    """Return where kernels are kept: a folder of one's own, since whoever writes there decides what is run."""
    given = os.environ.get(FOLDER)
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(given) if given else cached / "doudi" / "kernels"


def _write(file: Path, text: str) -> None:
    """Write a file at once, so that two runs beside each other never read half of one."""
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


def _digest(text: str, rules: list[Rule], version: str) -> str:
    """Hash what a kernel is made of: its text, every rule's source, the codes they name, what they call."""
    called = [inspect.getsource(function) for function in CALLABLE.values()]
    parts = [version, text, *called, *(rule.source for rule in rules), *(f"{_codes(rule)}" for rule in rules)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _codes(rule: Rule) -> list[tuple[str, int]]:
    return [
        (f"{vocabulary.__name__}.{item.name}", int(item))
        for vocabulary in _around(_plain(rule)).values()
        if isinstance(vocabulary, type) and issubclass(vocabulary, IntEnum)
        for item in vocabulary
    ]


def _function(rule: Rule) -> Any:
    """Compile a rule's function, with compiled functions standing for those it calls."""
    import numba  # noqa: PLC0415 takes a second, and only a batch needs it

    plain = _plain(rule)
    around = {name: _callable(name) if name in CALLABLE else thing for name, thing in _around(plain).items()}
    around["__name__"] = plain.__module__
    return numba.njit(**INSIDE)(FunctionType(plain.__code__, around, plain.__name__))


def _plain(rule: Rule) -> FunctionType:
    return cast("FunctionType", rule.function)


def _around(function: FunctionType) -> Mapping[str, Any]:
    """Return what a function names outside itself."""
    return {name: function.__globals__[name] for name in function.__code__.co_names if name in function.__globals__}


@cache
def _callable(name: str) -> Any:
    import numba  # noqa: PLC0415 the same

    return numba.njit(**INSIDE)(CALLABLE[name])
