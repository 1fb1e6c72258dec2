"""Bearer tokens: a request with one acts as the office it was issued to, in the name of who answers for it."""

from __future__ import annotations

import os
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from doudi.accounts.bearer import Bearer, TokenUnfit, bearer
from doudi.accounts.models import TokenScope
from doudi.accounts.signed_in import address_of
from doudi.kernel import clock
from doudi.kernel.errors import NotAllowed


class ScopeMissing(NotAllowed):
    """The token is good, but not for this."""

    code = "api.scope_missing"
    sentence = "这个访问令牌没有“{scope}”的权限。"


class OfficeToken(HttpBearer):
    """Lets in who brings a token with a scope; `request.auth` is then a Bearer."""

    def __init__(self, scope: TokenScope) -> None:
        """Remember the scope and describe the scheme."""
        super().__init__()
        self.scope = scope
        self.openapi_security_schema["description"] = (
            "单位的访问令牌，由账号管理员签发，写在请求头里：Authorization: Bearer doudi_…"
        )

    def __call__(self, request: HttpRequest) -> Any:
        """Return who asks. Raises TokenUnfit where there is no token at all."""
        found = super().__call__(request)
        if found is None:
            raise TokenUnfit
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Bearer:
        """Return who brings the token. Raises TokenUnfit, TooManyTokens, ScopeMissing."""
        found = bearer(token, address=address_of(request), moment=clock.read(os.environ))
        if self.scope not in found.token.scopes:
            raise ScopeMissing(scope=self.scope.label)
        return found


def bearer_of(request: HttpRequest) -> Bearer:
    """Return who was let in. Raises TokenUnfit where the operation asks for no token."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Bearer):
        raise TokenUnfit
    return found
