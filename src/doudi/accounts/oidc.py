"""Signing in by OpenID Connect: the authorization code flow with PKCE, state and nonce; PyJWT checks the token.

    address, kept = begin(provider, back="https://…/back")  # `kept` stays in the session, the browser goes there
    claims = finish(provider, kept, query, back=…)          # the browser came back with `query`

Nothing here knows a request or an account: who the claims belong to is the caller's matter.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

import jwt

from doudi.accounts.options import Provider
from doudi.accounts.outbound import Declined, get_json, post_form
from doudi.kernel.errors import NotAllowed

ALGORITHMS: Final = ["RS256", "ES256", "PS256"]
SECONDS_OF_LEEWAY: Final = 30
CLAIMS_NEEDED: Final = ["iss", "sub", "aud", "exp", "iat", "nonce"]
DISCOVERY: Final = "/.well-known/openid-configuration"


class IdentityRefused(NotAllowed):
    """The provider did not confirm who it is, or what it sent cannot be believed."""

    code = "accounts.identity_refused"
    sentence = "{label}没有通过，没有登录。请重新登录；总是这样的话，请联系账号管理员。"


def begin(provider: Provider, *, back: str) -> tuple[str, dict[str, str]]:
    """Return where the browser is sent, and what has to be kept until it comes back. Raises NoAnswer."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    asked = {
        "response_type": "code",
        "scope": "openid profile",
        "client_id": provider.client,
        "redirect_uri": back,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": _challenge(kept["verifier"]),
        "code_challenge_method": "S256",
    }
    return f"{_discovered(provider)['authorization_endpoint']}?{urlencode(asked)}", kept


def finish(provider: Provider, kept: Mapping[str, str], query: Mapping[str, str], *, back: str) -> dict[str, Any]:
    """Return the claims of who came back. Raises IdentityRefused, NoAnswer."""
    refused = IdentityRefused(label=provider.label)
    if not kept or not _same(kept["state"], query.get("state", "")) or not query.get("code"):
        raise refused
    about = _discovered(provider)
    asked = {
        "grant_type": "authorization_code",
        "code": query["code"],
        "redirect_uri": back,
        "client_id": provider.client,
        "client_secret": provider.secret,
        "code_verifier": kept["verifier"],
    }
    try:
        answer = post_form(about["token_endpoint"], asked)
        claims = _claims(provider, str(answer["id_token"]), get_json(about["jwks_uri"]))
    except (jwt.PyJWTError, KeyError, Declined) as error:
        raise refused from error
    if not _same(kept["nonce"], str(claims["nonce"])):
        raise refused
    return claims


def _claims(provider: Provider, token: str, keys: dict[str, Any]) -> dict[str, Any]:
    """Check signature, issuer, audience and time."""
    named = jwt.get_unverified_header(token).get("kid")
    key = next((each for each in _keys(keys) if named in (None, each.key_id)), None)
    if key is None:
        raise jwt.InvalidKeyError
    return jwt.decode(
        token,
        key,
        algorithms=ALGORITHMS,
        audience=provider.client,
        issuer=provider.issuer,
        leeway=SECONDS_OF_LEEWAY,
        options={"require": CLAIMS_NEEDED},
    )


def _keys(keys: dict[str, Any]) -> list[jwt.PyJWK]:
    return list(jwt.PyJWKSet.from_dict(keys).keys)


def _discovered(provider: Provider) -> dict[str, Any]:
    """Ask the provider where its parts are; it must call itself what we call it."""
    about = get_json(f"{provider.issuer.rstrip('/')}{DISCOVERY}")
    needed = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
    if about.get("issuer") != provider.issuer or needed - about.keys():
        raise IdentityRefused(label=provider.label)
    return about


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
