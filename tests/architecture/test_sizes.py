"""The budgets of conventions.md: small functions, small files, and a sentence at the head of each module."""

from __future__ import annotations

import ast
from statistics import median

from tests.architecture.repository import functions, name, python_files, text, tree

FILE_LINES = 300
FUNCTION_LINES = 40
USUAL_FUNCTION_LINES = 10


def test_no_python_file_is_longer_than_300_lines() -> None:
    long = {name(path): lines for path in python_files() if (lines := text(path).count("\n")) > FILE_LINES}

    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{name(path)}:{function.lineno} {function.name}": lines
        for path in python_files()
        for function in functions(path)
        if (lines := _lines(function)) > FUNCTION_LINES
    }

    assert long == {}


def test_half_of_the_functions_have_ten_lines_or_fewer() -> None:
    lines = [_lines(function) for path in python_files("src") for function in functions(path)]

    assert median(lines) <= USUAL_FUNCTION_LINES


def test_every_module_says_what_it_is() -> None:
    silent = [name(path) for path in python_files() if text(path).strip() and ast.get_docstring(tree(path)) is None]

    assert silent == []


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the last line, the docstring aside: a sentence more must never cost a line of code less."""
    first = function.body[0]
    docstring = 0
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        docstring = (first.end_lineno or 0) - first.lineno + 1
    return (function.end_lineno or 0) - function.lineno + 1 - docstring
