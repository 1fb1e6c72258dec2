"""The file of the document that sets a value: kept in the vault, shown to who signs, its digest in the record."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Final

from django.db import transaction

from doudi.audit.services.record import record
from doudi.documents import vault
from doudi.documents.media import prepare
from doudi.kernel.errors import NotKnown
from doudi.standards.drafts import Paper
from doudi.standards.models import Proposal

LONGEST_NAME: Final = 200


class NoPaper(NotKnown):
    """The proposal came without a file."""

    code = "standards.no_paper"
    sentence = "第 {number} 号没有上传文件原文。"


def keep_paper(content: bytes, *, name: str) -> Paper:
    """Keep a file, a PDF as it is and a picture drawn anew. Raises FileEmpty, FileTooLarge, FileUnreadable."""
    prepared = prepare(content, name=name, keeps_evidence=False)
    return Paper(
        digest=vault.keep(prepared.content), sha256=sha256(prepared.content).hexdigest(),
        media_type=prepared.media_type, name=name[:LONGEST_NAME], size=len(prepared.content),
    )  # fmt: skip


def paper_of(proposal: Proposal) -> Paper | None:
    """Return the file that was handed in with a proposal."""
    if not proposal.file_digest:
        return None
    return Paper(proposal.file_digest, proposal.file_sha256, proposal.file_type, proposal.file_name, proposal.file_size)


@transaction.atomic
def read_paper(*, proposal: Proposal, on: date) -> tuple[Paper, bytes]:
    """Return the file and its content; that it was opened leaves an event, so that it shows who signs unseen.

    Raises NoPaper, ContentMissing, KeyMissing, Tampered."""
    paper = paper_of(proposal)
    if paper is None:
        raise NoPaper(number=proposal.pk)
    content = vault.fetch(paper.digest)
    record("standards.document_seen", on=on, subject=proposal, place=proposal.place, details={"sha256": paper.sha256})
    return paper, content
