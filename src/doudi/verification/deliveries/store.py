"""Keeps the rows of a delivery: a Parquet file encrypted with a key of its own (AES-256-GCM, footer and columns).

    path = write(table, folder, name, key)     # whole or not at all: a draft that is renamed
    for batch in read(path, key, wanted=tokens): …

Beside it the same rows stand on pages, where a family is looked up (`pages`).

The key is random and is held sealed with the deployment's data key beside the row of the delivery: a change of data
keys seals the key anew and leaves the file; who deletes the key has deleted the rows, in copies of the file too.
The format is Parquet's own encryption, which other readers of Parquet (DuckDB, Spark) have too.
"""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet import encryption

from doudi.kernel.errors import NotNow
from doudi.policy.batch.arrow import pc
from doudi.verification.deliveries import pages
from doudi.verification.deliveries.checking import TOKEN
from doudi.verification.deliveries.pages import RowsMissing
from doudi.verification.deliveries.paging import write_pages

KEY_BYTES: Final = 32
TOGETHER: Final = 1 << 14
"""Rows of a group: what a look-up of one household opens."""
DRAFT: Final = ".draft"
SUFFIX: Final = ".parquet"
_PRIVATE: Final = 0o700


class NoRoom(NotNow):
    """The file of a delivery could not be written: the disk is full, or the folder is not ours."""

    code = "verification.delivery_not_written"
    sentence = "交付的数据没有存下来（{reason}），没有留下一半；请腾出空间或检查 {folder}，然后再接收一次。"


def new_key() -> bytes:
    """Make the key of one file."""
    return secrets.token_bytes(KEY_BYTES)


def write(table: Any, folder: Path, name: str, key: bytes) -> Path:
    """Write rows sorted by token, as columns and as pages; return where the columns are. Raises NoRoom."""
    ways = {SUFFIX: _write_columns, pages.SUFFIX: _write_pages}
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        for suffix, way in ways.items():
            way(table, folder / f"{name}{suffix}{DRAFT}", key, name)
        for suffix in ways:
            (folder / f"{name}{suffix}{DRAFT}").replace(folder / f"{name}{suffix}")
        _sync(folder)
    except (OSError, pa.ArrowException) as error:
        for suffix in ways:
            with suppress(OSError):
                (folder / f"{name}{suffix}{DRAFT}").unlink(missing_ok=True)
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise NoRoom(reason=reason, folder=folder) from None
    return folder / f"{name}{SUFFIX}"


def _write_pages(table: Any, draft: Path, key: bytes, name: str) -> None:
    with draft.open("wb") as file:
        write_pages(table, file, key=key, name=name)
        file.flush()
        os.fsync(file.fileno())


def _write_columns(table: Any, draft: Path, key: bytes, name: str) -> None:
    properties = encryption.create_encryption_properties(key, aad_prefix=name.encode(), store_aad_prefix=False)
    with draft.open("wb") as file:
        with pq.ParquetWriter(
            file, table.schema, compression="zstd", encryption_properties=properties, use_dictionary=True
        ) as writer:
            writer.write_table(table, row_group_size=TOGETHER)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make a new name last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path, key: bytes, *, wanted: Collection[int], columns: list[str] | None = None) -> Iterator[Any]:
    """Read the rows of some tokens, a group at a time, only the groups that may hold one. Raises RowsMissing."""
    tokens = np.unique(np.fromiter(wanted, np.int64, len(wanted)))
    properties = encryption.create_decryption_properties(key, aad_prefix=path.stem.encode())
    try:
        with pq.ParquetFile(path, decryption_properties=properties) as file:
            groups = _groups(file, tokens)
            names = None if columns is None else [TOKEN, *columns]
            for batch in file.iter_batches(TOGETHER, row_groups=groups, columns=names) if groups else ():
                chosen = batch.filter(pc.is_in(batch.column(TOKEN), pa.array(tokens)))
                if len(chosen):
                    yield chosen
    except (OSError, pa.ArrowException):
        raise RowsMissing(name=path.name) from None


def schema_at(path: Path, key: bytes) -> Any:
    """Return the columns of a file. Raises RowsMissing."""
    properties = encryption.create_decryption_properties(key, aad_prefix=path.stem.encode())
    try:
        return pq.read_schema(path, decryption_properties=properties)
    except (OSError, pa.ArrowException):
        raise RowsMissing(name=path.name) from None


def _groups(file: Any, tokens: Any) -> list[int]:
    """Find the groups of rows between whose first and last token one of the tokens lies."""
    metadata, found = file.metadata, []
    for number in range(metadata.num_row_groups):
        statistics = metadata.row_group(number).column(0).statistics
        if statistics is None:  # of no row
            continue
        first, last = np.searchsorted(tokens, statistics.min), np.searchsorted(tokens, statistics.max, side="right")
        if last > first:
            found.append(number)
    return found
