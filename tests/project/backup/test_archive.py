"""The one file of a backup: whole or not there, and every damage noticed before anything is believed."""

import io
import tarfile
from pathlib import Path

import pytest

from doudi.project.backup import archive
from doudi.project.backup.archive import BackupDamaged


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "one").write_bytes(b"first")
    (folder / "two").write_bytes(bytes(70_000))
    return folder


@pytest.fixture
def backup(tmp_path: Path, folder: Path) -> Path:
    path = tmp_path / "backup.tar"
    with archive.writing(path) as writer:
        writer.add_bytes("keys.sealed", b"secret")
        writer.add_folder("documents", folder)
        writer.close({"made_at": "2024-03-01T08:00:00+08:00"})
    return path


def test_parts_come_back_as_they_were(backup: Path) -> None:
    about = archive.checked(backup)

    assert about["made_at"] == "2024-03-01T08:00:00+08:00"
    assert {name: stream.read() for name, stream in archive.parts(backup)} == {
        "keys.sealed": b"secret",
        "documents/ab/one": b"first",
        "documents/two": bytes(70_000),
    }


def test_only_the_owner_may_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_on_the_way_leaves_the_older_one_and_no_remains(backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(FileNotFoundError), archive.writing(backup) as writer:
        writer.add_file("gone", tmp_path / "gone")

    assert backup.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "documents"]


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.tar"

    with archive.writing(path) as writer:
        writer.add_folder("documents", tmp_path / "nowhere")
        writer.close({})

    assert archive.checked(path)["parts"] == {}


def test_a_backup_cut_short_anywhere_is_refused(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    content_ends = whole.rstrip(b"\0")
    cut = tmp_path / "cut.tar"
    for length in range(0, len(content_ends), 997):
        cut.write_bytes(whole[:length])

        with pytest.raises(BackupDamaged, match="没有恢复任何内容"):
            archive.checked(cut)


def test_a_changed_byte_is_refused_or_changes_nothing(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    before = {name: stream.read() for name, stream in archive.parts(backup)}
    changed = tmp_path / "changed.tar"
    refused = 0
    for position in range(0, len(whole.rstrip(b"\0")), 499):
        content = bytearray(whole)
        content[position] ^= 0x20
        changed.write_bytes(content)

        try:
            archive.checked(changed)
        except BackupDamaged:
            refused += 1
        else:
            assert {name: stream.read() for name, stream in archive.parts(changed)} == before
    assert refused > 100


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "documents/../../outside"])
def test_a_part_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "wicked.tar"
    with archive.writing(path) as writer:
        writer.add_bytes(name, b"")
        writer.close({})

    with pytest.raises(BackupDamaged):
        archive.checked(path)


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wicked.tar"
    with tarfile.open(path, "w") as tar:
        link = tarfile.TarInfo("documents/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)

    with pytest.raises(BackupDamaged):
        archive.checked(path)


@pytest.mark.parametrize("content", [b"", b"not a tar", bytes(10_240)])
def test_something_that_is_no_backup_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(BackupDamaged, match="不能用"):
        archive.checked(path)


def test_a_backup_of_another_format_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "future.tar"
    monkeypatch.setattr(archive, "FORMAT", "doudi-backup/9")
    with archive.writing(path) as writer:
        writer.close({})
    monkeypatch.undo()

    with pytest.raises(BackupDamaged, match="doudi-backup/9"):
        archive.checked(path)


def test_a_part_that_the_manifest_does_not_know_is_refused(backup: Path) -> None:
    with tarfile.open(backup, "a") as tar:
        added = tarfile.TarInfo("documents/added")
        added.size = 3
        tar.addfile(added, io.BytesIO(b"new"))

    with pytest.raises(BackupDamaged, match="documents/added"):
        archive.checked(backup)
