"""The locks hold what pyproject.toml asks for, each package with its hashes and none with an address."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.repository import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    **{f"requirements-{group}.lock": wanted for group, wanted in PROJECT["dependency-groups"].items()},
}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
ADDRESS = re.compile(r"://|^\s*(?:-i|-f|-e|--index|--extra-index|--find-links|\.|/)|\s@\s|file:", re.MULTILINE)


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_holds_a_fitting_version_of_everything_pyproject_asks_for(lock: str) -> None:
    pinned = _pinned(lock)
    unmet = [
        wanted
        for wanted in map(Requirement, WANTED[lock])
        if not any(wanted.specifier.contains(version) for version in pinned.get(canonicalize_name(wanted.name), ()))
    ]

    assert unmet == []


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_holds_the_hashes_of_every_package(lock: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", _text(lock).split("\n#    make locks\n", 1)[1])

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_names_no_address(lock: str) -> None:
    assert ADDRESS.findall(_text(lock)) == []


@pytest.mark.parametrize("lock", sorted(set(WANTED) - {"requirements.lock", "requirements-install.lock"}))
def test_a_lock_agrees_with_the_one_of_the_product_on_what_they_share(lock: str) -> None:
    product, other = _pinned("requirements.lock"), _pinned(lock)

    assert {package: other[package] for package in product.keys() & other.keys()} == {
        package: product[package] for package in product.keys() & other.keys()
    }


def _pinned(lock: str) -> dict[str, set[str]]:
    """Versions by package; a package may have several, for several versions of Python."""
    pinned: dict[str, set[str]] = {}
    for package, version in PINNED.findall(_text(lock)):
        pinned.setdefault(canonicalize_name(package), set()).add(version)
    return pinned


def _text(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")
