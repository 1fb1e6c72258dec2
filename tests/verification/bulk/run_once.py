"""One run in a process of its own, over the files of a `World`; test_faults.py kills it.

python tests/verification/bulk/run_once.py FOLDER PIECE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from doudi.standards.lawbook import packs
from doudi.verification.bulk.running import Tally, Verification, run
from doudi.verification.deliveries import reading
from doudi.verification.deployment import Arrangements
from doudi.verification.sources import sourcebook
from tests.verification.bulk.world import ON, SECRET

FEW = 8
"""Rows of a batch, and so of a piece."""


def main(folder: Path, piece: int) -> None:
    """Run, and after the first piece wait to be killed."""

    def wait(tally: Tally) -> None:
        if tally.rows:
            sys.stdout.write("a piece is done\n")
            sys.stdout.flush()
            time.sleep(60)

    asked = Verification(
        recipients=folder / "people.parquet", sources=folder / "sources", on=ON, out=folder / "out", packs=packs(),
        book=sourcebook(), arranged=Arrangements(folder / "sources.yaml"), secret=SECRET, piece=piece,
    )  # fmt: skip
    run(asked, wait)


if __name__ == "__main__":
    reading.AT_ONCE = FEW  # pyright: ignore[reportConstantRedefinition, reportAttributeAccessIssue]
    main(Path(sys.argv[1]), int(sys.argv[2]))
