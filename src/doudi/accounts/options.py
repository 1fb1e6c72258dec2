"""What an installation chooses about signing in. The numbers are settings; none of them is law."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class Provider:
    """A provider of identities by OpenID Connect: issuer, our client id and secret there, what its button says.

    `claims` names what tells a citizen's name, resident number and phone."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    label: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryLimits:
    """The life of citizens' codes and of what they open; tries an hour for a person, a phone and an address."""

    code_life: timedelta
    code_tries: int
    window_code_life: timedelta
    opening_life: timedelta
    person: int
    phone: int
    address: int


@dataclass(frozen=True)
class SignInLimits:
    """How many wrong passwords an account may have from one address, and the pause after them."""

    tries: int
    pause: timedelta
