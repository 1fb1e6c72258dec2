"""What belongs to an installation and therefore into a backup, and the name of each part."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from doudi.project import paths
from doudi.standards.packs_folder import packs_root

DATABASE = "database.dump"
KEYS = "keys.sealed"
DOCUMENTS = "documents"
PACKS = "packs"
PRIVATE_FILE = 0o600


def packs_dir() -> Path:
    """Return the packs this program computes with."""
    return packs_root()


def documents_dir() -> Path:
    """Return the folder of documents, which are named by their content and never change."""
    return paths.data_dir() / DOCUMENTS


def packed(folder: Path) -> bytes:
    """Return the files of a folder as one piece, for sealing."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith("."):  # a dot is a draft of a key being made
                tar.add(path, arcname=path.name)
    return buffer.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """Put the files back, readable by their owner only."""
    folder.mkdir(mode=paths.PRIVATE)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        for entry in tar:
            stream = tar.extractfile(entry)
            if stream is not None:
                path = folder / Path(entry.name).name
                path.touch(mode=PRIVATE_FILE)
                path.write_bytes(stream.read())
