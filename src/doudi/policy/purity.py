"""Refuses a rule that is more than arithmetic and comparison, when it is defined.

What passes gives the same whole number in CPython and in the batch kernel: no division that makes a float, no loop,
no text, no call but the few allowed ones, no name from elsewhere but a code, no number of the law.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from doudi.policy import written
from doudi.policy.arithmetic import CALLABLE

ALLOWED_CALLS = frozenset({"min", "max", "abs", *CALLABLE})
# 0 and 1 count, 2 halves, 12 makes a year of months: arithmetic, not law.
ALLOWED_NUMBERS = frozenset({0, 1, 2, 12})
ALLOWED_NODES = (
    ast.Return, ast.If, ast.IfExp, ast.Assign, ast.Expr, ast.Load, ast.Store, ast.BinOp, ast.Add, ast.Sub, ast.Mult,
    ast.FloorDiv, ast.Mod, ast.UnaryOp, ast.USub, ast.Not, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Eq, ast.NotEq,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.keyword,
)  # fmt: skip


class ImpureRuleError(TypeError):
    """A rule uses something a rule may not use; the message names the function, the line and the thing."""


def require_pure(function: Callable[..., object]) -> None:
    """Raise ImpureRuleError unless the function is made of allowed parts only."""
    for line, problem in _problems(function):
        message = f"{function.__module__}.{function.__qualname__} line {line}: {problem}"
        raise ImpureRuleError(message)


def _problems(function: Callable[..., object]) -> Iterator[tuple[int, str]]:
    """Yield line and thing of whatever a rule may not hold."""
    first = function.__code__.co_firstlineno
    if function.__name__ == "<lambda>":
        yield first, "is a lambda; a rule is a plain function with a name"
    else:
        yield from _problems_inside(function, written.definition(function))


def _problems_inside(function: Callable[..., object], definition: written.Definition) -> Iterator[tuple[int, str]]:
    if not isinstance(definition, ast.FunctionDef):
        yield definition.lineno, f"is a {type(definition).__name__}; a rule is a plain function"
    else:
        yield from _problems_of(function, definition)


def _problems_of(function: Callable[..., object], definition: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    known = _Known.of(function, definition)
    for line, node in ((definition.lineno, definition.args), *_own_nodes(definition)):
        problem = known.problem(node)
        if problem:
            yield line, problem
    if not _always_returns(definition.body):
        yield definition.body[-1].lineno, "may end without a result; every branch returns"


def _own_nodes(definition: ast.FunctionDef) -> Iterator[tuple[int, ast.AST]]:
    """Yield line and node of the body, without decorators, annotations and the docstring."""
    body = definition.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    for statement in body:
        yield from _lined(statement, statement.lineno)


def _lined(node: ast.AST, line: int) -> Iterator[tuple[int, ast.AST]]:
    """Yield a node and all inside it with their lines; an operator has that of its expression."""
    line = getattr(node, "lineno", line)
    yield line, node
    for child in ast.iter_child_nodes(node):
        yield from _lined(child, line)


def _always_returns(body: list[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, ast.Return) and last.value is not None


@dataclass(frozen=True, slots=True)
class _Known:
    """The names that a rule may use: what it is given, what it has assigned, and the enumerations of its module."""

    local: frozenset[str]
    around: Mapping[str, object]

    @classmethod
    def of(cls, function: Callable[..., object], definition: ast.FunctionDef) -> _Known:
        assigned = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name) and _is_stored(node)}
        return cls(frozenset(assigned | {arg.arg for arg in definition.args.args}), function.__globals__)

    def problem(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.arguments):
            return _arguments_problem(node)
        if isinstance(node, ast.Constant):
            return _constant_problem(node.value)
        if isinstance(node, ast.Call):
            return self.call_problem(node)
        if isinstance(node, ast.Name):
            return None if self.may_name(node.id) else f"reads {node.id}, which is neither an argument nor a code"
        if isinstance(node, ast.Attribute):
            return None if self.is_code(node) else f"reads {ast.unparse(node)}, which is not a code"
        return _form_problem(node)

    def may_name(self, name: str) -> bool:
        return name in self.local or name in ALLOWED_CALLS or self.is_vocabulary(name)

    def is_vocabulary(self, name: str) -> bool:
        found = self.around.get(name)
        return isinstance(found, type) and issubclass(found, IntEnum)

    def is_code(self, node: ast.Attribute) -> bool:
        return isinstance(node.value, ast.Name) and self.is_vocabulary(node.value.id)

    def call_problem(self, node: ast.Call) -> str | None:
        called = ast.unparse(node.func)
        if called not in ALLOWED_CALLS or called in self.local:
            return f"calls {called}"
        if self.around.get(called) is not CALLABLE.get(called):
            return f"calls a {called} that is not the one of doudi.policy.arithmetic"
        return None


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _arguments_problem(arguments: ast.arguments) -> str | None:
    """Refuse what cannot be given by name and position alike, or would hide a number of the law."""
    if arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg:
        return "takes arguments other than plain ones"
    if arguments.defaults:
        return "gives an argument a default; a number of the law is a parameter"
    bare = [arg.arg for arg in arguments.args if arg.annotation is None]
    return f"does not say the type of {', '.join(bare)}" if bare else None


def _form_problem(node: ast.AST) -> str | None:
    if isinstance(node, ast.Div):
        return "divides with /, which makes a float; use rounded() or //"
    return None if isinstance(node, ALLOWED_NODES) else f"uses {type(node).__name__}"


def _constant_problem(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if value in ALLOWED_NUMBERS else f"holds the number {value}; a number of the law is a parameter"
    return f"holds the constant {value!r}"
