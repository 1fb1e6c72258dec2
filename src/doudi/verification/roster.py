"""Who may be asked about: members by the keyed token of their number, and which of them have given leave on a day.

`mark` gives one member its token without the libraries of columns, which a web server does not load; a test holds it to
`matching.tokens`, which does the same for a column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.db.models import Q, QuerySet

from doudi.audit.actor import place_range
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.residentid import CHECKS, ResidentNumber, ResidentNumberWrong
from doudi.verification.models import MemberToken
from doudi.verification.tokensecret import secret

AT_ONCE: Final = 2000
_VALUES: Final = {check: int(check) if check != "X" else 10 for check in CHECKS}
_DOMAIN: Final = b"resident"


def token_of(number: str) -> int | None:
    """Return the token of a resident number, None of what is none."""
    try:
        full = ResidentNumber.parse(number).full
    except ResidentNumberWrong:
        return None
    key = int(full[:-1]) * len(CHECKS) + _VALUES[full[-1]]
    block = key.to_bytes(8, "little", signed=True) + _DOMAIN
    sealed = Cipher(AES(secret()), ECB()).encryptor().update(block)  # noqa: S305 - one block alone, see `matching.tokens`
    return int.from_bytes(sealed[:8], "little", signed=True)


def mark(members: Iterable[FamilyMember]) -> int:
    """Give members their tokens; those who have one or have no number are left. Return how many got one."""
    pairs = [(each, token_of(str(each.number))) for each in members]
    made = [MemberToken(member=each, token=token) for each, token in pairs if token is not None]
    return len(MemberToken.objects.bulk_create(made, ignore_conflicts=True, batch_size=AT_ONCE))


def mark_missing() -> int:
    """Give every member with leave whom the actor sees a token, where it was not done when the leave was given."""
    lacking = FamilyMember.objects.filter(consents__isnull=False, token__isnull=True).exclude(number_index="")
    return mark(lacking.distinct().order_by("pk").iterator(chunk_size=AT_ONCE))


def live(source: str, place: str, on: date, among: Collection[int] | None = None) -> QuerySet[MemberToken]:
    """List the tokens of members at a place who have given leave to ask a source on a day, whom the actor sees."""
    first, last = place_range(place)
    here = Q(member__application__place__gte=first, member__application__place__lt=last)
    chosen = MemberToken.objects.filter(_leave(on), here, member__consents__sources__contains=[source])
    return (chosen if among is None else chosen.filter(token__in=list(among))).distinct()


def live_in(application: Application, on: date) -> list[tuple[int, int, list[str]]]:
    """List members of a family whom the actor sees with token and sources they have given leave to ask; one query.

    Who has signed twice is there twice."""
    rows = MemberToken.objects.filter(_leave(on), member__application=application)
    return list(rows.values_list("member", "token", "member__consents__sources").order_by("member", "pk"))


def _leave(on: date) -> Q:
    """The one place where leave is looked up for stored answers. Row-level security decides whom the actor sees."""
    return (
        Q(member__consents__signed_on__lte=on)
        & (Q(member__consents__until_on__isnull=True) | Q(member__consents__until_on__gt=on))
        & (Q(member__consents__ended_on__isnull=True) | Q(member__consents__ended_on__gt=on))
    )
