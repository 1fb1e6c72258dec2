"""All rules of law that the code holds, gathered from the package that holds them."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import ModuleType

from doudi.policy.rules import Rule


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every version of every rule by name, the enumerations they use, and where each is written."""

    versions: Mapping[str, tuple[Rule, ...]]
    enumerations: Mapping[str, type[IntEnum]]
    written_in: Mapping[int, str]

    def __iter__(self) -> Iterator[Rule]:
        """Iterate over all versions of all rules."""
        for versions in self.versions.values():
            yield from versions

    @property
    def digest(self) -> str:
        """A hash over the text of every rule: the version of the code that computes."""
        parts = sorted(rule.text for rule in self)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def collect(package: ModuleType) -> RuleBook:
    """Gather the rules and enumerations of every module of a package."""
    rules: dict[int, Rule] = {}
    enumerations: dict[str, type[IntEnum]] = {}
    written: dict[int, str] = {}
    for module in _modules(package):
        for item in vars(module).values():
            if isinstance(item, Rule) and id(item) not in rules:
                rules[id(item)] = item
                written[id(item)] = module.__name__
            elif isinstance(item, type) and issubclass(item, IntEnum) and item.__module__ == module.__name__:
                enumerations[item.__name__] = item
    by_name: dict[str, list[Rule]] = {}
    for rule in rules.values():
        by_name.setdefault(rule.name, []).append(rule)
    return RuleBook({name: tuple(found) for name, found in sorted(by_name.items())}, enumerations, written)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield importlib.import_module(found.name)
