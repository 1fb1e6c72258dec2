"""Keep what somebody has typed, so that they can go on another day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.accounts.models import Account
from doudi.intake.models import Draft
from doudi.kernel.errors import NotKnown, Refused

MOST_CHARACTERS = 200_000


class DraftTooLong(Refused):
    """More text than any application needs."""

    code = "intake.draft_too_long"
    sentence = "草稿太长（{length} 字，最多 {most} 字），没有保存。"


class NoSuchDraft(NotKnown):
    """There is none, or it is somebody else's."""

    code = "intake.no_such_draft"
    sentence = "没有这份草稿，可能已经提交或者删除。"


@transaction.atomic
def save_draft(*, content: Mapping[str, Any], step: str, by: Account, at: datetime, draft: int | None = None) -> Draft:
    """Keep a draft 保存草稿, or go on with one. Raises DraftTooLong, NoSuchDraft. Nothing is checked yet."""
    text = json.dumps(content, ensure_ascii=False)
    if len(text) > MOST_CHARACTERS:
        raise DraftTooLong(length=len(text), most=MOST_CHARACTERS)
    if draft is None:
        return Draft.objects.create(account=by, content=text, step=step, updated_at=at)
    Draft.objects.filter(pk=draft, account=by).update(content=text, step=step, updated_at=at)
    return _own(draft, by)


@transaction.atomic
def discard_draft(*, draft: int, by: Account) -> None:
    """Throw a draft away 删除草稿. Raises NoSuchDraft."""
    _own(draft, by).delete()


def content_of(draft: Draft) -> dict[str, Any]:
    """Return what a draft holds."""
    return json.loads(str(draft.content))


def _own(draft: int, by: Account) -> Draft:
    found = Draft.objects.filter(pk=draft, account=by).first()
    if found is None:
        raise NoSuchDraft
    return found
