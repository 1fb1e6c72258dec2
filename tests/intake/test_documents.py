"""Papers are judged by their bytes, kept encrypted under a keyed digest, and lose what a camera hides in them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import ExifTags, Image

from doudi.accounts.secrets import KeyMissing, Keyring, Tampered
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.documents import media, vault
from doudi.documents.media import FileEmpty, FileTooLarge, FileUnreadable, prepare
from doudi.documents.vault import ContentMissing
from doudi.intake.services.add_document import (
    NoSuchDocument,
    NotAMember,
    PaperUnknown,
    add_document,
    read_document,
)
from doudi.intake.state import NotYours
from tests.fixtures.applications import PDF, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeCitizen

EXECUTABLE = b"MZ\x90\x00" + b"\0" * 200


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Example"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2024:03:01 09:30:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (29.0, 10.0, 1.5)
    Image.new(mode, size, 1).save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_a_photo_becomes_a_jpeg_without_what_the_camera_wrote(kind: str) -> None:
    kept = prepare(photo(kind), name="照片.heic", keeps_evidence=False)

    assert kept.media_type == "image/jpeg"
    assert not Image.open(io.BytesIO(kept.content)).getexif()
    assert kept.evidence == {}


@pytest.mark.parametrize("mode", ["RGB", "P", "L"])
def test_a_png_stays_one_and_loses_its_words(mode: str) -> None:
    kept = prepare(photo("PNG", mode=mode), name="截图.png", keeps_evidence=False)

    assert kept.media_type == "image/png"
    assert not Image.open(io.BytesIO(kept.content)).getexif()


def test_a_photo_of_a_survey_keeps_when_and_where_as_evidence() -> None:
    kept = prepare(photo(), name="入户.jpg", keeps_evidence=True)

    assert kept.evidence["DateTimeOriginal"] == "2024:03:01 09:30:00"
    assert kept.evidence["gps"]["GPSLatitude"] == ["29.0", "10.0", "1.5"]
    assert not Image.open(io.BytesIO(kept.content)).getexif()


def test_a_large_photo_is_made_smaller() -> None:
    kept = prepare(photo(size=(5000, 100)), name="大图.jpg", keeps_evidence=False)

    assert max(Image.open(io.BytesIO(kept.content)).size) == media.LONGEST_SIDE


@pytest.mark.parametrize(
    "content",
    [
        EXECUTABLE,
        b"<html><script>",
        b"\xff\xd8\xff" + b"no picture" * 9,
        b"%PDF-1.4 without an end",
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["executable", "html", "jpeg in its first bytes only", "half a pdf", "png in its first bytes only"],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(FileUnreadable) as refused:
        prepare(content, name="身份证.jpg", keeps_evidence=False)

    assert "身份证.jpg" in str(refused.value)


def test_an_empty_file_and_one_that_is_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileEmpty):
        prepare(b"", name="空.pdf", keeps_evidence=False)
    with pytest.raises(FileTooLarge):
        prepare(PDF + b"0" * media.MOST_BYTES, name="大.pdf", keeps_evidence=False)
    monkeypatch.setattr(media, "MOST_PIXELS", 100)
    with pytest.raises(FileTooLarge):
        prepare(photo(), name="大.jpg", keeps_evidence=False)


def test_content_is_kept_once_and_encrypted() -> None:
    digest = vault.keep(PDF)

    assert vault.keep(PDF) == digest
    assert vault.fetch(digest) == PDF
    assert PDF not in vault.path_of(digest).read_bytes()
    assert [path.name for path in Path(settings.DOUDI_DOCUMENTS).rglob("*") if path.is_file()] == [digest]


def test_a_file_that_was_changed_moved_or_lost_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    digest, other = vault.keep(PDF), vault.keep(b"other")
    vault.path_of(other).write_bytes(vault.path_of(digest).read_bytes())
    with pytest.raises(Tampered):
        vault.fetch(other)
    vault.path_of(other).unlink()
    with pytest.raises(ContentMissing):
        vault.fetch(other)
    monkeypatch.setattr(settings, "DOUDI_KEYRING", Keyring({2: b"2" * 32}, b"i" * 32))
    with pytest.raises(KeyMissing):
        vault.fetch(digest)


def test_a_write_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", broken)

    with pytest.raises(OSError, match="disk full"):
        vault.keep(PDF)

    assert [path for path in Path(settings.DOUDI_DOCUMENTS).rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_a_paper_handed_in_twice_is_one_and_reading_it_leaves_an_event(
    applications: Applications, acting_as: ActingAs
) -> None:
    application = applications.submitted()
    account = applications.citizen.account
    with acting_as(applications.citizen):
        first, second = (
            add_document(
                application=application, kind="authorisation", content=PDF, title="授权书.pdf", by=account, on=TODAY
            )
            for _ in range(2)
        )
        _, content = read_document(document=first.pk, purpose="核对材料", on=TODAY)

    with acting(Actor.system("test"), on=TODAY):
        seen = Event.objects.get(act="intake.document_seen")
    assert (first, content) == (second, PDF)
    assert (seen.purpose, seen.account_id) == ("核对材料", account.pk)


@pytest.mark.django_db
def test_a_paper_of_nobody_or_of_no_kind_is_refused(
    applications: Applications, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    application, account = applications.submitted(), applications.citizen.account
    given: dict[str, Any] = {"application": application, "content": PDF, "title": "x.pdf", "by": account, "on": TODAY}

    with acting_as(applications.citizen):
        with pytest.raises(PaperUnknown):
            add_document(**given, kind="poem")
        member = application.members.get(key="a")
        member.application_id += 1
        with pytest.raises(NotAMember):
            add_document(**given, kind="diagnosis", member=member)
        with pytest.raises(NoSuchDocument):
            read_document(document=0, purpose="核对材料", on=TODAY)
    others: dict[str, Any] = given | {"by": citizen().account}
    with acting(Actor.system("test"), on=TODAY), pytest.raises(NotYours):
        add_document(**others, kind="diagnosis")
