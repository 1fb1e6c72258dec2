"""`python -m doudi.standin FD SEED CALLER…`: the stand-in on a socket that is handed over, for a demonstration.

A caller is the public key of who may ask, in hexadecimal digits."""

from __future__ import annotations

import socket
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from doudi.exchange.signatures import key_id
from doudi.standin.department import Department
from doudi.standin.server import Service

if __name__ == "__main__":
    handle, seed, *callers = sys.argv[1:]
    known = [Ed25519PublicKey.from_public_bytes(bytes.fromhex(each)) for each in callers]
    department = Department(seed=int(seed), callers={key_id(each): each for each in known})
    Service(department, socket.socket(fileno=int(handle))).serve()
