"""The text of functions as written, by one reading of each file: hundreds of rules stand in dozens of files."""

from __future__ import annotations

import ast
import functools
import linecache
from collections.abc import Callable, Iterator, Mapping

Definition = ast.FunctionDef | ast.AsyncFunctionDef


def definition(function: Callable[..., object]) -> Definition:
    """Return the statement that defines a function; its lines are those of the file. Raises OSError without one."""
    found = _definitions(function.__code__.co_filename).get(function.__code__.co_firstlineno)
    if found is None:
        message = f"no file holds the text of {function.__qualname__}"
        raise OSError(message)
    return found


def source(function: Callable[..., object]) -> str:
    """Return the text of a function with its decorators. Raises OSError where no file holds it."""
    first, last = function.__code__.co_firstlineno, definition(function).end_lineno
    return "".join(linecache.getlines(function.__code__.co_filename)[first - 1 : last])


@functools.cache
def _definitions(file: str) -> Mapping[int, Definition]:
    """Find the functions of a file by their first line, which is that of the first decorator."""
    found = _functions(ast.parse("".join(linecache.getlines(file))))
    return {min([node.lineno, *(each.lineno for each in node.decorator_list)]): node for node in found}


def _functions(node: ast.AST) -> Iterator[Definition]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            if isinstance(child, Definition):
                yield child
            yield from _functions(child)
