"""Reads a YAML file of a pack into nodes that know their line.

Stricter than YAML: no float, no key twice, `true` and `false` are the only truth values (so that `on:` stays a word),
whole numbers are plain decimals, and a date is a plain day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml

from doudi.policy.flaws import Flaw, FlawFound

# The parser in C reads the packs some ten times faster; a platform without it reads the same.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a pack file: text, whole number, truth, day, None, a mapping or a list of nodes."""

    file: str
    line: int
    value: Any

    def flaw(self, reason: str) -> FlawFound:
        """Make the flaw of this line, to be raised."""
        return FlawFound(Flaw(self.file, self.line, reason))

    def get(self, key: str) -> Node | None:
        """Return the node under `key`, None where it is absent or null."""
        node = self.mapping().get(key)
        return None if node is None or node.value is None else node

    def need(self, key: str) -> Node:
        """Return the node under `key`; its absence is a flaw."""
        node = self.get(key)
        if node is None:
            raise self.flaw(f"缺少“{key}”")
        return node

    def mapping(self) -> dict[str, Node]:
        """Return the node as a mapping."""
        value: object = self.value
        if not isinstance(value, dict):
            raise self.flaw("这里应是一组“名称: 值”")
        return cast("dict[str, Node]", value)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Iterate over a mapping's names and nodes."""
        yield from self.mapping().items()

    def sequence(self) -> list[Node]:
        """Return the node as a list; a single value stands for a list of one."""
        value: object = self.value
        return cast("list[Node]", value) if isinstance(value, list) else [self]

    def only(self, *keys: str) -> None:
        """Refuse any key that is not among `keys`: a misspelt word must not be silently ignored."""
        for key, node in self.items():
            if key not in keys:
                raise node.flaw(f"不认识的“{key}”，可用：{'、'.join(keys)}")

    def text(self) -> str:
        """Return the node as text."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.flaw("这里应是文字（金额请加引号）")
        return self.value

    def name(self) -> str:
        """Return the node as a name or code, which YAML may have read as a number."""
        number = isinstance(self.value, int) and not isinstance(self.value, bool)
        return str(self.value) if number else self.text()

    def integer(self) -> int:
        """Return the node as a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.flaw("这里应是整数")
        return self.value

    def flag(self) -> bool:
        """Return the node as a truth value."""
        if not isinstance(self.value, bool):
            raise self.flaw("这里应是 true 或 false")
        return self.value

    def day(self) -> date:
        """Return the node as a day."""
        if not isinstance(self.value, date):
            raise self.flaw("这里应是日期，例如 2024-01-01")
        return self.value

    def maybe_text(self, key: str) -> str | None:
        """Return the text under `key`, None where absent."""
        node = self.get(key)
        return None if node is None else node.text()

    def maybe_day(self, key: str) -> date | None:
        """Return the day under `key`, None where absent."""
        node = self.get(key)
        return None if node is None else node.day()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts under `key`, none where absent."""
        node = self.get(key)
        return () if node is None else tuple(item.name() for item in node.sequence())


def read(path: Path, root: Path) -> Node:
    """Read one file; its nodes name it relative to `root`. Raises FlawFound at the first thing that is no YAML."""
    file = str(path.relative_to(root.parent))
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise FlawFound(Flaw(file, line, f"不是有效的 YAML：{error.problem}")) from error
    except yaml.YAMLError as error:
        raise FlawFound(Flaw(file, 0, f"不是有效的 YAML：{error}")) from error
    except UnicodeDecodeError as error:
        raise FlawFound(Flaw(file, 0, "不是 UTF-8 编码")) from error
    except FileNotFoundError as error:
        raise FlawFound(Flaw(file, 0, "缺少这个文件")) from error
    if tree is None:
        raise FlawFound(Flaw(file, 0, "文件是空的"))
    return _node(tree, file)


def _node(tree: yaml.Node, file: str) -> Node:
    line = tree.start_mark.line + 1
    if isinstance(tree, yaml.MappingNode):
        return Node(file, line, _mapping(tree, file))
    if isinstance(tree, yaml.SequenceNode):
        return Node(file, line, [_node(item, file) for item in tree.value])
    return Node(file, line, _scalar(tree, file, line))


def _mapping(tree: yaml.MappingNode, file: str) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    for key, value in tree.value:
        name = str(key.value)
        line = key.start_mark.line + 1
        if name in entries:
            raise FlawFound(Flaw(file, line, f"“{name}”写了两次"))
        node = _node(value, file)
        entries[name] = Node(file, line, node.value)
    return entries


def _scalar(tree: yaml.Node, file: str, line: int) -> str | int | bool | date | None:
    text = str(tree.value)
    if getattr(tree, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in ("", "null", "~"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if tree.tag == "tag:yaml.org,2002:float":
        raise FlawFound(Flaw(file, line, f'不得使用小数 {text}：金额写成带引号的元，例如 "{text}"；比例写成万分数整数'))
    if DAY.fullmatch(text):
        return _day(text, file, line)
    return text


def _day(text: str, file: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FlawFound(Flaw(file, line, f"没有 {text} 这一天")) from error
