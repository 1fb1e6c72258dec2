"""Files that are there whole or not at all, also where the disk is full."""

# pyright: basic
# pyarrow tells little of what is in its files.

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.errors import NotNow

DRAFT: Final = ".draft"
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(NotNow):
    """Nothing more can be written; what is there already is whole and is gone on with."""

    code = "verification.disk_full"
    sentence = "磁盘满了，{file} 没有写成，没有留下一半；请腾出 {folder} 所在磁盘的空间，再运行同一条命令，会接着做。"


@contextmanager
def whole(file: Path) -> Generator[Path]:
    """Give a draft to write into, which takes the file's name at the end. Raises DiskFull."""
    draft = file.with_name(f"{file.name}{DRAFT}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(file)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        if error.errno in FULL:
            raise DiskFull(file=file.name, folder=file.parent) from None
        raise


def write_table(table: pa.Table, file: Path) -> None:
    """Write a table whole. Raises DiskFull."""
    with whole(file) as draft:
        pq.write_table(table, draft, compression="zstd")
