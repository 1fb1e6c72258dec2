"""Who brings a token: the officer who answers for it, at the office it was issued to. It knows nothing of HTTP.

holder = bearer(text, address=…, moment=…)      # raises TokenUnfit, TooManyTokens
with holder.acting():
    ...
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings

from doudi.accounts.limits import count_token, may_bring_tokens
from doudi.accounts.models import ApiToken, Office, Officer
from doudi.accounts.permissions import MayNot, posts_of
from doudi.accounts.roles import Act
from doudi.accounts.secrets import blind_index
from doudi.accounts.signed_in import SignedIn
from doudi.audit.actor import Actor, acting
from doudi.kernel.clock import Moment
from doudi.kernel.divisions import lies_in
from doudi.kernel.errors import NotAllowed, NotNow


class TokenUnfit(NotAllowed):
    """None, wrong, ended, revoked, or nobody answers for it any more; which of them is not said."""

    code = "accounts.token_unfit"
    sentence = "访问令牌缺失、不对或者已经失效，请联系签发令牌的账号管理员。"


class TooManyTokens(NotNow):
    """Too many wrong tokens from one address."""

    code = "accounts.too_many_tokens"
    sentence = "这个网络地址用错的令牌太多，请一小时以后再试。"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who brings a token, at one moment."""

    token: ApiToken
    somebody: SignedIn
    officer: Officer
    office: Office

    def acting(self) -> AbstractContextManager[None]:
        """Open a transaction in the name of the officer at the office."""
        return acting(self.somebody.actor, on=self.somebody.on)

    def require(self, *acts: Act, at: str) -> None:
        """Ask whether a post at the office allows one of some acts at a place. Raises MayNot."""
        if self.somebody.acts.isdisjoint(acts) or not lies_in(at, self.office.place):
            raise MayNot(act=acts[0].label)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return blind_index("api token", token)


def bearer(text: str, *, address: str, moment: Moment) -> Bearer:
    """Return who brings a token. Call it outside a transaction, so that a wrong try is kept.

    Raises TokenUnfit, TooManyTokens.
    """
    if not may_bring_tokens(settings.DOUDI_ENTRY, address=address, at=moment.at):
        raise TooManyTokens
    with acting(Actor.system("doudi api"), on=moment.today):
        found = _bearer(text, moment)
    if found is None:
        count_token(settings.DOUDI_ENTRY, address=address, at=moment.at)
        raise TokenUnfit
    return found


def _bearer(text: str, moment: Moment) -> Bearer | None:
    tokens = ApiToken.objects.filter(digest=digest_of(text), valid__contains=moment.today, revoked_on=None)
    token = tokens.select_related("office", "officer__account").first()
    if token is None or not token.officer.account.is_active:
        return None
    posts = tuple(post for post in posts_of(token.officer, moment.today) if post.office_id == token.office_id)
    if not posts:
        return None
    if token.last_used_on != moment.today:
        token.last_used_on = moment.today
        token.save(update_fields=["last_used_on"])
    account = token.officer.account
    somebody = SignedIn(account, moment.today, moment.at, token.officer, posts, token.office)
    return Bearer(token, somebody, token.officer, token.office)
