"""What a source is shown of an authorisation: its digest, which the holder of the paper can work out again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from doudi.verification.models import Consent


def digest_of(consent: Consent) -> str:
    """Return the SHA-256 of what was signed: who, for what, which sources, since and until when, on which paper.

    Nothing of it is ever rewritten, so the digest stays."""
    signed = {
        "consent": consent.pk, "member": consent.member_id, "purpose": consent.purpose, "sources": consent.sources,
        "signed_on": consent.signed_on.isoformat(), "signer": consent.signer,
        "until_on": consent.until_on.isoformat() if consent.until_on else None,
        "document": consent.document.digest if consent.document else None,
    }  # fmt: skip
    return sha256(json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def covering(consents: Iterable[Consent], member: int, source: str) -> Consent | None:
    """Return the newest leave of a member that covers a source, None where none does."""
    fitting = [each for each in consents if each.member_id == member and source in each.sources]
    return fitting[-1] if fitting else None
