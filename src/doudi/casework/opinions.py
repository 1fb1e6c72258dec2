"""What an opinion may rest on: a determination of this case that bears what is recommended."""

from __future__ import annotations

from datetime import date

from doudi.casework.models import Case
from doudi.casework.steps import Recommends
from doudi.determination.models import Determination, Result
from doudi.determination.queries import has_lost_somebody
from doudi.kernel.errors import NotNow, Refused


class OfAnotherCase(Refused):
    """The determination is of another application, programme or member."""

    code = "casework.of_another_case"
    sentence = "这份测算不是办件 {number} 的。"


class StillUndetermined(NotNow):
    """Something is unknown: it can become neither a grant nor a refusal."""

    code = "casework.still_undetermined"
    sentence = "测算结果是“还不能判断”，要先补齐所问的情况，不能提出意见。"


class NotBorne(Refused):
    """The determination says the contrary of what is recommended."""

    code = "casework.not_borne"
    sentence = "测算结果是“{status}”，不能“{recommends}”。"


class FamilyChanged(NotNow):
    """Somebody of the family has died since it was determined: nothing rests on that determination any more."""

    code = "casework.family_changed"
    sentence = "测算以后有家庭成员去世，原来的测算和意见不再成立，须按现在的家庭重新测算，再提出意见。"


BORNE_BY = {Recommends.GRANT: Result.ELIGIBLE, Recommends.REFUSE: Result.INELIGIBLE}


def require_about(case: Case, determination: Determination) -> None:
    """Refuse a determination of something else. Raises OfAnotherCase."""
    about = (determination.application_id, determination.programme, determination.member_id)
    if about != (case.application_id, case.programme, case.member_id):
        raise OfAnotherCase(number=case.number)


def require_borne(case: Case, determination: Determination, recommends: Recommends) -> None:
    """Refuse a recommendation that the determination does not bear.

    Raises OfAnotherCase, StillUndetermined, NotBorne.
    """
    require_about(case, determination)
    unknown = determination.status == Result.ELIGIBLE and determination.amount_fen is None
    if determination.status == Result.UNDETERMINED or (unknown and recommends == Recommends.GRANT):
        raise StillUndetermined
    if BORNE_BY.get(recommends) != determination.status:
        raise NotBorne(status=Result(determination.status).label, recommends=Recommends(recommends).label)


def require_living(determination: Determination, *, on: date) -> None:
    """Refuse what was determined of a family that is no longer the same. Raises FamilyChanged."""
    if has_lost_somebody(determination, on=on):
        raise FamilyChanged
