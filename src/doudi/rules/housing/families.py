"""Whose homes are helped: dibao families and tekun at home, and whom a place adds; and who is short of room."""

from __future__ import annotations

from doudi.policy.entities import household, member
from doudi.policy.rules import any_of, count, either, every, negation, rule
from doudi.policy.types import Count
from doudi.rules.vocabulary import SupportMode

WHO = "guoling-649#37"
LOW_RENT = ("jianshebu-ling-120", "jianshebu-ling-162", WHO)
RENTAL = "zhujianbu-ling-11"
ADDED = "2021-07-01"


@rule(member, "分散供养", cites=WHO, shows="{tekun_mode}")
def is_supported_at_home(tekun_mode: SupportMode) -> bool:
    """Lives at home, not in an institution, which houses its own."""
    return tekun_mode == SupportMode.HOME


is_home_tekun = every(
    "is_home_tekun", member, ("is_tekun_receiver", "is_supported_at_home", "is_family_member"),
    label="分散供养的特困人员", cites=WHO,
)  # fmt: skip
has_home_tekun = any_of("has_home_tekun", household, of="is_home_tekun", label="家里有分散供养的特困人员", cites=WHO)

# Datonghu adds urban orphans and families of the disabled in difficulty; 649#37 leaves standards to the county (39).
is_orphan_member = every(
    "is_orphan_member", member, ("holds_orphan", "is_family_member"), label="家庭成员是孤儿", cites=WHO
)
has_orphan = any_of("has_orphan", household, of="is_orphan_member", label="家里有孤儿", cites=WHO)
is_added_orphan_family = every(
    "is_added_orphan_family", household, ("housing_orphans_included", "is_urban", "has_orphan"),
    label="当地增列：城镇孤儿", cites=WHO,
)  # fmt: skip
is_disabled_member = every(
    "is_disabled_member", member, ("has_disability", "is_family_member"), label="家庭成员有残疾证", cites=WHO
)
has_disabled_member = any_of(
    "has_disabled_member", household, of="is_disabled_member", label="家里有残疾人", cites=WHO
)  # fmt: skip
is_low_income_family = either(
    "is_low_income_family", household, ("is_margin_family", "is_rigid_family"),
    label="低保边缘家庭或者刚性支出困难家庭", cites=WHO, since=ADDED,
)  # fmt: skip
is_added_disabled_family = every(
    "is_added_disabled_family", household,
    ("housing_disabled_included", "has_disabled_member", "is_low_income_family"),
    label="当地增列：困难残疾人户", cites=WHO, since=ADDED,
)  # fmt: skip
is_added_margin_family = every(
    "is_added_margin_family", household, ("housing_margin_included", "is_margin_family"),
    label="当地增列：低保边缘家庭", cites=WHO, since=ADDED,
)  # fmt: skip
is_basic_housing_family = either(
    "is_basic_housing_family", household, ("is_dibao_household", "has_home_tekun"),
    label="低保家庭或者分散供养特困人员", cites=WHO,
)  # fmt: skip
is_housing_family = either(
    "is_housing_family", household,
    (
        "is_dibao_household", "is_added_orphan_family", "is_added_disabled_family", "is_added_margin_family",
        "has_home_tekun",
    ),
    label="住房救助对象", cites=WHO, since=ADDED,
)  # fmt: skip
is_housing_family_2014 = either(
    "is_housing_family", household, ("is_basic_housing_family",), label="住房救助对象", cites=WHO, until=ADDED
)

housing_members = count(
    "housing_members", household, of="is_family_member", label="家庭人数（含特困人员）", cites=LOW_RENT
)


@rule(
    household,
    "住房困难",
    cites=LOW_RENT,
    shows="{home_area} 平方米 < {housing_poor_area} 平方米 × {housing_members} 人",
)
def is_short_of_room(home_area: Count, housing_poor_area: Count, housing_members: Count) -> bool:
    """Own floor area below what the place counts as enough for each head."""
    return home_area < housing_poor_area * housing_members


@rule(
    household, "没有因购房应当退出", cites=RENTAL + "#31", shows="{bought_home}；购房即退出：{housing_exit_on_purchase}"
)
def need_not_leave(bought_home: bool, housing_exit_on_purchase: bool) -> bool:
    """Nationally one leaves when the home bought ends the need; Lüliang asks it of whoever buys at all."""
    return not (bought_home and housing_exit_on_purchase)


keeps_to_terms = negation(
    "keeps_to_terms", household, of="misuses_home", label="没有出租、转借、闲置", cites=RENTAL + "#27"
)
has_no_public_home = negation(
    "has_no_public_home", household, of="in_public_housing", label="没有住公租房、廉租房", cites=LOW_RENT
)
is_low_rent_place = every(
    "is_low_rent_place", household, ("is_urban", "housing_low_rent_established"),
    label="城镇家庭，当地有廉租住房", cites=LOW_RENT,
)  # fmt: skip
