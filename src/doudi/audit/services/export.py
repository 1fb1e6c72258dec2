"""Write seals into files outside the database, so that deleting the end of the chain is noticed too."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from doudi.audit.models import Seal
from doudi.kernel.errors import NotNow

NAME: Final = "{first:012}.jsonl"
FILES: Final = "*.jsonl"
PRIVATE: Final = 0o600


class ChainBroken(NotNow):
    """The database no longer holds a seal that was exported."""

    code = "audit.chain_broken"
    sentence = "库内没有库外留存的第 {number} 号封印，或与之不一致，没有导出；请运行 doudi audit verify 查明。"


class ExportUnreadable(NotNow):
    """A file of exported seals is not what we wrote."""

    code = "audit.export_unreadable"
    sentence = "库外留存的封印文件 {file} 第 {line} 行读不懂，可能被改动过。"


@dataclass(frozen=True)
class Exported:
    """A seal as it stands in a file."""

    number: int
    digest: str


def export(*, into: Path) -> Path | None:
    """Write the seals no file holds yet into a new file 导出; None where there is none. Raises ChainBroken.

    A file appears whole or not at all. It holds no event and nothing of a person.
    """
    last = last_exported(into)
    if last and not Seal.objects.filter(number=last.number, digest=last.digest).exists():
        raise ChainBroken(number=last.number)
    lines = [_line(one) for one in Seal.objects.filter(number__gt=last.number if last else 0).order_by("number")]
    if not lines:
        return None
    into.mkdir(parents=True, exist_ok=True)
    path = into / NAME.format(first=last.number + 1 if last else 1)
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path


def exported(folder: Path) -> Iterator[Exported]:
    """Read every exported seal in the order of their numbers. Raises ExportUnreadable."""
    for path in sorted(folder.glob(FILES)):
        yield from _read(path)


def last_exported(folder: Path) -> Exported | None:
    """Return the last seal that was exported. Raises ExportUnreadable."""
    newest = max(folder.glob(FILES), default=None)
    return None if newest is None else list(_read(newest))[-1]


def _line(seal: Seal) -> str:
    said = {
        "number": seal.number,
        "first_id": seal.first_id,
        "last_id": seal.last_id,
        "previous": seal.previous,
        "digest": seal.digest,
        "sealed_at": seal.sealed_at.isoformat(),
    }
    return json.dumps(said) + "\n"


def _read(path: Path) -> Iterator[Exported]:
    for place, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            said = json.loads(line)
            yield Exported(int(said["number"]), str(said["digest"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ExportUnreadable(file=path.name, line=place) from error
