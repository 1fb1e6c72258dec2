"""The secret of the keyed tokens, of this installation. Needs no models."""

from __future__ import annotations

from hashlib import sha256

from doudi.accounts.secrets import keyring


def secret() -> bytes:
    """Return the secret of the tokens: made from the key of the blind indexes, which never changes. Raises NoKeys."""
    return sha256(b"doudi verification tokens\0" + keyring().index).digest()
