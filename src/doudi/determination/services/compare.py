"""Compare two determinations of one family: what moved the outcome from the earlier to the later."""

from __future__ import annotations

from typing import Any

from doudi.determination import freezing, lawtexts
from doudi.determination.anonymity import key_of
from doudi.determination.models import Determination
from doudi.kernel.divisions import county_of
from doudi.kernel.errors import Refused
from doudi.policy.moved import as_json
from doudi.policy.moving import Side, movement
from doudi.policy.snapshot import LawSnapshot


class NotComparable(Refused):
    """Two determinations are of different families, programmes or persons."""

    code = "determination.not_comparable"
    sentence = "测算 {earlier} 和测算 {later} 不是同一份申请、同一个项目、同一个人的，不能比较。"


def compare(*, earlier: Determination, later: Determination) -> dict[str, Any]:
    """Return what moved the outcome, as JSON has it; people go by the keys of the record. Raises NotComparable."""
    if _about(earlier) != _about(later):
        raise NotComparable(earlier=earlier.pk, later=later.pk)
    before = side_of(earlier)
    after = side_of(later, known=before.snapshot if later.law_id == earlier.law_id else None)
    key = key_of(later.member) if later.member else None
    found = movement(before, after, later.programme, key)
    if found is None:
        raise NotComparable(earlier=earlier.pk, later=later.pk)
    return as_json(found)


def side_of(determination: Determination, known: LawSnapshot | None = None) -> Side:
    """Return what a determination was made of; its law is made again unless it is at hand."""
    snapshot = known or lawtexts.law_of(determination.law)
    household = freezing.thaw(determination.inputs)
    return Side(snapshot, county_of(determination.place), determination.on, household)


def _about(determination: Determination) -> tuple[int, str, int | None]:
    return determination.application_id, determination.programme, determination.member_id
