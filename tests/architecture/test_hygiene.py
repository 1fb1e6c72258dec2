"""What no file under version control may hold: a living person's number, this machine, a registry, a float."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from doudi.kernel.residentid import ResidentNumber, ResidentNumberWrong
from tests.architecture.repository import ROOT, name, python_files, text, tracked, tree

LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
WHOLE_NUMBERS_ONLY = ("kernel", "policy", "rules", "standards", "determination")

# The brackets keep this file from holding what it forbids.
MACHINES = ["/[w]ork/", "/opt/[p]ypi", "/opt/[w]heels"]
REGISTRIES = ["pypi[.]org", "pythonhosted[.]org", "npmjs[.]org", "npmjs[.]com"]


def test_no_resident_number_outside_the_reserved_range_stands_in_any_file() -> None:
    living = {
        f"{name(path)}: {number[:6]}…"
        for path in tracked()
        for number in LONG_NUMBER.findall(text(path))
        if _belongs_to_somebody(number)
    }

    assert living == set()


@pytest.mark.parametrize("place", [*MACHINES, re.escape(f"{ROOT}/"), re.escape(f"{Path.home()}/")])
def test_no_file_names_a_folder_of_the_machine_it_was_written_on(place: str) -> None:
    pattern = re.compile(rf"(?<![\w.-]){place}")

    assert [name(path) for path in tracked() if pattern.search(text(path))] == []


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_the_host_of_a_package_registry(host: str) -> None:
    assert [name(path) for path in tracked() if re.search(host, text(path))] == []


@pytest.mark.parametrize("layer", WHOLE_NUMBERS_ONLY)
def test_no_float_is_near_money(layer: str) -> None:
    floats = [
        f"{name(path)}:{getattr(node, 'lineno', 0)}"
        for path in python_files(f"src/doudi/{layer}")
        for node in ast.walk(tree(path))
        if _is_float(node)
    ]

    assert floats == []


def _belongs_to_somebody(number: str) -> bool:
    try:
        return not ResidentNumber.parse(number).is_reserved
    except ResidentNumberWrong:
        return False


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.Call):
        return "Float" in ast.dump(node.func) or "id='float'" in ast.dump(node.func)
    return False
