"""Where an installation keeps what is its own, and who may read it."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from doudi.project import keys, paths, private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_environment_names_the_data_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(tmp_path))

    assert paths.data_dir() == tmp_path


def test_root_keeps_its_data_where_services_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOUDI_DATA")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert paths.data_dir() == Path("/var/lib/doudi")


def test_anybody_else_keeps_it_in_their_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DOUDI_DATA")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    in_home = paths.data_dir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "shared"))
    in_shared = paths.data_dir()

    assert in_home == tmp_path / ".local/share/doudi"
    assert in_shared == tmp_path / "shared/doudi"


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    made = paths.make_folder(tmp_path / "new", mode=0o700)

    paths.make_folder(tmp_path, mode=0o711)

    assert mode(made) == 0o700
    assert mode(tmp_path) == 0o750


def test_a_data_directory_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(paths.DataFolderUnusable, match="DOUDI_DATA"):
        paths.make_folder(tmp_path / "file" / "data", mode=0o700)
    with pytest.raises(paths.DataFolderUnusable, match="没有写权限"):
        paths.make_folder(tmp_path / "file", mode=0o700)


def test_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret"

    first = private.read_or_make(path)
    second = private.read_or_make(path)

    assert first == second
    assert len(first) > 40
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_processes_that_make_a_secret_at_once_agree_on_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as together:
        made = set(together.map(private.read_or_make, [tmp_path / "secret"] * 32))

    assert len(made) == 1


def test_the_secret_key_of_an_installation_lasts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(tmp_path / "data"))
    before = (keys.secret_key(), keys.secret_key())

    keys.make_keys()
    after = (keys.secret_key(), keys.secret_key())

    assert len(set(before)) == 2  # no installation, nothing to remember it in
    assert len(set(after)) == 1
    assert mode(tmp_path / "data" / "keys") == 0o700
    assert mode(tmp_path / "data" / "keys" / keys.SECRET_KEY) == 0o600
