"""Hand in an application from a draft: with the mandate, the papers and the signatures that came with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from doudi.accounts.models import Account
from doudi.documents import vault
from doudi.intake.filing import Filing
from doudi.intake.models import Application, Draft, FamilyMember
from doudi.intake.services.add_document import add_document
from doudi.intake.services.grant_mandate import A_DAY, Principal, grant_mandate
from doudi.intake.services.save_draft import NoSuchDraft, discard_draft
from doudi.intake.services.submit import submit
from doudi.kernel.residentid import ResidentNumber
from doudi.kernel.spans import Span
from doudi.verification.services.sign_consent import Signature, sign_consent


@dataclass(frozen=True, slots=True)
class Helping:
    """For whom an account applies: the kind of help, the applicant, and the last day it may, which counts whole."""

    kind: str
    name: str
    number: ResidentNumber
    until: date


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that lies in the vault already; `member` is the id in the household file, empty for the household."""

    kind: str
    digest: str
    title: str
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Everything a draft hands in; `signatures` by the id of the member they are about."""

    filing: Filing
    helping: Helping | None = None
    papers: Sequence[Paper] = ()
    signatures: Sequence[tuple[str, Signature]] = ()


@transaction.atomic
def apply(*, handed: Handed, draft: int, by: Account, on: date) -> Application:
    """Hand in an application 提出申请 and throw its draft away: all of it or nothing.

    Sent twice it is the same one: the draft lets one through, the key finds it again. Raises NoSuchDraft and what
    `submit`, `grant_mandate`, `add_document` and `sign_consent` raise.
    """
    kept = Draft.objects.select_for_update().filter(pk=draft, account=by).first()
    before = Application.objects.filter(key=handed.filing.key, filed_by=by).first()
    if before is not None:
        return before
    if kept is None:
        raise NoSuchDraft
    application = submit(filing=_with_mandate(handed, by, on), by=by, on=on)
    members = {member.key: member for member in FamilyMember.objects.filter(application=application)}
    for paper in handed.papers:
        add_document(
            application=application, kind=paper.kind, content=vault.fetch(paper.digest), title=paper.title,
            member=members.get(paper.member), by=by, on=on,
        )  # fmt: skip
    for key, signature in handed.signatures:
        sign_consent(member=members[key], signature=signature, by=by, on=on)
    discard_draft(draft=draft, by=by)
    return application


def _with_mandate(handed: Handed, by: Account, on: date) -> Filing:
    helping = handed.helping
    if helping is None:
        return handed.filing
    principal = Principal(helping.name, helping.number, handed.filing.place)
    mandate = grant_mandate(
        helper=by, kind=helping.kind, principal=principal, span=Span(on, helping.until + A_DAY), on=on, by=by
    )
    return replace(handed.filing, mandate=mandate)
