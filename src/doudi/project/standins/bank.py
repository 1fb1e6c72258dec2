"""A bank that pays every line of a file and says so, in the format csv-utf8 of 代发."""

from __future__ import annotations

PAID = "00"


def receipt(sent: bytes) -> bytes:
    """Return the receipt 回盘文件 of a bank that paid each line of the file it was sent."""
    total, _, *lines = sent.decode().split("\r\n")
    fields = [line.split(",") for line in lines if line]
    paid = [f"{reference},{fen},{PAID}," for reference, _, _, _, fen, *_ in fields]
    return "".join(f"{row}\r\n" for row in (total, "明细号,金额（分）,结果,原因", *paid)).encode()
