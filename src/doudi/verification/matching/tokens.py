"""Keyed tokens instead of resident numbers: what a stored answer holds, and what rolls are joined by.

A token is the first half of the AES block of a key (`numbers`), under a secret of the deployment: without the secret
nobody can tell or try a number, with it equal numbers have equal tokens. AES of one block is a keyed permutation of 128
bits; each block is a number of its own, so nothing can repeat that chaining would hide. Half of it is kept, so two
numbers can share a token: for a given pair with odds of 1 : 2**64; among the numbers of 1,400,000,000 people a given
person shares one with anybody with odds of about 1 : 13,000,000,000. And a shared token accepts nobody by itself: the
name must be the same too (`exact`).
"""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from typing import Any, Final

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

NO_TOKEN: Final = 0
"""Of rows without a key."""
AT_ONCE: Final = 1 << 18
_DOMAIN: Final = int.from_bytes(b"resident", "little")
"""The other half of each block, so that nothing else under this secret ever makes the same one."""


def tokens(keys: Any, secret: bytes) -> Any:
    """Return int64 tokens of int64 keys; NO_TOKEN of negative keys. The secret has 16 or 32 bytes."""
    found = np.empty(len(keys), np.int64)
    encryptor = Cipher(AES(secret), ECB()).encryptor()  # noqa: S305 - each block stands alone, see the module
    for at in range(0, len(keys), AT_ONCE):
        part = keys[at : at + AT_ONCE]
        blocks = np.empty((len(part), 2), "<i8")
        blocks[:, 0], blocks[:, 1] = part, _DOMAIN
        sealed = np.frombuffer(encryptor.update(blocks.tobytes()), "<i8").reshape(-1, 2)
        found[at : at + AT_ONCE] = np.where(part < 0, NO_TOKEN, sealed[:, 0])
    return found
