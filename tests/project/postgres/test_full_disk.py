"""A disk that is full ends in one clear sentence, and no acknowledged row is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from doudi.project.postgres import Server
from doudi.project.postgres.log import DiskFull
from tests.project.postgres.test_faults import KEEP, again, head, kept


def test_a_full_disk_at_the_first_start_is_a_sentence(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(60_000_000))

    with pytest.raises(DiskFull, match="磁盘已满"):
        Server.at(small_disk / "data").ensure_running()

    (small_disk / "ballast").unlink()
    with Server.at(small_disk / "data").running() as urls:
        psycopg.connect(urls.app).close()


def test_a_disk_that_fills_while_programs_are_copied_is_a_sentence(small_disk: Path) -> None:
    with (small_disk / "ballast").open("wb") as ballast:
        ballast.write(bytes(_free(small_disk) - 5_000_000))

    with pytest.raises(DiskFull, match="磁盘已满"):
        Server.at(small_disk / "data").ensure_running()


def test_a_server_on_a_full_disk_is_a_sentence_and_loses_nothing(small_disk: Path) -> None:
    server = Server.at(small_disk / "data")
    urls = server.ensure_running()
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE kept (note text)")
        connection.execute(KEEP)
    os.kill(head(server), signal.SIGKILL)
    time.sleep(0.5)
    with (small_disk / "ballast").open("wb", buffering=0) as ballast:
        ballast.write(bytes(_free(small_disk)))

    with pytest.raises(DiskFull, match="磁盘已满"):
        again(server).ensure_running()

    (small_disk / "ballast").unlink()
    assert kept(again(server)) == [("acknowledged",)]


@pytest.fixture
def small_disk(data_dir: Path) -> Iterator[Path]:
    """A disk of 120 MB, where this machine lets us mount one."""
    disk = data_dir / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=120m,mode=0711", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let the tests mount a small disk")
    try:
        yield disk
        Server.at(disk / "data").stop()
    finally:
        subprocess.run(["/bin/umount", "--lazy", disk], check=True)


def _free(disk: Path) -> int:
    return shutil.disk_usage(disk).free
