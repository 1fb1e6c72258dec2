"""Low-fee or free places in care homes for elderly and disabled people of poor families (Datonghu 六).

The text says 抵偿或无偿, which we read as 低偿 (low-fee). Low-income families are the margin and
rigid-expenditure ones; places go to tekun persons first, who have theirs by right and so are not meant here.
"""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import either, every, negation

LAW = "datonghu-2021-30#6"

concerns_care_home = every(
    "concerns_care_home", member, ("care_home_established", "wants_care_home"),
    label="当地有低偿或者无偿托养，本人愿意", cites=LAW,
)  # fmt: skip
is_elderly_or_disabled = either(
    "is_elderly_or_disabled", member, ("is_elderly", "has_disability"), label="老年人或者残疾人", cites=LAW
)
is_in_care_home_scope = either(
    "is_in_care_home_scope", member, ("is_dibao_person", "is_margin_person", "is_rigid_person", "was_registered_poor"),
    label="低保、低收入家庭或者建档立卡户的成员", cites=LAW,
)  # fmt: skip
is_without_tekun_place = negation(
    "is_without_tekun_place", member, of="is_tekun_receiver", label="不是特困供养人员", cites=LAW
)
