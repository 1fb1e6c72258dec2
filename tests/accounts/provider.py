"""A provider of identities for tests: OpenID Connect over HTTP, signing RS256, strict about what it is asked.

It lets in whoever `person` names, without a page; a test may spoil what it sends.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "doudi-test", "a made-up secret"


@dataclass
class IdentityProvider:
    """What it knows, and what it was asked."""

    person: dict[str, Any] = field(default_factory=lambda: {"sub": "person-1"})
    spoil: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign_with: rsa.RSAPrivateKey | None = None
    issuer: str = ""
    asked: list[str] = field(default_factory=list)
    granted: dict[str, dict[str, str]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }

    def jwks(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str | None:
        """Return where the browser is sent back to; None where the request is not what the standard wants."""
        needed = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(query.get(name) != value for name, value in needed.items()) or "openid" not in query.get("scope", ""):
            return None
        code = secrets.token_urlsafe(16)
        self.granted[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Change a code into a token, one time, for who holds the secret and the verifier."""
        query = self.granted.pop(form.get("code", ""), None)
        if query is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != query["code_challenge"]:
            return None
        if form.get("redirect_uri") != query["redirect_uri"]:
            return None
        now = int(time.time())  # noqa: TID251 - the provider's own clock
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query["nonce"]}
        signed = jwt.encode(
            self.spoil({**claims, **self.person}), self.sign_with or self.key, algorithm="RS256", headers={"kid": "one"}
        )
        return {"access_token": "unused", "token_type": "Bearer", "id_token": signed}


@contextmanager
def providing() -> Iterator[IdentityProvider]:
    """Serve a provider on this machine for the length of a `with`."""
    provider = IdentityProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answering(BaseHTTPRequestHandler):
    """Ways to answer, in silence."""

    def answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def redirect(self, address: str | None) -> None:
        if address is None:
            self.answer(400, {"error": "invalid_request"})
            return
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(_Answering):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/.well-known/openid-configuration":
                self.answer(200, provider.about())
            elif parts.path == "/jwks":
                self.answer(200, provider.jwks())
            elif parts.path == "/authorize":
                self.redirect(provider.authorize(_flat(parts.query)))
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            token = provider.token(_flat(body)) if self.path == "/token" else None
            self.answer(*((200, token) if token else (400, {"error": "invalid_grant"})))

    return Handler


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
