"""A start skips the preparation only where nothing can have changed."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from doudi.project import prepared
from doudi.project.postgres import Urls


@pytest.fixture
def urls(empty_database: Urls, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Urls:
    """A database and static files that were prepared before, by these packs."""
    monkeypatch.setenv("DOUDI_DATA", str(data_dir))
    monkeypatch.setenv("DOUDI_PACKS", str(data_dir / "packs"))
    (data_dir / "static").mkdir()
    (data_dir / "packs").mkdir()
    (data_dir / "packs" / "pack.yaml").write_text("id: cn")
    prepared.remember(empty_database)
    return empty_database


def test_what_was_prepared_is_not_prepared_again(urls: Urls) -> None:
    assert prepared.is_current(urls)


def test_a_changed_pack_is_read_again(urls: Urls, data_dir: Path) -> None:
    (data_dir / "packs" / "pack.yaml").write_text("id: changed")

    assert not prepared.is_current(urls)


def test_lost_static_files_are_collected_again(urls: Urls, data_dir: Path) -> None:
    (data_dir / "static").rmdir()

    assert not prepared.is_current(urls)


def test_a_database_with_other_migrations_is_prepared_again(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE django_migrations (app text, name text)")
        owner.execute("INSERT INTO django_migrations VALUES ('standards', '0001_initial')")

    assert not prepared.is_current(urls)


@pytest.mark.parametrize("note", ["", "{", "[]"])
def test_a_damaged_note_is_not_believed(urls: Urls, data_dir: Path, note: str) -> None:
    (data_dir / prepared.NOTE).write_text(note)

    assert not prepared.is_current(urls)
