"""After a new data key every document is sealed with it; cut off at any moment, all of them open and it goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from doudi.accounts.secrets import KeyMissing, Keyring
from doudi.documents import vault
from doudi.intake.services.seal_documents_anew import seal_documents_anew

INDEX = b"i" * 32
FIRST, BOTH = Keyring({1: b"1" * 32}, INDEX), Keyring({1: b"1" * 32, 2: b"2" * 32}, INDEX)
CHILD = """
import sys
from django.conf import settings
from doudi.accounts.secrets import Keyring
keys = Keyring({1: b"1" * 32, 2: b"2" * 32}, b"i" * 32)
settings.configure(DOUDI_DOCUMENTS=sys.argv[1], DOUDI_KEYRING=keys)
from doudi.intake.services.seal_documents_anew import seal_documents_anew
seal_documents_anew()
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Many documents of the first key, in a folder of their own; then there is a second key."""
    monkeypatch.setattr(settings, "DOUDI_DOCUMENTS", tmp_path / "documents", raising=False)
    monkeypatch.setattr(settings, "DOUDI_KEYRING", FIRST)
    contents = [f"材料{number}".encode() * 1000 for number in range(400)]
    made = {vault.keep(content): content for content in contents}
    monkeypatch.setattr(settings, "DOUDI_KEYRING", BOTH)
    return made


def keys_used() -> list[int]:
    return [vault.sealed_by(path) for path in vault.documents()]


def test_killed_in_the_middle_everything_opens_and_the_next_run_ends_it(kept: dict[str, bytes]) -> None:
    with subprocess.Popen([sys.executable, "-c", CHILD, str(settings.DOUDI_DOCUMENTS)]) as child:
        until = time.monotonic() + 30
        while 2 not in keys_used() and time.monotonic() < until:
            time.sleep(0.001)
        child.send_signal(signal.SIGKILL)
    cut_off = keys_used()
    opened = {digest: vault.fetch(digest) for digest in kept}

    rest = seal_documents_anew()

    assert set(cut_off) == {1, 2}
    assert opened == kept
    assert (rest.files, rest.unreadable) == (cut_off.count(1), [])
    assert set(keys_used()) == {2}
    assert {digest: vault.fetch(digest) for digest in kept} == kept
    assert seal_documents_anew().files == 0


def test_a_file_that_does_not_open_is_named_and_the_others_are_sealed(kept: dict[str, bytes]) -> None:
    broken = vault.path_of(next(iter(kept)))
    broken.write_bytes(broken.read_bytes()[:-1] + b"x")

    done = seal_documents_anew()

    assert (done.files, done.unreadable) == (len(kept) - 1, [broken])


def test_a_process_that_meets_a_newer_key_looks_for_it_in_the_folder(
    kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_documents_anew()
    digest = next(iter(kept))

    monkeypatch.setattr(settings, "DOUDI_KEYRING", FIRST)
    monkeypatch.setattr(settings, "DOUDI_READ_KEYS", lambda: Keyring(BOTH.data, b"another installation"))
    with pytest.raises(KeyMissing):
        vault.fetch(digest)
    monkeypatch.setattr(settings, "DOUDI_READ_KEYS", lambda: BOTH)

    assert vault.fetch(digest) == kept[digest]
    assert vault.keyring().newest == 2
