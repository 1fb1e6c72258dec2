"""Who is at which school, and whose pupils are helped: of dibao families and on tekun, and whom a place adds.

Art. 33 obliges in compulsory schooling ("give"), and leaves senior, vocational and higher schooling to what is "fit in
the circumstances"; standards are the province's (art. 35). So the grounds are the same, and what is given differs.
"""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import either, every, rule
from doudi.rules.education.words import VocationalMajor
from doudi.rules.vocabulary import Schooling

SCHOOLS = ("guofa-2005-43", "guoling-649#33")
AID = "guoling-649#33"
FOUR = "caijiao-2016-292"
WIDENED = "2021-07-01"


@rule(member, "在读义务教育", cites=SCHOOLS, shows="{schooling}")
def is_in_compulsory(schooling: Schooling) -> bool:
    """In primary or junior school."""
    return schooling == Schooling.COMPULSORY


@rule(member, "在读普通高中", cites=AID, shows="{schooling}")
def is_in_senior(schooling: Schooling) -> bool:
    """In senior school."""
    return schooling == Schooling.SENIOR


@rule(member, "在读中等职业学校", cites=AID, shows="{schooling}")
def is_in_vocational(schooling: Schooling) -> bool:
    """In a secondary vocational school."""
    return schooling == Schooling.VOCATIONAL


@rule(member, "在读全日制本科或专科", cites=AID, shows="{schooling}")
def is_in_undergraduate(schooling: Schooling) -> bool:
    """At a college or university, below a postgraduate degree."""
    return schooling == Schooling.UNDERGRADUATE


@rule(member, "在读研究生", cites=AID, shows="{schooling}")
def is_postgraduate(schooling: Schooling) -> bool:
    """Reading for a postgraduate degree."""
    return schooling == Schooling.POSTGRADUATE


is_in_higher = either(
    "is_in_higher", member, ("is_in_undergraduate", "is_postgraduate"), label="在读普通高等教育", cites=AID
)


@rule(member, "涉农专业", cites="caijiao-2012-376", shows="{vocational_major}")
def is_farming_pupil(vocational_major: VocationalMajor) -> bool:
    """Studies farming, which helps whatever the family has."""
    return vocational_major == VocationalMajor.FARMING


# Whom a place adds. "Children of families of the disabled in difficulty" are read as those of dibao, margin and hard-
# pressed families: no text says otherwise who is "in difficulty".
belongs_to_listed_group = either(
    "belongs_to_listed_group", member,
    (
        "is_margin_person", "is_rigid_person", "is_monitored", "holds_orphan", "holds_unsupported_child",
        "has_disability",
    ),
    label="属于当地增列的群体", cites=AID, since=WIDENED,
)  # fmt: skip
is_listed_pupil = every(
    "is_listed_pupil", member, ("education_widened", "belongs_to_listed_group"),
    label="当地增列的资助对象", cites=AID, since=WIDENED,
)  # fmt: skip
is_basic_pupil = either(
    "is_basic_pupil", member, ("is_dibao_person", "is_tekun_receiver"),
    label="低保家庭成员或者特困供养人员", cites=SCHOOLS,
)  # fmt: skip
is_aided_pupil = either(
    "is_aided_pupil", member, ("is_listed_pupil", "is_dibao_person", "is_tekun_receiver"),
    label="教育救助对象", cites=AID, since=WIDENED,
)  # fmt: skip
is_aided_pupil_2007 = either(
    "is_aided_pupil", member, ("is_basic_pupil",), label="教育救助对象", cites=SCHOOLS, until=WIDENED
)

# The four groups of pupils in difficulty 四类家庭经济困难学生: registered poor, disabled, rural dibao, rural tekun.
is_rural_basic_pupil = every(
    "is_rural_basic_pupil", member, ("is_rural", "is_basic_pupil"), label="农村低保、特困学生", cites=FOUR
)
is_poor_disabled_pupil = every(
    "is_poor_disabled_pupil", member, ("has_disability", "is_aided_pupil"),
    label="家庭经济困难的残疾学生", cites=FOUR,
)  # fmt: skip
is_of_four_groups = either(
    "is_of_four_groups", member, ("was_registered_poor", "is_rural_basic_pupil", "is_poor_disabled_pupil"),
    label="四类家庭经济困难学生", cites=FOUR,
)  # fmt: skip
# Datonghu remits the fees of "tekun pupils" 特困学生 whatever their register; of the four groups are rural ones only.
is_tekun_pupil_here = every(
    "is_tekun_pupil_here", member, ("education_senior_fee_of_tekun", "is_tekun_receiver"),
    label="当地列入的特困供养学生", cites=AID,
)  # fmt: skip
gets_senior_waiver = either(
    "gets_senior_waiver", member, ("is_of_four_groups", "is_tekun_pupil_here"),
    label="免普通高中学杂费", cites=(FOUR, AID),
)  # fmt: skip
is_disabled_child = every("is_disabled_child", member, ("has_disability", "is_minor"), label="残疾未成年人", cites=AID)
