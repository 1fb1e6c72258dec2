"""Hand in a paper, and look at one."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.documents import vault
from doudi.documents.media import prepare
from doudi.intake.models import Application, Document, FamilyMember
from doudi.intake.papers import papers
from doudi.intake.state import account_of, locked, require_hand, require_open
from doudi.kernel.errors import NotKnown, Refused

LONGEST_TITLE = 200


class PaperUnknown(Refused):
    """There is no such kind of paper."""

    code = "intake.paper_unknown"
    sentence = "没有“{kind}”这种材料，可选：{kinds}。"


class NotAMember(Refused):
    """The paper is said to be of somebody who is not in this family."""

    code = "intake.not_a_member"
    sentence = "材料所属的人不是这份申请的家庭成员。"


class NoSuchDocument(NotKnown):
    """There is none, or none that the actor may see."""

    code = "intake.no_such_document"
    sentence = "没有这份材料，或者不在您的查看范围内。"


@transaction.atomic
def add_document(
    *, application: Application, kind: str, content: bytes, title: str, by: Officer | Account, on: date,
    member: FamilyMember | None = None,
) -> Document:  # fmt: skip
    """Add a paper or photo 上传材料; the same one handed in again is the same one.

    Raises NoSuchApplication, AlreadyWithdrawn, AlreadyClosed, NotYours, MayNot, PaperUnknown, NotAMember, FileEmpty,
    FileTooLarge, FileUnreadable.
    """
    found = locked(application)
    require_open(found)
    require_hand(by, found, act=Act.REGISTER, on=on)
    paper = papers().kinds.get(kind)
    if paper is None:
        raise PaperUnknown(kind=kind, kinds="、".join(each.label for each in papers().kinds.values()))
    if member is not None and member.application_id != found.pk:
        raise NotAMember
    prepared = prepare(content, name=title, keeps_evidence=paper.keeps_evidence)
    digest = vault.keep(prepared.content)
    document, is_new = Document.objects.get_or_create(
        application=found, member=member, kind=kind, digest=digest,
        defaults={
            "title": title[:LONGEST_TITLE], "media_type": prepared.media_type, "bytes": len(prepared.content),
            "evidence": prepared.evidence, "uploaded_by": account_of(by), "uploaded_on": on,
        },
    )  # fmt: skip
    if is_new:
        record("intake.document_added", on=on, subject=document, place=found.place, details={"kind": kind})
    return document


@transaction.atomic
def read_document(*, document: int, purpose: str, on: date) -> tuple[Document, bytes]:
    """Return a paper and its content 查看材料; leaves an event that says what for.

    Raises NoSuchDocument, ContentMissing, KeyMissing, Tampered.
    """
    found = Document.objects.select_related("application", "member").filter(pk=document).first()
    if found is None:
        raise NoSuchDocument
    content = vault.fetch(found.digest)
    seen = [found.member.person_id] if found.member and found.member.person_id else []
    record("intake.document_seen", on=on, subject=found, place=found.application.place, purpose=purpose, persons=seen)
    return found, content
