"""How a source is reached: known without loading what talks to it."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Way:
    """How a source is reached: its address, its public key, and how long one attempt may take."""

    url: str
    holder: Ed25519PublicKey
    seconds: float
