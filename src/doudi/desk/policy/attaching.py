"""The file of a document between the pages of a form: kept when it comes, then named by a token only we can make.

The vault is one for everything; without the signature whoever fills in a form could name a paper of a family.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from django.core import signing
from django.http import HttpRequest

from doudi.documents.media import MOST_BYTES, FileTooLarge
from doudi.kernel.errors import Refused
from doudi.standards.drafts import Paper
from doudi.standards.papers import keep_paper

FILE, KEPT = "file", "kept"
SALT: Final = "doudi.desk.standard-document"
A_NIGHT: Final = 12 * 3600
"""No longer than the vault keeps what no row names."""


class PaperForgotten(Refused):
    """The token is not ours, of another account, or too old."""

    code = "desk.paper_forgotten"
    sentence = "刚才上传的文件已经过期，请重新选择文件。"


def received(request: HttpRequest, account: int) -> Paper | None:
    """Return the file that came with a form now, or with the page before.

    Raises FileEmpty, FileTooLarge, FileUnreadable, PaperForgotten."""
    sent = request.FILES.get(FILE)
    if sent is None:
        token = request.POST.get(KEPT, "")
        return _remembered(token, account) if token else None
    if sent.size is not None and sent.size > MOST_BYTES:
        size = f"{sent.size / 1024**2:.1f} MB"
        raise FileTooLarge(name=sent.name, most=f"{MOST_BYTES // 1024**2} MB", size=size)
    return keep_paper(sent.read(), name=sent.name or "")


def token_of(paper: Paper, account: int) -> str:
    """Name a file on the next page, for this account alone."""
    return signing.dumps([account, asdict(paper)], salt=SALT)


def _remembered(token: str, account: int) -> Paper:
    try:
        whose, told = signing.loads(token, salt=SALT, max_age=A_NIGHT)
    except signing.BadSignature:
        raise PaperForgotten from None
    if whose != account:
        raise PaperForgotten
    return Paper(**told)
