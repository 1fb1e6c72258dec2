"""Give the first opinion on a case."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.advance import ObjectionOpen, to_next
from doudi.casework.models import Case, Opinion
from doudi.casework.opinions import require_borne, require_living
from doudi.casework.steps import AtLevel, Deed, Recommends
from doudi.determination.models import Determination
from doudi.kernel.errors import NotNow
from doudi.verification.queries import unsettled


class DifferencesUnsettled(NotNow):
    """What was declared and what was found differ, and nobody has said which counts."""

    code = "casework.differences_unsettled"
    sentence = "还有 {number} 项申报与核对、入户结果不一致没有认定，不能提出初审意见。"


@transaction.atomic
def give_opinion(
    *, case: Case, determination: Determination, recommends: Recommends, text: str, by: Officer, on: date
) -> Opinion:
    """Give the first opinion 初审意见 on a determination. minfa-2021-57#19, minfa-2021-43#13.

    Raises what `state.require` raises, ObjectionOpen, DifferencesUnsettled, what `require_borne` raises, FamilyChanged.
    """
    standing = state.require(case, Deed.GIVE_OPINION, by=by, on=on)
    if case.disputed:
        raise ObjectionOpen(number=case.number)
    differences = len(list(unsettled(case.application)))
    if differences:
        raise DifferencesUnsettled(number=differences)
    require_borne(case, determination, recommends)
    require_living(determination, on=on)
    opinion = Opinion.objects.create(
        case=case, determination=determination, recommends=recommends, at_level=AtLevel.TOWNSHIP, text=text, by=by,
        given_on=on,
    )  # fmt: skip
    before = case.step
    to_next(case, standing.rule, on=on)
    state.note(case, Deed.GIVE_OPINION, from_step=before, by=by, on=on, cites=standing.stage.cites)
    record("casework.opinion_given", on=on, subject=opinion, place=case.place)
    return opinion
