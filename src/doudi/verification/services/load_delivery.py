"""Take in what a source delivered: whole, or not at all with a report to its holder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from doudi.audit import actor
from doudi.audit.services.record import record
from doudi.kernel.errors import DoudiError, NotAllowed, Refused
from doudi.standards import lawbook
from doudi.verification import holding
from doudi.verification.deliveries import store
from doudi.verification.deliveries.checking import Checked, check, sha256_of
from doudi.verification.deliveries.codes import codes_of
from doudi.verification.deliveries.flaws import Flaw, What
from doudi.verification.deliveries.manifest import Manifest, read_manifest
from doudi.verification.models import Delivery, DeliveryKey, DeliveryOutcome, Roster
from doudi.verification.roster import live
from doudi.verification.services.forget_deliveries import lock_store
from doudi.verification.sourceentries import Source
from doudi.verification.sources import sourcebook
from doudi.verification.tokensecret import secret


class LoaderSeesTooLittle(NotAllowed):
    """Who does not see every consent would drop the rows of people who have given leave."""

    code = "verification.loader_sees_too_little"
    sentence = "接收交付的数据须由系统任务办理。"


class ManifestMissing(Refused):
    """There is no such file."""

    code = "verification.manifest_missing"
    sentence = "没有交付清单 {path}。"


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a manifest; `is_new` is not so where the same was received before."""

    delivery: Delivery
    is_new: bool


@transaction.atomic
def load_delivery(*, manifest: Path, on: date) -> Received:
    """Take in a delivery 接收交付: its rows are held, or it is quarantined with its flaws, and the source failed.

    The same manifest and file again change nothing. Another delivery of the same day takes the place of the one before.
    Raises LoaderSeesTooLittle, ManifestMissing, RetentionNotGiven, NoRoom: then nothing was kept."""
    if actor.current().places != actor.EVERYWHERE:
        raise LoaderSeesTooLittle
    if not manifest.is_file():
        raise ManifestMissing(path=manifest)
    lock_store()
    read = read_manifest(manifest.absolute(), sourcebook().sources, on)
    content = _content(manifest, read)
    before = Delivery.objects.filter(content=content).first()
    if before is not None:
        return Received(before, is_new=False)
    checked = _checked(read, on)
    made = _quarantine(read, checked, content, on) if checked.flaws.number else _keep(read, checked, content, on)
    details = {"source": made.source, "outcome": made.outcome, "rows": made.rows, "kept": made.kept}
    record("verification.delivered", on=on, subject=made, place=made.place, details=details)
    return Received(made, is_new=True)


def _content(manifest: Path, read: Manifest) -> str:
    """Digest what came: the manifest, and its file as it is."""
    digest = hashlib.sha256(sha256_of(manifest).encode())
    digest.update(sha256_of(read.file).encode() if read.file else b"-")
    return digest.hexdigest()


def _checked(read: Manifest, on: date) -> Checked:
    """Check the manifest against the law and what is here already, then the file."""
    source = read.source
    if not read.flaws.number and source is not None:
        _require_ground(read, source, on)
        _require_new_number(read, source)
        _require_roster(read, source)
    if read.flaws.number or source is None:
        return Checked(read.flaws)
    holding.arranged().require_kept(source)
    return check(read, source, codes_of(source, lawbook.packs().facts), asked=_asked(read, source, on), secret=secret())


def _asked(read: Manifest, source: Source, on: date) -> list[int] | None:
    """Return the tokens of those on the roster who still give leave; None where the whole register may be taken."""
    if read.is_whole:
        return None
    roster = Roster.objects.get(pk=read.roster)
    return list(live(source.name, read.place, on, roster.tokens).values_list("token", flat=True))


def _require_ground(read: Manifest, source: Source, on: date) -> None:
    """Note a flaw where no text lets the place ask the source, or take the whole of it."""
    try:
        sourcebook().require((source.name,), read.place, read.as_of or on)
    except DoudiError as error:
        read.flaws.add(Flaw(What.MANIFEST, str(error).rstrip("。"), "source"))
    if read.is_whole and not sourcebook().whole_register(source.name, read.place, read.as_of or on):
        read.flaws.add(Flaw(What.MANIFEST, "没有依据接收全量，只接收授权名单上的人的数据，请写名单的编号", "roster"))


def _require_new_number(read: Manifest, source: Source) -> None:
    used = Delivery.objects.filter(
        source=source.name, place=read.place, number=read.delivery, outcome=DeliveryOutcome.LOADED
    )
    if used.exists():
        read.flaws.add(Flaw(What.MANIFEST, "这个编号用过，内容不同；更正的数据请用新的编号", "delivery"))


def _require_roster(read: Manifest, source: Source) -> None:
    made = Roster.objects.filter(pk=read.roster, source=source.name, place=read.place, made_on__lte=read.as_of)
    if not read.is_whole and not made.exists():
        read.flaws.add(Flaw(What.MANIFEST, "没有发给这个来源、这个地方的这份名单，或者名单在数据日期以后", "roster"))


def _quarantine(read: Manifest, checked: Checked, content: str, on: date) -> Delivery:
    return Delivery.objects.create(
        source=read.source.name if read.source else "", place=read.place, as_of=read.as_of, number=read.delivery,
        content=content, outcome=DeliveryOutcome.QUARANTINED, rows=checked.number,
        statuses=list(checked.statuses), flaws=[flaw.as_json() for flaw in checked.flaws.told],
        flaw_count=checked.flaws.number, loaded_on=on,
    )  # fmt: skip


def _keep(read: Manifest, checked: Checked, content: str, on: date) -> Delivery:
    """Write the rows, then the row that says so: a file without its row is never read, and is swept away."""
    assert read.source is not None  # noqa: S101 - a manifest without flaws has a source
    key = store.new_key()
    store.write(checked.rows, holding.folder_of(read.source.name), content, key)
    made = Delivery.objects.create(
        source=read.source.name, place=read.place, as_of=read.as_of, number=read.delivery, content=content,
        outcome=DeliveryOutcome.LOADED, whole=read.is_whole, roster_id=read.roster, rows=checked.number,
        kept=checked.kept, remainder=checked.remainder, unasked=checked.unasked,
        statuses=list(checked.statuses), loaded_on=on, replaces=_standing_before(read),
    )  # fmt: skip
    DeliveryKey.objects.create(delivery=made, key=key.hex())
    return made


def _standing_before(read: Manifest) -> Delivery | None:
    """Return the delivery of the same day that counts until now."""
    return Delivery.objects.filter(
        source=read.source.name if read.source else "", place=read.place, as_of=read.as_of,
        outcome=DeliveryOutcome.LOADED, replaced_by__isnull=True,
    ).first()  # fmt: skip
