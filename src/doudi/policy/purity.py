"""Refuses a rule that is more than arithmetic and comparison, when it is defined.

What passes gives the same whole number in CPython and in the batch kernel: no division that makes a float, no loop,
no text, no call but the few allowed ones, no number of the law.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable

from doudi.policy.arithmetic import CALLABLE

ALLOWED_CALLS = frozenset({"min", "max", "abs", *CALLABLE})
# 0 and 1 count, 2 halves, 12 makes a year of months: arithmetic, not law.
ALLOWED_NUMBERS = frozenset({0, 1, 2, 12})
ALLOWED_NODES = (
    ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.If, ast.IfExp, ast.Assign, ast.Expr, ast.Name, ast.Load,
    ast.Store, ast.Attribute, ast.Constant, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.UnaryOp,
    ast.USub, ast.Not, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
    ast.Call, ast.keyword,
)  # fmt: skip


class ImpureRuleError(TypeError):
    """A rule uses something a rule may not use; the message names the function, the line and the thing."""


def require_pure(function: Callable[..., object]) -> None:
    """Raise ImpureRuleError unless the function is made of allowed parts only."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise ImpureRuleError(function.__qualname__ + ": a rule is a plain function")
    for node in _own_nodes(definition):
        problem = _problem(node)
        if problem:
            line = getattr(node, "lineno", 0) + function.__code__.co_firstlineno - 1
            message = f"{function.__module__}.{function.__name__} line {line}: {problem}"
            raise ImpureRuleError(message)


def _own_nodes(definition: ast.FunctionDef) -> list[ast.AST]:
    """Return the nodes of the body, without decorators, annotations and the docstring."""
    body = definition.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return [node for statement in body for node in ast.walk(statement)]


def _problem(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return _constant_problem(node.value)
    if isinstance(node, ast.Call):
        called = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        return None if called in ALLOWED_CALLS else f"calls {called}"
    if isinstance(node, ast.Div):
        return "divides with /, which makes a float; use rounded() or //"
    if isinstance(node, ALLOWED_NODES):
        return None
    return f"uses {type(node).__name__}"


def _constant_problem(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if value in ALLOWED_NUMBERS else f"holds the number {value}; a number of the law is a parameter"
    return f"holds the constant {value!r}"
