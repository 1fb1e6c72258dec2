"""Keeps the law a determination was made under, and makes it again: the text of the packs, the releases over them."""

from __future__ import annotations

import io
import tarfile
import tempfile
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import doudi.rules
from doudi import __version__
from doudi.determination.models import LawText, PacksText
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import collect
from doudi.policy.snapshot import LawSnapshot
from doudi.standards import lawbook
from doudi.standards.models import Release
from doudi.standards.published import dated_values, with_documents
from doudi.standards.queries import current_snapshot, releases_in_effect


def current_law() -> tuple[LawSnapshot, LawText]:
    """Return the law as known now, with the row that keeps it; made the first time a determination needs it."""
    snapshot = current_snapshot()
    kept = LawText.objects.filter(digest=snapshot.digest).first()
    return snapshot, kept or _keep(snapshot)


def law_of(text: LawText) -> LawSnapshot:
    """Make a kept law again: from today's packs where they are still the same, else from the text that was kept."""
    packs = lawbook.packs()
    if packs.digest != text.packs.digest:
        packs = _unpacked(text.packs.digest)
    releases = list(Release.objects.filter(pk__in=text.releases).select_related("proposal").order_by("pk"))
    return LawSnapshot.of(with_documents(packs, releases), dated_values(packs, releases))


@lru_cache(maxsize=1)
def code_version() -> str:
    """Name the program and the rules that compute: version, and the digest of the rules' source."""
    digest = sha256()
    for path in sorted(Path(doudi.rules.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _keep(snapshot: LawSnapshot) -> LawText:
    releases = [release.pk for release in releases_in_effect()]
    packs = PacksText.objects.filter(digest=lawbook.packs().digest).first()
    if packs is None:
        digest = lawbook.packs().digest
        packs, _ = PacksText.objects.get_or_create(digest=digest, defaults={"archive": _packed(digest)})
    kept, _ = LawText.objects.get_or_create(digest=snapshot.digest, defaults={"packs": packs, "releases": releases})
    return kept


@lru_cache(maxsize=1)
def _packed(_digest: str) -> bytes:
    """Compress the folder of the packs, the same bytes for the same text."""
    root, buffer = lawbook.packs_root(), io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:xz") as archive:
        for path in sorted(root.rglob("*.yaml")):
            entry = tarfile.TarInfo(str(path.relative_to(root)))
            entry.size = path.stat().st_size
            archive.addfile(entry, io.BytesIO(path.read_bytes()))
    return buffer.getvalue()


@lru_cache(maxsize=4)
def _unpacked(digest: str) -> Packs:
    kept = PacksText.objects.get(digest=digest)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(bytes(kept.archive))) as archive:
            archive.extractall(folder, filter="data")
        return load(Path(folder), collect(doudi.rules))
