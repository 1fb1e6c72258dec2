"""Dibao, margin, rigid expenditure, tekun as standings that special and urgent help goes by.

The texts give special help to "members of dibao families", meaning recognised ones (649#28, 33, 37, 42). Before
recognition a determination can only say what would follow from it. So a standing is had by whoever holds it, and by
whoever fulfils its conditions today; the explanation shows which of the two it was.
"""

from __future__ import annotations

from doudi.policy.entities import household, member
from doudi.policy.rules import either, every

DIBAO = ("guoling-271#2", "guoling-649#9")
SUPPORTED = ("guoling-456#6", "guoling-649#14")
MARGIN = "minfa-2021-57#8"
ALONE = ("minfa-2012-220#10", "minfa-2021-57#8")

is_dibao_household = either(
    "is_dibao_household", household, ("holds_dibao", "is_on_dibao"),
    label="低保家庭（已认定或者符合条件）", cites=DIBAO,
)  # fmt: skip
gets_single_dibao = every(
    "gets_single_dibao", member, ("may_apply_alone", "has_single_means", "is_poor_alone", "is_not_supported"),
    label="符合低保单人户条件", cites="minfa-2021-57#8",
)  # fmt: skip
gets_single_dibao_2012 = every(
    "gets_single_dibao", member, ("may_apply_alone", "is_poor_alone", "is_not_supported"),
    label="符合低保单人户条件", cites="minfa-2012-220#10",
)  # fmt: skip
is_in_dibao_household = every(
    "is_in_dibao_household", member, ("is_counted_member", "is_dibao_household"),
    label="低保家庭成员", cites=DIBAO,
)  # fmt: skip
is_dibao_person = either(
    "is_dibao_person", member, ("is_in_dibao_household", "gets_single_dibao"),
    label="低保对象", cites=ALONE,
)  # fmt: skip
is_dibao_person_1999 = either(
    "is_dibao_person", member, ("is_in_dibao_household",),
    label="低保对象", cites="guoling-271#2", until="2012-12-12",
)  # fmt: skip
is_tekun_receiver = either(
    "is_tekun_receiver", member, ("holds_tekun", "is_supported"),
    label="特困（五保）供养人员（已认定或者符合条件）", cites=SUPPORTED,
)  # fmt: skip
is_margin_family = either(
    "is_margin_family", household, ("holds_margin", "is_margin_household"),
    label="低保边缘家庭（已认定或者符合条件）", cites=MARGIN,
)  # fmt: skip
is_margin_person = every(
    "is_margin_person", member, ("is_counted_member", "is_margin_family"),
    label="低保边缘家庭成员", cites=MARGIN,
)  # fmt: skip
