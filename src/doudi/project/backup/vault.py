"""The keys of an installation under a passphrase: scrypt makes the key, AES-256-GCM seals the bytes.

A sealed box is one line of JSON (how it was sealed) and then the sealed bytes. The line is authenticated too, so
nobody can weaken the parameters of a box without it being noticed.
"""

from __future__ import annotations

import base64
import json
import secrets
from typing import TypedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from doudi.kernel.errors import Refused

SCRYPT_COST = 2**15
"""32 MiB and about a tenth of a second an attempt: a guess costs, a county's small server still manages."""
SCRYPT_BLOCK = 8
COST_LIMIT = 2**20
"""A box that asks for more is not ours: refuse it before it takes the machine's memory."""
KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12


class PassphraseWrong(Refused):
    """The box does not open: another passphrase, or bytes that are not what was sealed."""

    code = "backup.passphrase_wrong"
    sentence = "口令不对，备份中的密钥解不开；请用制作备份时的口令。"


class Sealing(TypedDict):
    """How a box was sealed: the line of JSON before the bytes."""

    cipher: str
    cost: int
    block: int
    salt: str
    nonce: str


def seal(content: bytes, *, passphrase: str) -> bytes:
    """Return `content` sealed under the passphrase, with fresh salt and nonce."""
    sealing = Sealing(
        cipher="scrypt+aes-256-gcm",
        cost=SCRYPT_COST,
        block=SCRYPT_BLOCK,
        salt=_text(secrets.token_bytes(SALT_BYTES)),
        nonce=_text(secrets.token_bytes(NONCE_BYTES)),
    )
    line = json.dumps(sealing).encode()
    sealed = AESGCM(_key(sealing, passphrase)).encrypt(_bytes(sealing["nonce"]), content, line)
    return line + b"\n" + sealed


def unseal(box: bytes, *, passphrase: str) -> bytes:
    """Return what was sealed. Raises PassphraseWrong."""
    line, _, sealed = box.partition(b"\n")
    try:
        sealing: Sealing = json.loads(line)
        if not 1 < sealing["cost"] <= COST_LIMIT or sealing["block"] != SCRYPT_BLOCK:
            raise PassphraseWrong
        return AESGCM(_key(sealing, passphrase)).decrypt(_bytes(sealing["nonce"]), sealed, line)
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise PassphraseWrong from error


def _key(sealing: Sealing, passphrase: str) -> bytes:
    scrypt = Scrypt(salt=_bytes(sealing["salt"]), length=KEY_BYTES, n=sealing["cost"], r=sealing["block"], p=1)
    return scrypt.derive(passphrase.encode())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
