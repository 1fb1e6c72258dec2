"""The files under version control, and the syntax trees of the Python among them."""

from __future__ import annotations

import ast
import functools
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "doudi"


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows or would add, and that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def python_files(under: str = "") -> list[Path]:
    """Python that people wrote: no migrations, which Django writes."""
    return [
        path for path in tracked() if path.suffix == ".py" and inside(path, under) and "migrations" not in path.parts
    ]


def inside(path: Path, folder: str) -> bool:
    """Whether a file lies in a folder of the repository."""
    return path.is_relative_to(ROOT / folder)


def name(path: Path) -> str:
    """The path as people say it."""
    return str(path.relative_to(ROOT)).replace(os.sep, "/")


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner ones included."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def imported(path: Path) -> set[str]:
    """Every module a file imports, by full name; `from a import b` counts as `a` and as `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@functools.cache
def text(path: Path) -> str:
    """The text of a file; empty for what is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
