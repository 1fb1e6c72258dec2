"""Who asked, who answered, and that nobody changed it on the way: HTTP Message Signatures (RFC 9421) with Ed25519.

A request is signed over its method, host, path and the digest of its body, with the time and a word used once; an
answer over its status and body and over the signature of the request it answers, so that it fits no other question.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from http_message_signatures import algorithms
from http_message_signatures.exceptions import InvalidSignature
from http_message_signatures.resolvers import HTTPSignatureKeyResolver
from http_message_signatures.signatures import HTTPMessageSigner, HTTPMessageVerifier

from doudi.kernel.errors import NotAllowed, Refused

ED25519: Final = algorithms.ED25519  # pyright: ignore[reportPrivateImportUsage] - the package's own documented name
REQUEST_TAG: Final = "doudi-query"
ANSWER_TAG: Final = "doudi-answer"
OF_REQUEST: Final = ("@method", "@authority", "@path", "content-digest")
OF_ANSWER: Final = ("@status", "content-digest", '"signature";req')
LONGEST_ON_THE_WAY: Final = timedelta(minutes=2)
CLOCKS_APART: Final = timedelta(minutes=1)
"""By so much the clocks of two offices may differ."""
BYTES_OF_A_NONCE: Final = 18


class SignatureWrong(NotAllowed):
    """A message is not signed by the one it says, was changed, is too old, or has come before."""

    code = "exchange.signature_wrong"
    sentence = "签名不符、已过期或者不是约定的一方所签。"


class Replayed(SignatureWrong):
    """The same signed request came before."""

    code = "exchange.replayed"
    sentence = "这个请求以前已经收到过。"


class KeyUnreadable(Refused):
    """A file is not an Ed25519 public key."""

    code = "exchange.key_unreadable"
    sentence = "公钥文件读不出来：应是 Ed25519 公钥，PEM 格式。"


@dataclass
class Signed:
    """A request or an answer as the signatures see it; an answer has its status and the request it answers."""

    method: str = ""
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class SignedAnswer:
    """An answer, with the request it answers."""

    status_code: int
    request: Any
    headers: dict[str, str] = field(default_factory=dict[str, str])


class _Keys(HTTPSignatureKeyResolver):
    def __init__(
        self, *, own: Ed25519PrivateKey | None = None, known: Mapping[str, Ed25519PublicKey] | None = None
    ) -> None:
        self.own, self.known = own, known or {}

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:  # noqa: ARG002 - there is one
        assert self.own is not None  # noqa: S101 - only the signer asks
        return self.own

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return self.known[key_id]


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = CLOCKS_APART


class Nonces:
    """The words used once that came lately, so that a request that was overheard cannot be sent again."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, nonce: str) -> None:
        """Note a word. Raises Replayed when it came before."""
        now = time.monotonic()
        with self._lock:
            self._until = {word: until for word, until in self._until.items() if until > now}
            if nonce in self._until:
                raise Replayed
            self._until[nonce] = now + (LONGEST_ON_THE_WAY + 2 * CLOCKS_APART).total_seconds()


def key_id(key: Ed25519PublicKey) -> str:
    """Return what a key is called by: the head of its digest."""
    return hashlib.sha256(raw(key)).hexdigest()[:16]


def raw(key: Ed25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def pem(key: Ed25519PublicKey) -> str:
    """Write a public key as it is handed over."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_pem(content: bytes) -> Ed25519PublicKey:
    """Read a public key that was handed over. Raises KeyUnreadable."""
    try:
        key = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        raise KeyUnreadable from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnreadable
    return key


def sign_request(request: Signed, body: bytes, *, by: Ed25519PrivateKey) -> None:
    """Add the digest of the body and the signature to the headers of a request."""
    _sign(request, body, by, REQUEST_TAG, OF_REQUEST)


def sign_answer(answer: SignedAnswer, body: bytes, *, by: Ed25519PrivateKey) -> None:
    """Add the digest of the body and the signature to the headers of an answer."""
    _sign(answer, body, by, ANSWER_TAG, OF_ANSWER)


def _sign(message: Any, body: bytes, by: Ed25519PrivateKey, tag: str, covered: tuple[str, ...]) -> None:
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Keys(own=by))
    signer.sign(
        message, key_id=key_id(by.public_key()), nonce=secrets.token_urlsafe(BYTES_OF_A_NONCE), tag=tag, body=body,
        covered_component_ids=covered,
    )  # fmt: skip


def require_request(request: Any, body: bytes, *, callers: Mapping[str, Ed25519PublicKey], nonces: Nonces) -> str:
    """Return the id of the key that signed a request. Raises SignatureWrong, Replayed."""
    found = _verified(request, body, callers, REQUEST_TAG, OF_REQUEST)
    if not found.nonce:
        raise SignatureWrong
    nonces.take(found.nonce)
    return str(found.parameters["keyid"])


def require_answer(answer: Any, body: bytes, *, holder: Ed25519PublicKey) -> None:
    """Hold an answer against the key of the one who was asked. Raises SignatureWrong."""
    _verified(answer, body, {key_id(holder): holder}, ANSWER_TAG, OF_ANSWER)


def _verified(
    message: Any, body: bytes, known: Mapping[str, Ed25519PublicKey], tag: str, covered: tuple[str, ...]
) -> Any:
    verifier = _Verifier(signature_algorithm=ED25519, key_resolver=_Keys(known=known))
    try:
        found = verifier.verify(
            message, max_age=LONGEST_ON_THE_WAY, expect_tag=tag, require_components=covered, body=body
        )
    except InvalidSignature:
        raise SignatureWrong from None
    if len(found) != 1:
        raise SignatureWrong
    return found[0]
