"""Loads the packs and checks them: one folder for the nation and one per place. Whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from doudi.kernel.divisions import level
from doudi.policy.checks import check
from doudi.policy.clauses import FILE as CLAUSES
from doudi.policy.facts import Facts, read_facts
from doudi.policy.flaws import Flaws, PackRefused
from doudi.policy.packfile import Node, read
from doudi.policy.packs import NATIONAL, Pack, Packs
from doudi.policy.parameters import LEVELS, DatedValue, Parameter, read_parameter, read_value
from doudi.policy.places import Places, read_place
from doudi.policy.programmes import Programme, read_programme
from doudi.policy.rulebook import RuleBook
from doudi.policy.sources import Sources, read_source

SHAPES = (
    "*/pack.yaml", "*/sources.yaml", "*/sources/*.yaml", "*/places.yaml", "*/values/*.yaml", "cn/departments.yaml",
    "cn/facts.yaml", "cn/facts/*.yaml", "cn/parameters/*.yaml", "cn/programmes/*/*.yaml", "*/procedures/*.yaml",
    "cn/papers.yaml", "*/verification.yaml", f"*/{CLAUSES}",
)  # fmt: skip
T = TypeVar("T")


def load(root: Path, book: RuleBook) -> Packs:
    """Read all packs under `root` and check them. Raises PackRefused with file, line and reason of every flaw."""
    flaws = Flaws()
    packs = _Loading(root, book, flaws).load()
    flaws.refuse_if_any()
    check(packs, flaws)
    flaws.refuse_if_any()
    return packs


@dataclass(slots=True)
class _Loading:
    """One load: where from, with which rules, and what was found wrong."""

    root: Path
    book: RuleBook
    flaws: Flaws
    declared: set[str] = field(default_factory=set[str])

    def load(self) -> Packs:
        folders = self._folders()
        by_id: dict[str, Pack] = {}
        for folder in folders:
            file = folder / "pack.yaml"
            with self.flaws.noting(self._told(file)):
                by_id[folder.name] = _pack(read(file, self.root), folder.name)
        sources = self._gather(_parts(folders, "sources"), read_source)
        places = self._gather(_parts(folders, "places"), read_place)
        facts = self._facts()
        parameters = self._parameters(facts)
        return Packs(
            by_id=by_id, sources=Sources(sources), places=Places(places), facts=facts, parameters=parameters,
            values=tuple(self._values(by_id, parameters, facts)), programmes=tuple(self._programmes()),
            departments=self._gather([self.root / NATIONAL / "departments.yaml"], lambda _, node: node.text()),
            book=self.book, digest=self._digest(),
        )  # fmt: skip

    def _told(self, path: Path) -> str:
        """Name a file as flaws do."""
        return str(path.relative_to(self.root.parent))

    def _folders(self) -> list[Path]:
        """List the folders of packs. A file that nothing would read is a flaw: it must not be silently ignored."""
        folders: set[Path] = set()
        for path in sorted(self.root.rglob("*.y*ml")):
            folders.add(self.root / path.relative_to(self.root).parts[0])
            if not any(path.relative_to(self.root).match(shape) for shape in SHAPES):
                self.flaws.add(self._told(path), 0, f"政策包里没有这种文件，只读取：{'、'.join(SHAPES)}")
        if self.root / NATIONAL not in folders:
            self.flaws.add(self.root.name, 0, f"缺少全国政策包 {NATIONAL}/pack.yaml")
            raise PackRefused(self.flaws.found)
        return sorted(folders)

    def _facts(self) -> Facts:
        """Read the facts, those that everybody is asked first; without them nothing else can be read."""
        files = _parts([self.root / NATIONAL], "facts")
        with self.flaws.noting(self._told(files[0])):
            return read_facts([read(file, self.root) for file in files], self.book.enumerations, self.flaws)
        raise PackRefused(self.flaws.found)

    def _parameters(self, facts: Facts) -> dict[str, Parameter]:
        found: dict[str, Parameter] = {}
        for name, node in self._entries(sorted((self.root / NATIONAL / "parameters").glob("*.yaml"))):
            with self.flaws.noting(node.file, node.line):
                if name in self.declared:
                    raise node.flaw(f"参数“{name}”声明了两次")
                self.declared.add(name)
                found[name] = read_parameter(name, node, facts.vocabulary)
        return found

    def _gather(self, files: list[Path], reader: Callable[[str, Node], T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for name, node in self._entries([file for file in files if file.exists()]):
            with self.flaws.noting(node.file, node.line):
                if name in found:
                    raise node.flaw(f"“{name}”写了两次")
                found[name] = reader(name, node)
        return found

    def _values(self, packs: Mapping[str, Pack], parameters: Mapping[str, Parameter], facts: Facts) -> list[DatedValue]:
        found: list[DatedValue] = []
        for pack in packs.values():
            for name, node in self._entries(sorted((self.root / pack.id / "values").glob("*.yaml"))):
                if name not in self.declared:
                    self.flaws.add(node.file, node.line, f"没有声明过参数“{name}”")
                for item in node.sequence() if name in parameters else ():
                    with self.flaws.noting(item.file, item.line):
                        found.extend(read_value(item, parameters[name], pack.id, pack.place, facts.vocabulary))
        return found

    def _programmes(self) -> list[Programme]:
        found: list[Programme] = []
        for path in sorted((self.root / NATIONAL / "programmes").rglob("*.yaml")):
            with self.flaws.noting(self._told(path)):
                found.append(read_programme(read(path, self.root)))
        return found

    def _entries(self, paths: list[Path]) -> list[tuple[str, Node]]:
        entries: list[tuple[str, Node]] = []
        for path in paths:
            with self.flaws.noting(self._told(path)):
                entries.extend(read(path, self.root).items())
        return entries

    def _digest(self) -> str:
        """Hash what the law is made of; which clause is implemented by what says nothing of the law."""
        digest = hashlib.sha256()
        for path in sorted(path for path in self.root.rglob("*.yaml") if path.name != CLAUSES):
            digest.update(f"{path.relative_to(self.root)}\0".encode())
            digest.update(path.read_bytes())
        digest.update(self.book.digest.encode())
        return digest.hexdigest()


def _parts(folders: list[Path], name: str) -> list[Path]:
    """List a file of each folder, and after it those in the subfolder of its name: one for each branch of the law."""
    return [file for folder in folders for file in (folder / f"{name}.yaml", *sorted((folder / name).glob("*.yaml")))]


def _pack(node: Node, folder: str) -> Pack:
    node.only("id", "place", "level", "label", "from", "note")
    place = node.need("place").name().zfill(6)
    if node.need("id").text() != folder:
        raise node.flaw(f"id 应与文件夹同名：{folder}")
    given = LEVELS.get(node.need("level").text())
    if given is None or given != level(place):
        raise node.flaw(f"level 与区划代码 {place} 不符")
    return Pack(folder, place, given, node.need("label").text())
