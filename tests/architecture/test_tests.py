"""Tests about tests: each one asserts something."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from tests.architecture.repository import functions, name, python_files

ASSERTING = ("assert", "raises", "expect", "refuse", "check", "validate", "wait_for")


def test_every_test_asserts_something() -> None:
    silent = [
        f"{name(path)}:{test.lineno} {test.name}"
        for path in python_files("tests")
        for test in functions(path)
        if test.name.startswith("test_") and not _asserts(test, {each.name: each for each in functions(path)})
    ]

    assert silent == []


def test_a_skipped_test_says_why() -> None:
    silent = [
        f"{name(path)}:{call.lineno}"
        for path in python_files("tests")
        for test in functions(path)
        for call in _marks(test)
        if not _has_reason(call)
    ]

    assert silent == []


def _asserts(test: ast.AST, helpers: Mapping[str, ast.AST]) -> bool:
    """Whether it asserts itself, or calls what does: a helper of the same file, or something whose name says so."""
    calls = [_called(node) for node in ast.walk(test) if isinstance(node, ast.Call)]
    others = {name: helper for name, helper in helpers.items() if helper is not test}
    return (
        any(isinstance(node, ast.Assert) for node in ast.walk(test))
        or any(call.lstrip("_").startswith(ASSERTING) for call in calls)
        or any(_asserts(others[call], {}) for call in calls if call in others)
    )


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _marks(test: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    return [mark for mark in test.decorator_list if any(word in ast.dump(mark) for word in ("'skip", "'xfail'"))]


def _has_reason(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and any(keyword.arg == "reason" for keyword in mark.keywords)
