"""Compiles one segment of a kernel with Numba, and keeps it on disk beside its text.

The file tells whose functions it calls, so that any process can compile it: this module run with the file's name. The
rules' own functions are compiled as they are; only what they call (`rounded`, `share`, `contains`) is compiled too.
"""

# pyright: basic
# Numba comes with requirements-batch.lock, and tells no types.

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import numpy as np

from doudi.policy.arithmetic import CALLABLE
from doudi.policy.batch.chunk import MISSING
from doudi.policy.batch.helpers import names_in
from doudi.policy.rules import Rule

OUTSIDE: Any = {"nogil": True, "cache": True, "error_model": "python", "no_cfunc_wrapper": True}
INSIDE: Any = {"error_model": "python", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""What is called by the kernel alone needs no way in from Python."""
CALLS = "# calls "


class NotCompiled(RuntimeError):
    """A process that should have compiled a segment ended badly."""


def written(text: str, called: Sequence[Rule]) -> str:
    """Return the text of a segment's file: first the rules whose functions it calls, by module and name."""
    calls = [(plain(rule).__module__, plain(rule).__name__) for rule in called]
    return f"{CALLS}{json.dumps(calls)}\n{text}"


def made_of(text: str, file: str, functions: Sequence[Any]) -> dict[str, Any]:
    """Run a text, and return what it defines among what it was given."""
    known: dict[str, Any] = {"MISSING": MISSING, "NOTHING": np.uint64(0), "int64": np.int64}
    known |= {f"f{number}": function for number, function in enumerate(functions)}
    known["__name__"] = __name__
    exec(compile(text, file, "exec"), known)  # noqa: S102 the text is made here, of numbers alone
    return known


def compiled(file: Path) -> Callable[..., None]:
    """Compile the segment of a file, or take it from disk where it was compiled before."""
    import numba  # noqa: PLC0415 takes a second, and only a batch needs it

    text = file.read_text(encoding="utf-8")
    calls = json.loads(text.splitlines()[0].removeprefix(CALLS))
    known = made_of(text, str(file), [_function(*call) for call in calls])
    for name in names_in(text):
        if name != "compute":
            known[name] = numba.njit(**INSIDE)(known[name])
    return numba.njit(_signature(), **OUTSIDE)(known["compute"])


def compile_all(files: Sequence[Path]) -> None:
    """Compile segments beside each other, as many as there are processors; each process ends with its segment."""
    waiting, running = list(files), []
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            command = [sys.executable, "-m", __name__, str(waiting.pop(0))]
            around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            running.append(subprocess.Popen(command, env=around))
        if running.pop(0).wait():
            raise NotCompiled


def plain(rule: Rule) -> FunctionType:
    """Return a rule's function."""
    return cast("FunctionType", rule.function)


def around(function: FunctionType) -> Mapping[str, Any]:
    """Return what a function names outside itself."""
    return {name: function.__globals__[name] for name in function.__code__.co_names if name in function.__globals__}


def _signature() -> Any:
    """Return the types of a segment's arguments: what it is given never makes it compile again."""
    from numba import types  # noqa: PLC0415 the same

    def column(kind: Any, dimensions: int = 2) -> Any:
        return types.Array(kind, dimensions, "C")

    number, bits = types.int64, types.uint64
    one = (column(types.int32, 1), column(number, 1), column(number, 1), column(types.boolean, 1))
    found = (column(types.int8), column(types.int16), column(bits), column(number), column(number))
    kept = (column(number), column(bits)) * 3
    return types.void(
        number, number, number, *one, *[column(number)] * 4, column(bits, 1), *found, *found, *kept
    )  # fmt: skip


@cache
def _function(module: str, name: str) -> Any:
    """Compile a rule's function, with compiled functions standing for those it calls."""
    import numba  # noqa: PLC0415 the same

    function = plain(getattr(import_module(module), name))
    known = {name: _callable(name) if name in CALLABLE else thing for name, thing in around(function).items()}
    known["__name__"] = function.__module__
    return numba.njit(**INSIDE)(FunctionType(function.__code__, known, function.__name__))


@cache
def _callable(name: str) -> Any:
    import numba  # noqa: PLC0415 the same

    return numba.njit(**INSIDE)(CALLABLE[name])


if __name__ == "__main__":
    compiled(Path(sys.argv[1]))
