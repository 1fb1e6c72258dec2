"""How people sign in here: settings of the environment, read once at the start.

Officers by OIDC: DOUDI_OIDC_ISSUER, DOUDI_OIDC_CLIENT, DOUDI_OIDC_SECRET; citizens the same with DOUDI_CITIZEN_OIDC_…,
whose provider must tell name, resident number and phone (DOUDI_CITIZEN_OIDC_CLAIMS=name,resident_number,phone_number).
DOUDI_SECOND_FACTOR_ROLES: who needs a second factor (comma-separated roles; `none` for nobody).
DOUDI_SIGN_IN_TRIES, DOUDI_SIGN_IN_PAUSE_MINUTES: wrong passwords or codes of an account from an address, and the pause.
DOUDI_CODE_MINUTES, DOUDI_CODE_TRIES, DOUDI_WINDOW_CODE_DAYS, DOUDI_OPENING_DAYS: the codes of citizens.
DOUDI_ENTRY_PERSON, DOUDI_ENTRY_PHONE, DOUDI_ENTRY_ADDRESS: tries an hour for a person, a phone and an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from doudi.accounts.options import EntryLimits, Provider, SignInLimits
from doudi.accounts.roles import Role
from doudi.kernel.errors import Refused

NEED_SECOND_FACTOR = (
    Role.TOWNSHIP_HEAD,
    Role.COUNTY_CONFIRMER,
    Role.FINANCE_MAKER,
    Role.FINANCE_CHECKER,
    Role.ADMINISTRATOR,
)
DEMONSTRATION = "demonstration"
CLAIMS = "name,resident_number,phone_number"


class SettingUnreadable(Refused):
    """A setting of the environment cannot be used."""

    code = "settings.unreadable"
    sentence = "设置 {name} 有误：{reason}。"


def officers_provider(environ: Mapping[str, str]) -> Provider | None:
    """Return the provider of identities of officers; None where they have passwords only."""
    return _provider(environ, "DOUDI_OIDC")


def citizens_provider(environ: Mapping[str, str]) -> Provider | None:
    """Return the provider of identities of citizens, if there is one."""
    return _provider(environ, "DOUDI_CITIZEN_OIDC")


def _provider(environ: Mapping[str, str], prefix: str) -> Provider | None:
    issuer = environ.get(f"{prefix}_ISSUER", "")
    if not issuer:
        return None
    client = environ.get(f"{prefix}_CLIENT", "")
    if not client:
        raise SettingUnreadable(name=f"{prefix}_CLIENT", reason="设了签发方，还要设客户端编号")
    claims = environ.get(f"{prefix}_CLAIMS", CLAIMS).split(",")
    label = environ.get(f"{prefix}_LABEL", "统一身份认证")
    return Provider(issuer, client, environ.get(f"{prefix}_SECRET", ""), label, tuple(claims))


def second_factor_roles(environ: Mapping[str, str]) -> frozenset[str]:
    """Return the roles that need a second factor; in a demonstration nobody does unless it is set."""
    given = environ.get("DOUDI_SECOND_FACTOR_ROLES")
    if given is None:
        return frozenset() if environ.get("DOUDI_MODE") == DEMONSTRATION else frozenset(NEED_SECOND_FACTOR)
    named = {word.strip() for word in given.split(",")} - {"", "none"}
    unknown = named - set(Role.values)
    if unknown:
        raise SettingUnreadable(name="DOUDI_SECOND_FACTOR_ROLES", reason=f"没有角色 {'、'.join(sorted(unknown))}")
    return frozenset(named)


def sign_in_limits(environ: Mapping[str, str]) -> SignInLimits:
    """Return how often a password may be wrong, and for how long nobody may try then."""
    pause = timedelta(minutes=_number(environ, "DOUDI_SIGN_IN_PAUSE_MINUTES", 15))
    return SignInLimits(tries=_number(environ, "DOUDI_SIGN_IN_TRIES", 5), pause=pause)


def entry_limits(environ: Mapping[str, str]) -> EntryLimits:
    """Return how long and how often codes of citizens are good, and how many tries an hour there are."""
    return EntryLimits(
        code_life=timedelta(minutes=_number(environ, "DOUDI_CODE_MINUTES", 10)),
        code_tries=_number(environ, "DOUDI_CODE_TRIES", 5),
        window_code_life=timedelta(days=_number(environ, "DOUDI_WINDOW_CODE_DAYS", 30)),
        opening_life=timedelta(days=_number(environ, "DOUDI_OPENING_DAYS", 365)),
        person=_number(environ, "DOUDI_ENTRY_PERSON", 10),
        phone=_number(environ, "DOUDI_ENTRY_PHONE", 20),
        address=_number(environ, "DOUDI_ENTRY_ADDRESS", 60),
    )


def _number(environ: Mapping[str, str], name: str, usual: int) -> int:
    given = environ.get(name, str(usual))
    if not given.isdigit() or int(given) < 1:
        raise SettingUnreadable(name=name, reason="应为大于 0 的整数")
    return int(given)
