"""Looks at what was uploaded: by its first bytes, never by its name. Photos are made smaller and drawn anew.

A photo of a survey or a notice keeps when and where it was taken as evidence, beside the picture.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from doudi.kernel.errors import Refused

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 100_000_000
LONGEST_SIDE: Final = 2400
JPEG_QUALITY: Final = 85
EVIDENCE: Final = ("DateTimeOriginal", "DateTime", "OffsetTimeOriginal", "Make", "Model")
HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc")

register_heif_opener()


class FileUnreadable(Refused):
    """The content is none of the kinds that are taken, whatever the name says."""

    code = "documents.file_unreadable"
    sentence = "文件“{name}”不能接收：内容不是 JPG、PNG、HEIC 图片或者 PDF。请重新拍照或者另存为 PDF 后上传。"


class FileTooLarge(Refused):
    """More bytes or more pixels than are taken."""

    code = "documents.file_too_large"
    sentence = "文件“{name}”太大：最大 {most}，这个是 {size}。"


class FileEmpty(Refused):
    """No bytes at all."""

    code = "documents.file_empty"
    sentence = "文件“{name}”是空的，请重新上传。"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is kept of an upload: its bytes, its type, and what the camera wrote."""

    content: bytes
    media_type: str
    evidence: dict[str, Any] = field(default_factory=dict[str, Any])


def prepare(content: bytes, *, name: str, keeps_evidence: bool) -> Prepared:
    """Return what is kept of an upload. Raises FileEmpty, FileTooLarge, FileUnreadable."""
    if not content:
        raise FileEmpty(name=name)
    if len(content) > MOST_BYTES:
        raise FileTooLarge(name=name, most=f"{MOST_BYTES // 1024**2} MB", size=f"{len(content) / 1024**2:.1f} MB")
    kind = sniff(content)
    if kind == "application/pdf":
        return Prepared(content, kind)
    if kind is None:
        raise FileUnreadable(name=name)
    return _picture(content, kind, name, keeps_evidence=keeps_evidence)


def sniff(content: bytes) -> str | None:
    """Tell the type by the first bytes, None where it is none that is taken."""
    return next((kind for kind, looks in SIGNS.items() if looks(content)), None)


SIGNS: Final[dict[str, Callable[[bytes], bool]]] = {
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/heic": lambda content: content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS,
    "application/pdf": lambda content: content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:],
}


def _picture(content: bytes, kind: str, name: str, *, keeps_evidence: bool) -> Prepared:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd in a photo is dropped with it
            with Image.open(io.BytesIO(content)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    size = f"{opened.width}×{opened.height} 像素"
                    raise FileTooLarge(name=name, most=f"{MOST_PIXELS // 10_000} 万像素", size=size)
                evidence = _evidence(opened) if keeps_evidence else {}
                return Prepared(*_redrawn(opened, kind), evidence)
    except Image.DecompressionBombError:
        raise FileTooLarge(name=name, most=f"{MOST_PIXELS // 10_000} 万像素", size="更大") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError):
        raise FileUnreadable(name=name) from None


def _redrawn(opened: Image.Image, kind: str) -> tuple[bytes, str]:
    """Draw the picture anew: upright, no larger than needed, without anything that was hidden in it."""
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if kind == "image/png":
        clean = Image.new(upright.mode, upright.size)
        if upright.palette is not None:
            clean.putpalette(upright.palette)
        clean.paste(upright)
        clean.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    clean = Image.new("RGB", upright.size)
    clean.paste(upright.convert("RGB"))
    clean.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue(), "image/jpeg"


def _evidence(opened: Image.Image) -> dict[str, Any]:
    """Return when and where a photo was taken, as the camera wrote it."""
    exif = opened.getexif()
    told = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    found: dict[str, Any] = {
        name: str(value).strip("\0 ") for tag, value in told.items() if (name := ExifTags.TAGS.get(tag)) in EVIDENCE
    }
    where = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if where:
        found["gps"] = {ExifTags.GPSTAGS.get(tag, str(tag)): _told(value) for tag, value in where.items()}
    return found


def _told(value: Any) -> Any:
    return [str(part) for part in value] if isinstance(value, tuple) else str(value)
