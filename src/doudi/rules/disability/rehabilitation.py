"""Rehabilitation of disabled children 残疾儿童康复救助: from birth to six years; amount and list are the county's.

The families are those of dibao, of registered poverty, and wards; "other families in economic difficulty" are the
county's to name, and we count the standings that a place already recognises: monitored and margin families.
"""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import either, every, rule
from doudi.policy.types import Years

LAW = "guofa-2018-20"
MARGIN_SINCE = "2021-07-01"


@rule(member, "在康复救助的年龄以内", cites=LAW, shows="{age}，到 {disability_rehabilitation_last_age}")
def is_of_rehabilitation_age(age: Years, disability_rehabilitation_last_age: Years) -> bool:
    """Up to and with six years, or older where the place has widened it."""
    return age <= disability_rehabilitation_last_age


concerns_rehabilitation = every(
    "concerns_rehabilitation", member, ("is_minor", "needs_rehabilitation"),
    label="未成年人，需要康复", cites=LAW,
)  # fmt: skip
is_in_rehabilitation_scope = either(
    "is_in_rehabilitation_scope", member,
    ("is_dibao_person", "is_tekun_receiver", "is_recognised_child", "was_registered_poor", "is_monitored",
     "is_margin_person"),
    label="在康复救助的家庭范围内", cites=LAW, since=MARGIN_SINCE,
)  # fmt: skip
is_in_rehabilitation_scope_2018 = either(
    "is_in_rehabilitation_scope", member,
    ("is_dibao_person", "is_tekun_receiver", "is_recognised_child", "was_registered_poor", "is_monitored"),
    label="在康复救助的家庭范围内", cites=LAW, until=MARGIN_SINCE,
)  # fmt: skip
