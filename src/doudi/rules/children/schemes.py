"""Who belongs to which children's scheme, and how much it pays a month.

An orphan has lost both parents, or nobody can find them. In fact unsupported is a child of whom both parents, or the
one that is left, cannot bring it up. Our reading: a parent declared missing is gone, but not as an orphan's is.
The subsidy of an unsupported child tops up what it has from dibao and the living subsidy to the standard.
"""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import choose, either, every, negation, rule
from doudi.policy.types import FenMonth, Months
from doudi.rules.children.words import ChildPlacement, ParentState

ORPHAN = "guobanfa-2010-54"
UNSUPPORTED = "minfa-2019-62"
DIFFICULTY = "guofa-2016-36"
SINGLE_CHILDREN = "2021-07-01"
"""Until then only adults on a register of their own had dibao alone (minfa-2012-220#10)."""


@rule(member, "父母都去世或者查找不到", cites=ORPHAN, shows="父亲{father}，母亲{mother}")
def has_lost_both_parents(father: ParentState, mother: ParentState) -> bool:
    """Dead, or not to be found."""
    without_father = father == ParentState.DEAD or father == ParentState.UNTRACEABLE  # noqa: PLR1714 a rule has no sets
    without_mother = mother == ParentState.DEAD or mother == ParentState.UNTRACEABLE  # noqa: PLR1714 a rule has no sets
    return without_father and without_mother


meets_orphan_terms = either(
    "meets_orphan_terms", member, ("holds_orphan", "has_lost_both_parents"),
    label="孤儿（已认定或者父母都去世、查找不到）", cites=ORPHAN,
)  # fmt: skip


@rule(member, "父母有一方不在或者不能抚养", cites=ORPHAN, shows="父亲{father}，母亲{mother}")
def concerns_parents(father: ParentState, mother: ParentState) -> bool:
    """Whether anything was told of a parent at all."""
    return father != ParentState.ABLE or mother != ParentState.ABLE


is_told_of_as_child = either(
    "is_told_of_as_child", member, ("holds_orphan", "holds_unsupported_child", "concerns_parents"),
    label="父母有情形，或者已经认定", cites=ORPHAN,
)  # fmt: skip
concerns_child_scheme = every(
    "concerns_child_scheme", member, ("is_minor", "is_told_of_as_child"),
    label="未成年，父母有一方不在或者不能抚养", cites=ORPHAN,
)  # fmt: skip


@rule(member, "父亲不能抚养", cites=UNSUPPORTED, shows="{father}，{father_months}，满 {child_parent_months} 才算")
def is_father_unable(father: ParentState, father_months: Months, child_parent_months: Months) -> bool:
    """Gone, severely disabled, gravely ill; detained or out of contact for as many months as the text says."""
    if father == ParentState.DETAINED or father == ParentState.OUT_OF_CONTACT:  # noqa: PLR1714 a rule has no sets
        return father_months >= child_parent_months
    return father != ParentState.ABLE


@rule(member, "母亲不能抚养", cites=UNSUPPORTED, shows="{mother}，{mother_months}，满 {child_parent_months} 才算")
def is_mother_unable(mother: ParentState, mother_months: Months, child_parent_months: Months) -> bool:
    """Gone, severely disabled, gravely ill; detained or out of contact for as many months as the text says."""
    if mother == ParentState.DETAINED or mother == ParentState.OUT_OF_CONTACT:  # noqa: PLR1714 a rule has no sets
        return mother_months >= child_parent_months
    return mother != ParentState.ABLE


are_both_parents_unable = every(
    "are_both_parents_unable", member, ("is_father_unable", "is_mother_unable"),
    label="父母双方都不在或者不能抚养", cites=UNSUPPORTED,
)  # fmt: skip
meets_unsupported_terms = either(
    "meets_unsupported_terms", member, ("holds_unsupported_child", "are_both_parents_unable"),
    label="事实无人抚养（已认定或者父母双方都不能抚养）", cites=UNSUPPORTED,
)  # fmt: skip
is_no_orphan = negation("is_no_orphan", member, of="meets_orphan_terms", label="不是孤儿", cites=UNSUPPORTED)
is_not_unsupported = negation(
    "is_not_unsupported", member, of="meets_unsupported_terms", label="不是事实无人抚养儿童", cites=UNSUPPORTED
)

orphan_living = choose(
    "orphan_living", member, by="child_placement",
    cases={ChildPlacement.HOME: "child_orphan_home", ChildPlacement.INSTITUTION: "child_orphan_institution"},
    label="孤儿基本生活费", cites=ORPHAN,
)  # fmt: skip
unsupported_standard = choose(
    "unsupported_standard", member, by="child_placement",
    cases={
        ChildPlacement.HOME: "child_unsupported_home",
        ChildPlacement.INSTITUTION: "child_unsupported_institution",
    },
    label="事实无人抚养儿童基本生活补贴标准", cites=UNSUPPORTED,
)  # fmt: skip
child_dibao_drawn = choose(
    "child_dibao_drawn", member, by="is_in_dibao_household",
    cases={True: "dibao_amount_per_person", False: "single_dibao_drawn"},
    label="孩子应得的低保金", cites=UNSUPPORTED, since=SINGLE_CHILDREN,
)  # fmt: skip
single_dibao_drawn = choose(
    "single_dibao_drawn", member, by="gets_single_dibao", cases={True: "single_amount", False: 0},
    label="按单人户应得的低保金", cites=UNSUPPORTED, since=SINGLE_CHILDREN,
)  # fmt: skip
child_dibao_drawn_2020 = choose(
    "child_dibao_drawn", member, by="is_in_dibao_household",
    cases={True: "dibao_amount_per_person", False: 0},
    label="孩子应得的低保金", cites=UNSUPPORTED, until=SINGLE_CHILDREN,
)  # fmt: skip


@rule(member, "减：孩子应得的低保金", cites=UNSUPPORTED, shows="{child_dibao_drawn}")
def less_child_dibao(unsupported_standard: FenMonth, child_dibao_drawn: FenMonth) -> FenMonth:
    """What dibao already gives the child, as a row to be added; no more of it than the standard."""
    return 0 - min(child_dibao_drawn, unsupported_standard)


@rule(member, "减：困难残疾人生活补贴", cites=UNSUPPORTED, shows="{living_subsidy_drawn}")
def less_living_subsidy(
    unsupported_standard: FenMonth, less_child_dibao: FenMonth, living_subsidy_drawn: FenMonth
) -> FenMonth:
    """What the living subsidy already gives, as a row to be added; no more of it than dibao has left."""
    return 0 - min(living_subsidy_drawn, unsupported_standard + less_child_dibao)


@rule(
    member, "事实无人抚养儿童基本生活补贴", cites=UNSUPPORTED,
    shows="{unsupported_standard}、{less_child_dibao}、{less_living_subsidy} 相加",
)  # fmt: skip
def unsupported_top_up(
    unsupported_standard: FenMonth, less_child_dibao: FenMonth, less_living_subsidy: FenMonth
) -> FenMonth:
    """In full, or what lifts dibao and the disabled person's living subsidy to the standard."""
    return unsupported_standard + less_child_dibao + less_living_subsidy


concerns_child_in_difficulty = every(
    "concerns_child_in_difficulty", member, ("is_minor", "is_child_in_difficulty"),
    label="未成年，已认定困境儿童", cites=DIFFICULTY,
)  # fmt: skip
is_outside_other_schemes = every(
    "is_outside_other_schemes", member, ("is_no_orphan", "is_not_unsupported"),
    label="不是孤儿、事实无人抚养儿童", cites=UNSUPPORTED,
)  # fmt: skip
is_outside_other_schemes_2016 = every(
    "is_outside_other_schemes", member, ("is_not_an_orphan",),
    label="不是孤儿", cites=DIFFICULTY, until="2020-01-01",
)  # fmt: skip
is_not_an_orphan = negation("is_not_an_orphan", member, of="meets_orphan_terms", label="不是孤儿", cites=DIFFICULTY)
