"""Tests about tests: each one asserts something."""

from __future__ import annotations

import ast

from tests.architecture.repository import functions, name, python_files

ASSERTING = ("assert", "raises", "expect", "refuse", "check")


def test_every_test_asserts_something() -> None:
    silent = [
        f"{name(path)}:{test.lineno} {test.name}"
        for path in python_files("tests")
        for test in functions(path)
        if test.name.startswith("test_") and not _asserts(test)
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


def _asserts(test: ast.AST) -> bool:
    """Whether it asserts itself or calls something whose name says that it does."""
    return any(isinstance(node, ast.Assert) or _is_asserting_call(node) for node in ast.walk(test))


def _is_asserting_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called.lstrip("_").startswith(ASSERTING)


def _marks(test: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    return [mark for mark in test.decorator_list if any(word in ast.dump(mark) for word in ("'skip", "'xfail'"))]


def _has_reason(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and any(keyword.arg == "reason" for keyword in mark.keywords)
