"""A pack file is stricter than YAML, and each of its nodes knows its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from doudi.policy.flaws import FlawFound
from doudi.policy.packfile import Node, read

Reading: TypeAlias = "Callable[[str | bytes], Node]"


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Return a function that writes a text and reads it back."""

    def read_text(text: str | bytes) -> Node:
        path = tmp_path / "cn" / "some.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path, tmp_path)

    return read_text


def test_values_come_out_as_they_are_meant(reading: Reading) -> None:
    node = reading("a: 文字\nb: 12\nc: true\nd: 2024-03-01\ne: null\nf: '12'\ng: -3\nh: |\n  text\non: yes\n")

    given = {name: entry.value for name, entry in node.items()}
    assert given == {
        "a": "文字", "b": 12, "c": True, "d": date(2024, 3, 1), "e": None, "f": "12", "g": -3, "h": "text\n",
        "on": "yes",
    }  # fmt: skip


def test_a_node_knows_its_file_and_line(reading: Reading) -> None:
    node = reading("a:\n  - 1\n  - b: 2\n")

    item = node.need("a").sequence()[1].need("b")
    assert (item.file.split("/")[-2:], item.line) == (["cn", "some.yaml"], 3)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: 0.5\n", 2, "不得使用小数 0.5"),
        ("a: 1\nb: 1\na: 2\n", 3, "“a”写了两次"),
        ("a: 1\nb: 2024-02-30\n", 2, "没有 2024-02-30 这一天"),
        ("a: 1\nb: [1, 2\n", 3, "不是有效的 YAML"),
        ("a: 1\nb: \x01\n", 0, "不是有效的 YAML"),
        (b"a: \xff\n", 0, "不是 UTF-8 编码"),
        ("", 0, "文件是空的"),
        ("# only a comment\n", 0, "文件是空的"),
    ],
)
def test_what_is_no_pack_file_is_refused_with_file_line_and_reason(
    reading: Reading, text: str | bytes, line: int, reason: str
) -> None:
    with pytest.raises(FlawFound) as found:
        reading(text)

    assert found.value.flaw.file.endswith("cn/some.yaml")
    assert found.value.flaw.line == line
    assert reason in found.value.flaw.reason


def test_a_missing_file_is_a_flaw(tmp_path: Path) -> None:
    with pytest.raises(FlawFound, match="缺少这个文件"):
        read(tmp_path / "none.yaml", tmp_path)


@pytest.mark.parametrize(
    ("text", "ask", "reason"),
    [
        ("a: 1", lambda node: node.need("b"), "缺少“b”"),
        ("a: null", lambda node: node.need("a"), "缺少“a”"),
        ("a: 1", lambda node: node.need("a").mapping(), "名称: 值"),
        ("a: 1", lambda node: node.need("a").text(), "应是文字"),
        ("a: ' '", lambda node: node.need("a").text(), "应是文字"),
        ("a: true", lambda node: node.need("a").name(), "应是文字"),
        ("a: true", lambda node: node.need("a").integer(), "应是整数"),
        ("a: x", lambda node: node.need("a").integer(), "应是整数"),
        ("a: 1", lambda node: node.need("a").flag(), "true 或 false"),
        ("a: '2024-03-01'", lambda node: node.need("a").day(), "应是日期"),
        ("a: 1", lambda node: node.only("b", "c"), "不认识的“a”，可用：b、c"),
    ],
)
def test_a_node_that_is_not_what_is_asked_for_is_a_flaw(
    reading: Reading, text: str, ask: Callable[[Node], object], reason: str
) -> None:
    with pytest.raises(FlawFound, match=reason):
        ask(reading(text))


def test_what_may_be_absent_may_be_absent(reading: Reading) -> None:
    node = reading("a: [x, 1]\nb: true\nc: 3\nd: 2024-03-01\n")

    assert node.get("z") is None
    assert node.maybe_text("z") is None
    assert node.maybe_day("z") is None
    assert node.maybe_day("d") == date(2024, 3, 1)
    assert node.texts("z") == ()
    assert node.texts("a") == ("x", "1")
    assert node.need("b").flag() is True
    assert node.need("c").integer() == 3
    assert node.need("c").sequence()[0].value == 3
