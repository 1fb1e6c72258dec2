"""Who is a tekun person, who had the five guarantees, and who is therefore not counted for dibao.

Rural persons were under the five guarantees until the recognition rules of 2016-10-10: 649#14 covered everybody from
2014-05-01, but the places' texts of 2014 (Lüliang 2.2.2, Gansu 二（二）) kept rural wubao going until tekun rules came.
"""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import either, every, negation, rule
from doudi.rules.vocabulary import Absence

LAW = "minfa-2021-43"
WUBAO = "guoling-456#6"
UNTIL_2016 = "2016-10-10"


@rule(member, "没有服刑、没有被宣告失踪", cites=f"{LAW}#24", shows="{absence}")
def is_present(absence: Absence) -> bool:
    """Support ends for who is in prison or declared missing, so it does not begin either."""
    return absence != Absence.PRISON and absence != Absence.MISSING  # noqa: PLR1714 a rule has no sets


declined_child_scheme = negation(
    "declined_child_scheme", member, of="chose_child_scheme", label="没有选择儿童保障", cites=f"{LAW}#9"
)
is_outside_child_scheme = either(
    "is_outside_child_scheme", member, ("is_adult", "declined_child_scheme"),
    label="没有纳入孤儿、事实无人抚养儿童保障", cites=f"{LAW}#9",
)  # fmt: skip

is_tekun_person = every(
    "is_tekun_person", member,
    ("is_without_labour", "has_no_livelihood", "lacks_able_obligor", "is_present", "is_outside_child_scheme"),
    label="特困人员", cites=f"{LAW}#4",
)  # fmt: skip
is_tekun_person_2016 = every(
    "is_tekun_person", member, ("is_without_labour", "has_no_livelihood", "lacks_able_obligor"),
    label="特困人员", cites="minfa-2016-178",
)  # fmt: skip
is_tekun_person_2014 = every(
    "is_tekun_person", member, ("is_urban", "is_without_labour", "has_no_livelihood", "lacks_able_obligor"),
    label="特困人员", cites="guoling-649#14", until=UNTIL_2016,
)  # fmt: skip
is_wubao_person = every(
    "is_wubao_person", member, ("is_rural", "is_without_labour", "has_no_livelihood", "lacks_able_obligor"),
    label="农村五保供养对象", cites=WUBAO, until=UNTIL_2016,
)  # fmt: skip

is_supported = either(
    "is_supported", member, ("is_tekun_person",), label="特困供养", cites="guoling-649#15", since=UNTIL_2016
)
is_supported_2014 = either(
    "is_supported", member, ("is_tekun_person", "is_wubao_person"),
    label="特困或者五保供养", cites="guoling-649#15", until=UNTIL_2016,
)  # fmt: skip
is_supported_2006 = either(
    "is_supported", member, ("is_wubao_person",), label="五保供养", cites=WUBAO, until="2014-05-01"
)
is_not_supported = negation(
    "is_not_supported", member, of="is_supported", label="不是特困（五保）供养人员", cites=(WUBAO, "guoling-649#15")
)

# A child or an old person whose family has an able adult is not asked about tekun at all.
is_tekun_candidate = every(
    "is_tekun_candidate", member, ("is_without_labour", "has_no_able_member"),
    label="可能属于特困人员", cites="guoling-649#17", since=UNTIL_2016,
)  # fmt: skip
is_tekun_candidate_2014 = every(
    "is_tekun_candidate", member, ("is_urban", "is_without_labour", "has_no_able_member"),
    label="可能属于特困人员", cites="guoling-649#17", until=UNTIL_2016,
)  # fmt: skip
is_wubao_candidate = every(
    "is_wubao_candidate", member, ("is_rural", "is_without_labour", "has_no_able_member"),
    label="可能属于五保对象", cites="guoling-456#7", until=UNTIL_2016,
)  # fmt: skip
