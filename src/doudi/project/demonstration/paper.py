"""Made-up papers: a small picture that says what it stands for and that it is an example."""

from __future__ import annotations

import io
from hashlib import sha256

from PIL import Image

SIDE = 64


def a_photo(label: str) -> bytes:
    """Return a picture in a colour of its own, so that two papers are two files."""
    red, green, blue = sha256(label.encode()).digest()[:3]
    buffer = io.BytesIO()
    Image.new("RGB", (SIDE, SIDE), (red, green, blue)).save(buffer, "JPEG")
    return buffer.getvalue()
