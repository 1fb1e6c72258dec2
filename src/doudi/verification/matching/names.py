"""Names of a whole column, written alike: width, spaces, traditional and variant characters, "·" and its lookalikes.

`registry.names.folded` says what alike means, for one name; here a table of it goes over all characters of a column at
once. A name with anything the table cannot say of one character alone (Latin letters, marks that combine) goes through
`folded` itself. So 阿卜杜拉·买买提, 阿卜杜拉.买买提 and 阿卜杜拉买买提 are one name, and 張偉 is 张伟.
"""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.registry.names import VARIANTS, folded

DROPPED: Final = 0
ODD: Final = 0xFFFFFFFF
_UNMET: Final = 0xFFFFFFFE
_PLANE: Final = 0x10000
_HAN: Final = range(0x4E00, 0xA000)
_HANGUL: Final = range(0xAC00, 0xD7A4)
_JAMO: Final = range(0x1100, 0x1200)
_SURROGATES: Final = range(0xD800, 0xE000)
_FAR_HAN: Final = ((0x20000, 0x2F800), (0x30000, 0x33480))
"""Ideographs past the first plane that are written in one way only; between the two are compatibility forms."""


def normalised(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return each name as it is compared, "" where there is none. Two names are one where these are equal."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    parts = [_part(pc.fill_null(pc.cast(chunk, pa.string()), "")) for chunk in chunks]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.string())


def codes(names: pa.Array) -> Any:
    """Return the characters of texts without null as one array, and where each text begins, the end included."""
    lengths = np.asarray(pc.utf8_length(names))
    offsets = np.frombuffer(names.buffers()[1], np.int32)[names.offset : names.offset + len(names) + 1]
    given = names.buffers()[2]
    data = given.to_pybytes()[offsets[0] : offsets[-1]] if given is not None else b""
    found = np.frombuffer(data.decode().encode("utf-32-le"), "<u4")
    return found, np.concatenate([[0], np.cumsum(lengths)])


def _part(names: pa.Array) -> pa.Array:
    if not len(names):
        return names
    given, starts = codes(names)
    plain = _plain(np.minimum(given, _PLANE))
    far = np.flatnonzero(given >= _PLANE)
    plain[far] = np.where(_is_far_han(given[far]), given[far], ODD)
    odd = np.flatnonzero(np.diff(np.concatenate([[0], np.cumsum(plain == ODD)])[starts]))
    plain[plain == ODD] = DROPPED
    return _with_odd(_written(plain, starts), names, odd)


def _is_far_han(given: Any) -> Any:
    return np.logical_or.reduce([(given >= first) & (given < end) for first, end in _FAR_HAN])


def _written(plain: Any, starts: Any) -> pa.Array:
    """Write characters as texts again, without those that are dropped."""
    sizes = (plain != DROPPED) * (1 + (plain >= 0x80) + (plain >= 0x800) + (plain >= _PLANE))  # noqa: PLR2004 - UTF-8
    ends = np.concatenate([[0], np.cumsum(sizes)])[starts].astype(np.int32)
    data = plain[plain != DROPPED].astype("<u4").tobytes().decode("utf-32-le").encode()
    return pa.Array.from_buffers(pa.string(), len(starts) - 1, [None, pa.py_buffer(ends), pa.py_buffer(data)])


def _with_odd(found: pa.Array, names: pa.Array, odd: Any) -> pa.Array:
    """Put in the rows that the table could not say; each way of writing one is folded once."""
    if not len(odd):
        return found
    ways = names.take(pa.array(odd)).dictionary_encode()
    alike = pa.array([folded(way) for way in ways.dictionary.to_pylist()], pa.string())
    mask = np.zeros(len(names), bool)
    mask[odd] = True
    return pc.replace_with_mask(found, pa.array(mask), alike.take(ways.indices))


def _plain(given: Any) -> Any:
    """Look characters up; those of the rarer scripts are learned when they are first met."""
    table = _table()
    found = table[given]
    new = np.unique(given[found == _UNMET])
    if len(new):
        table[new] = [_folded_alone(int(code)) for code in new]
        found = table[given]
    return found


@cache
def _table() -> Any:
    """Return for each character of the first plane what it is compared as: itself, another, DROPPED, or ODD."""
    table = np.full(_PLANE + 1, _UNMET, np.uint32)
    for simple in (_HAN, _HANGUL):
        table[simple.start : simple.stop] = np.arange(simple.start, simple.stop)
    for code, plain in VARIANTS.items():
        table[code] = ord(plain)
    table[_PLANE] = ODD
    return table


def _folded_alone(code: int) -> int:
    """Say what a character becomes wherever it stands; ODD where its neighbours matter."""
    if code in _SURROGATES or code in _JAMO:
        return ODD
    plain = folded(chr(code))
    if not plain and not unicodedata.category(chr(code)).startswith("M"):
        return DROPPED
    letters = plain.isascii() and plain.isalpha()
    return ODD if letters or len(plain) != 1 or _combines(chr(code)) or _combines(plain) else ord(plain)


def _combines(text: str) -> bool:
    """Marks join what stands before them; letters with case are folded together with their neighbours."""
    return any(unicodedata.category(each).startswith(("M", "Ll", "Lu", "Lt")) for each in text)
