"""How long it takes from a clone to the first page: `make run` in a folder with nothing but the repository at HEAD.

Measured three times: with the machine's package cache as it is, then once more in the same folder (nothing to install,
the database is there), then in another folder with an empty package cache, so that every package is fetched.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_WITHIN = 900
SECOND_WITHIN = 120
STOPPED_WITHIN = 60
OURS = ("VIRTUAL_ENV", "PYTHONPATH", "DATABASE_URL", "PORT", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")


@contextlib.contextmanager
def checkout() -> Iterator[tuple[Path, dict[str, str]]]:
    """Clone HEAD into a folder of its own, with a data folder beside it; all of it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="doudi-fresh-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # root's database server runs as another user and has to pass through
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, folder / "doudi"], check=True)  # noqa: S607 git is on the path
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOUDI_") and name not in OURS}
        yield folder / "doudi", kept | {"DOUDI_DATA": str(folder / "data")}


def without_cache(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Point both installers at empty caches."""
    caches = {"UV_CACHE_DIR": str(folder / "uv-cache"), "PIP_CACHE_DIR": str(folder / "pip-cache")}
    return {**environment, **caches}


def seconds_to_first_page(folder: Path, environment: Mapping[str, str], within: int) -> float:
    """Type `make run`, wait for the first page, stop it again. Ends the run with a sentence if the page never comes."""
    port = _free_port()
    with (folder.parent / "make-run.log").open("ab") as log:
        started = time.monotonic()
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],  # noqa: S607 make is on the path
            cwd=folder, env=dict(environment), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            while not _answers(port):
                if process.poll() is not None or time.monotonic() - started > within:
                    sys.exit(_last_words(Path(log.name), within))
                time.sleep(0.05)
            return time.monotonic() - started
        finally:
            _stop(process)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
        return answer.status == 200  # noqa: PLR2004 what the first page must answer
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End what was started here, and only that: it has a session of its own."""
    for kind in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOPPED_WITHIN)
            return


def _last_words(log: Path, within: int) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
    return f"the first page did not come within {within} s:\n" + "\n".join(lines)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def measure() -> list[str]:
    """Measure the three starts; return the lines of the table."""
    with checkout() as (folder, environment):
        first = seconds_to_first_page(folder, environment, FIRST_WITHIN)
        second = seconds_to_first_page(folder, environment, SECOND_WITHIN)
    with checkout() as (folder, environment):
        cold = seconds_to_first_page(folder, without_cache(environment, folder.parent), FIRST_WITHIN)
    return [
        "| from `make run` to the first page | seconds |",
        "|---|---|",
        f"| fresh clone, no `.venv`, no data, package cache empty: everything fetched | {cold:.1f} |",
        f"| fresh clone, no `.venv`, no data, package cache of the machine | {first:.1f} |",
        f"| the second start in the same folder | {second:.1f} |",
    ]


if __name__ == "__main__":
    print("\n".join(measure()))
