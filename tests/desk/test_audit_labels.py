"""Every act that anything in the product records has a name on the audit page; read from the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import doudi
from doudi.desk.events import ACTS

SOURCE = Path(doudi.__file__).parent
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
IN_SQL = re.compile(r'_event\("([a-z_]+\.[a-z_]+)"')
"""What functions of the database record."""


def recorded() -> Iterator[re.Pattern[str]]:
    """Yield what the first argument of each call of `record` may be."""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        if "record(" in text:
            yield from acts_of(ast.parse(text))
        yield from (re.compile(re.escape(act)) for act in IN_SQL.findall(text))


def acts_of(tree: ast.Module) -> Iterator[re.Pattern[str]]:
    """Read one module; an act that is handed on is among its other texts that begin with the stage of the function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record" and node.args:
            yield from written(node.args[0], tree)


def written(act: ast.expr, tree: ast.Module) -> Iterator[re.Pattern[str]]:
    if isinstance(act, ast.JoinedStr):
        parts = (re.escape(str(each.value)) if isinstance(each, ast.Constant) else "[a-z_]+" for each in act.values)
        yield re.compile("".join(parts))
    elif isinstance(act, ast.Constant):
        yield re.compile(re.escape(str(act.value)))
    else:
        yield from handed_on(act, tree)


def handed_on(act: ast.expr, tree: ast.Module) -> Iterator[re.Pattern[str]]:
    """Yield the texts that are given to a name: a constant of the module, or what its functions are called with."""
    given = [node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and node.value]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    given += [node.value for each in functions for node in ast.walk(each) if isinstance(node, ast.Assign)]
    given += [arg for node in ast.walk(tree) if isinstance(node, ast.Call) for arg in node.args]
    told = [part for each in given for part in ((each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,))]
    texts = {str(each.value) for each in told if isinstance(each, ast.Constant)}
    found = {text for text in texts if CODE.fullmatch(text)}
    assert found, ast.unparse(act)
    yield from (re.compile(re.escape(text)) for text in found)


def test_every_act_that_is_recorded_has_a_chinese_name() -> None:
    nameless = {act.pattern for act in recorded() if not any(map(act.fullmatch, ACTS))}

    assert nameless == set()
    assert all(re.fullmatch(r"[\u4e00-\u9fff、]+", label) for label in ACTS.values())


def test_no_two_acts_have_the_same_name() -> None:
    assert len(set(ACTS.values())) == len(ACTS)
