"""Encrypted values and blind indexes: what a database or its backup shows to whoever has no key.

    token = seal("370102…", "registry.identifier")      # AES-256-GCM, b"1:" + key number, nonce, text, tag
    open_sealed(token, "registry.identifier")
    blind_index("resident", "370102…")                  # HMAC-SHA256, equal for equal values, of a key of its own

The context is bound to the text: a value moved to another column does not open. Data keys are numbered; the newest
seals, all of them open, so that keys can be changed while people work (`doudi keys rotate`): a process that meets a
number it does not know looks into the folder of keys again.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from doudi.kernel.errors import NotAllowed

NONCE: Final = 12
_NUMBER: Final = 4


class KeyMissing(NotAllowed):
    """The key a value was sealed with is not in this installation's `keys` folder."""

    code = "secrets.key_missing"
    sentence = "缺少第 {number} 号数据密钥，加密内容打不开；请把备份中的 keys 文件夹恢复原处。"


class Tampered(NotAllowed):
    """A sealed value was changed, or stands in a column it was not sealed for."""

    code = "secrets.tampered"
    sentence = "加密内容与密钥不符，可能被改动过；请联系管理员并保留现场。"


@dataclass(frozen=True)
class Keyring:
    """The data keys by number, and the key of the blind indexes."""

    data: dict[int, bytes]
    index: bytes

    @property
    def newest(self) -> int:
        """The number of the key that seals."""
        return max(self.data)


class NoKeys(NotAllowed):
    """There is no installation yet, so nothing may be encrypted: its key would be lost with the process."""

    code = "secrets.no_keys"
    sentence = "还没有建立数据密钥，不能保存个人信息；请先用 make run 或 doudi serve 启动一次。"


def keyring() -> Keyring:
    """Return the keys of this installation. Raises NoKeys."""
    keys: Keyring | None = settings.DOUDI_KEYRING
    if keys is None:
        raise NoKeys
    return keys


def data_key(number: int) -> bytes:
    """Return a data key by its number, also one that was made after this process began. Raises NoKeys, KeyMissing."""
    if number not in keyring().data:
        read_again()
    key = keyring().data.get(number)
    if key is None:
        raise KeyMissing(number=number)
    return key


def read_again() -> None:
    """Take over the keys as they are in the folder now; those of another installation are left alone."""
    fresh: Keyring | None = settings.DOUDI_READ_KEYS()
    if fresh is not None and fresh.index == keyring().index:
        settings.DOUDI_KEYRING = fresh


def seal(text: str, context: str) -> bytes:
    """Encrypt `text` for one column."""
    number = keyring().newest
    nonce = os.urandom(NONCE)
    sealed = AESGCM(keyring().data[number]).encrypt(nonce, text.encode(), context.encode())
    return number.to_bytes(_NUMBER) + nonce + sealed


def open_sealed(token: bytes, context: str) -> str:
    """Decrypt what `seal` made for the same column. Raises KeyMissing, Tampered."""
    number, nonce, sealed = int.from_bytes(token[:_NUMBER]), token[_NUMBER : _NUMBER + NONCE], token[_NUMBER + NONCE :]
    key = data_key(number)
    try:
        return AESGCM(key).decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag:
        raise Tampered from None


def blind_index(kind: str, text: str) -> str:
    """Return what equal values share: a unique column can refuse a second one without knowing the value."""
    return hmac.new(keyring().index, f"{kind}\0{text}".encode(), sha256).hexdigest()
