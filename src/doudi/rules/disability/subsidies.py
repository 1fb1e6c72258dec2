"""The two subsidies of the State Council's opinion of 2015: for living 困难残疾人生活补贴, for care 重度残疾人护理补贴.

Both may be drawn together. A tekun person draws neither, for tekun carries living and care; who would be one and is
not yet has the choice, which the programmes record by what they exclude. A child on the full
subsidy of a child scheme draws no living subsidy; one that is only topped up has dibao, and draws it.
"""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, either, every, negation, rule
from doudi.policy.types import Codes, Count
from doudi.rules.vocabulary import AidClass, Disability, Register

LAW = "guofa-2015-52"
MARGIN_SINCE = "2021-07-01"

draws_living_by_margin = every(
    "draws_living_by_margin", member, ("disability_living_margin", "is_margin_person"),
    label="当地扩大到低保边缘家庭，本人在其中", cites=LAW, since=MARGIN_SINCE,
)  # fmt: skip
draws_living_by_margin_2016 = every(
    "draws_living_by_margin", member, ("disability_living_margin", "holds_margin"),
    label="当地扩大到低保边缘家庭，本人在其中", cites=LAW, until=MARGIN_SINCE,
)  # fmt: skip
is_in_living_scope = either(
    "is_in_living_scope", member, ("is_dibao_person", "draws_living_by_margin"),
    label="在生活补贴的家庭范围内", cites=LAW,
)  # fmt: skip
is_not_on_tekun = negation("is_not_on_tekun", member, of="holds_tekun", label="没有享受特困人员供养", cites=LAW)
is_outside_dibao = negation("is_outside_dibao", member, of="is_dibao_person", label="不是低保对象", cites=LAW)
is_on_full_child_subsidy = every(
    "is_on_full_child_subsidy", member, ("is_recognised_child", "is_outside_dibao"),
    label="全额领取儿童保障补贴的儿童", cites=LAW,
)  # fmt: skip
is_off_full_child_subsidy = negation(
    "is_off_full_child_subsidy", member, of="is_on_full_child_subsidy", label="没有全额领取儿童保障补贴", cites=LAW
)
gets_living_subsidy = every(
    "gets_living_subsidy", member,
    ("has_disability", "is_in_living_scope", "is_not_on_tekun", "is_off_full_child_subsidy"),
    label="享受困难残疾人生活补贴", cites=LAW,
)  # fmt: skip


@rule(household, "农村低保一、二类", cites=LAW, shows="{aid_class}")
def is_in_upper_classes(aid_class: AidClass) -> bool:
    """Classes that a place pays another living subsidy than the rest."""
    return aid_class <= AidClass.SECOND


is_upper_class_by_register = choose(
    "is_upper_class_by_register", household, by="register",
    cases={Register.URBAN: 0, Register.RURAL: "is_in_upper_classes"},
    label="农村低保一、二类", cites=LAW,
)  # fmt: skip
has_own_living_amount = every(
    "has_own_living_amount", household, ("disability_living_by_class", "is_upper_class_by_register"),
    label="当地对农村低保一、二类另定标准", cites=LAW,
)  # fmt: skip
living_amount_by_grade = choose(
    "living_amount_by_grade", member, by="has_severe_disability",
    cases={True: "disability_living_severe", False: "disability_living_other"},
    label="生活补贴标准（按残疾等级）", cites=LAW,
)  # fmt: skip
living_subsidy = choose(
    "living_subsidy", member, by="has_own_living_amount",
    cases={True: "disability_living_upper_class", False: "living_amount_by_grade"},
    label="困难残疾人生活补贴", cites=LAW,
)  # fmt: skip
living_subsidy_drawn = choose(
    "living_subsidy_drawn", member, by="gets_living_subsidy",
    cases={True: "living_subsidy", False: 0}, label="应领的困难残疾人生活补贴", cites=LAW,
)  # fmt: skip


@rule(member, "智力、精神残疾", cites=LAW, shows="{disability}")
def is_disabled_of_mind(disability: Disability) -> bool:
    """The kinds that a place may widen the care subsidy for."""
    return disability == Disability.INTELLECTUAL or disability == Disability.MENTAL  # noqa: PLR1714 a rule has no sets


@rule(member, "在当地扩大的等级以内", cites=LAW, shows="{disability_grade} 级，到 {disability_care_mind_grade} 级")
def is_within_mind_grade(disability_grade: Count, disability_care_mind_grade: Count) -> bool:
    """Down to the grade that the place has widened it to; unknown where its rule was not read."""
    return 1 <= disability_grade <= disability_care_mind_grade


is_in_widened_care_scope = every(
    "is_in_widened_care_scope", member, ("is_disabled_of_mind", "is_within_mind_grade"),
    label="当地扩大的智力、精神残疾", cites=LAW,
)  # fmt: skip
is_in_care_scope = either(
    "is_in_care_scope", member, ("has_severe_disability", "is_in_widened_care_scope"),
    label="护理补贴范围内的残疾", cites=LAW,
)  # fmt: skip


@rule(
    member, "护理补贴的高档", cites=LAW,
    shows="{disability}残疾 {disability_grade} 级；一级：{disability_care_upper_first}；"
    "二级：{disability_care_upper_second}",
)  # fmt: skip
def is_upper_care(
    disability: Disability, disability_grade: Count, disability_care_upper_first: Codes,
    disability_care_upper_second: Codes,
) -> bool:  # fmt: skip
    """Which kinds get the higher amount in grade one, and which still do below it; all others get the lower."""
    if disability_grade <= 1:
        return contains(disability_care_upper_first, disability)
    return contains(disability_care_upper_second, disability)


care_subsidy = choose(
    "care_subsidy", member, by="is_upper_care",
    cases={True: "disability_care_upper", False: "disability_care_lower"},
    label="重度残疾人护理补贴", cites=LAW,
)  # fmt: skip
