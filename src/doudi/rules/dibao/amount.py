"""How much: the gap or the class, rounded as the place rounds; rows that add up, and the rounding a row of its own."""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, count, every, rule
from doudi.policy.types import BasisPoints, Count, FenMonth, FenYear
from doudi.rules.vocabulary import AidClass, AidMethod, Register, Stage

BEFORE_2014 = ("guoling-271#8", "minfa-2012-220#27")
BEFORE_2021 = (*BEFORE_2014, "guoling-649#12")
CITES = (*BEFORE_2021, "minfa-2021-57#23")
CLASSES = ("guofa-2007-19", "minfa-2021-57#23")
REFUSALS = ("guoling-649#45", "minfa-2021-57#34")

MEASURES_OF_2014 = "2014-05-01"
RULES_OF_2021 = "2021-07-01"

dibao_method = choose(
    "dibao_method", household, by="register",
    cases={Register.URBAN: "dibao_method_urban", Register.RURAL: "dibao_method_rural"},
    label="低保金计算办法", cites=CITES,
)  # fmt: skip
dibao_income = choose(
    "dibao_income", household, by="is_below_dibao_standard",
    cases={True: "family_income", False: "income_after_spending"},
    label="用于补差的家庭年收入", cites="guoling-649#12",
)  # fmt: skip
dibao_income_1999 = choose(
    "dibao_income", household, by="is_below_dibao_standard", cases={True: "family_income", False: 0},
    label="用于补差的家庭年收入", cites=BEFORE_2014, until=MEASURES_OF_2014,
)  # fmt: skip


@rule(household, "低保标准 × 共同生活人数", cites=CITES, shows="{dibao_standard} × {counted_members} 人 ÷ 12 个月")
def family_standard(dibao_standard: FenYear, counted_members: Count) -> FenMonth:
    """A month of the standard for everybody, shown to the fen."""
    return rounded(dibao_standard * counted_members, 12, Rounding.HALF_UP_TO_FEN)


@rule(household, "减：家庭月收入", cites=CITES, shows="{dibao_income} ÷ 12 个月")
def less_income(dibao_income: FenYear) -> FenMonth:
    """A month of the family's income, shown to the fen, as a row to be added."""
    return 0 - rounded(dibao_income, 12, Rounding.HALF_UP_TO_FEN)


@rule(household, "取整", cites=CITES, shows="{dibao_gap_rounding}，{dibao_gap_stage}")
def gap_rounding(
    dibao_standard: FenYear, counted_members: Count, dibao_income: FenYear, dibao_gap_stage: Stage,
    dibao_gap_rounding: Rounding, family_standard: FenMonth, less_income: FenMonth,
) -> FenMonth:  # fmt: skip
    """What rounding adds or takes, measured from the exact gap, so that no fen is rounded twice."""
    gap = max(0, dibao_standard * counted_members - dibao_income)
    if dibao_gap_stage == Stage.HEAD:
        exact = rounded(gap, 12 * counted_members, dibao_gap_rounding) * counted_members
    else:
        exact = rounded(gap, 12, dibao_gap_rounding)
    return exact - family_standard - less_income


@rule(
    household, "补足最低补助", cites="minfa-2021-57#23",
    shows="每人最低 {dibao_standard} × {dibao_minimum_share}，{counted_members} 人",
)  # fmt: skip
def minimum_top_up(
    dibao_standard: FenYear, counted_members: Count, dibao_minimum_share: BasisPoints, dibao_gap_rounding: Rounding,
    family_standard: FenMonth, less_income: FenMonth, gap_rounding: FenMonth,
) -> FenMonth:  # fmt: skip
    """What lifts a small gap to the least that some places pay; nil where the place has no such floor."""
    least = rounded(share(dibao_standard, dibao_minimum_share), 12, dibao_gap_rounding) * counted_members
    return max(0, least - family_standard - less_income - gap_rounding)


@rule(
    household, "家庭补差", cites="minfa-2021-57#23",
    shows="{family_standard}、{less_income}、{gap_rounding}、{minimum_top_up} 相加",
)  # fmt: skip
def gap_base(
    family_standard: FenMonth, less_income: FenMonth, gap_rounding: FenMonth, minimum_top_up: FenMonth
) -> FenMonth:
    """What lifts the family to the standard, and no less than the place pays at least."""
    return family_standard + less_income + gap_rounding + minimum_top_up


@rule(
    household, "家庭补差", name="gap_base", cites=BEFORE_2021, until=RULES_OF_2021,
    shows="{family_standard}、{less_income}、{gap_rounding} 相加",
)  # fmt: skip
def gap_base_1999(family_standard: FenMonth, less_income: FenMonth, gap_rounding: FenMonth) -> FenMonth:
    """What lifts the family to the standard, as until 2021. Without any livelihood (271#8.1) that is all of it."""
    return family_standard + less_income + gap_rounding


class_standard = choose(
    "class_standard", household, by="aid_class",
    cases={
        AidClass.FIRST: "dibao_class_first", AidClass.SECOND: "dibao_class_second",
        AidClass.THIRD: "dibao_class_third", AidClass.FOURTH: "dibao_class_fourth",
    },
    label="所属类别每人补助标准", cites=CLASSES, since="1999-10-01",
)  # fmt: skip


@rule(
    household, "分档补助", cites=CLASSES, since="1999-10-01",
    shows="{class_standard} ÷ 12 个月 × {counted_members} 人",
)  # fmt: skip
def class_base(class_standard: FenYear, counted_members: Count, dibao_gap_rounding: Rounding) -> FenMonth:
    """The class's amount for each head. Which class is the officers' finding; the gap then plays no part.

    Places had rural dibao, and classes, before the notice of 2007 that took them up.
    """
    return rounded(class_standard, 12, dibao_gap_rounding) * counted_members


full_base = choose(
    "full_base", household, by="dibao_method", cases={AidMethod.GAP: "gap_base", AidMethod.CLASS: "class_base"},
    label="按困难程度计算的低保金", cites=CITES,
)  # fmt: skip

startup_or_none = choose(
    "startup_or_none", household, by="is_in_startup_quarter", cases={True: "startup_base", False: 0},
    label="创业期内保留的低保金", cites="guoling-649#42",
)  # fmt: skip
continued_base = choose(
    "continued_base", household, by="is_in_withdrawal", cases={True: "withdrawal_base", False: "startup_or_none"},
    label="继续享受的低保金", cites="minfa-2021-57#33",
)  # fmt: skip
continued_base_2014 = choose(
    "continued_base", household, by="is_in_startup_quarter", cases={True: "startup_base", False: 0},
    label="继续享受的低保金", cites="guoling-649#42", until=RULES_OF_2021,
)  # fmt: skip
dibao_base = choose(
    "dibao_base", household, by="is_in_need", cases={True: "full_base", False: "continued_base"},
    label="基本救助金", cites="guoling-649#12",
)  # fmt: skip
dibao_base_1999 = choose(
    "dibao_base", household, by="is_in_need", cases={True: "full_base", False: 0},
    label="基本救助金", cites=BEFORE_2014, until=MEASURES_OF_2014,
)  # fmt: skip


@rule(member, "连续拒绝工作达到次数", cites=REFUSALS, shows="{refused_jobs} 次，界限 {dibao_refusals} 次")
def has_refused_enough(refused_jobs: Count, dibao_refusals: Count) -> bool:
    """Has without good reason refused suitable work so many times running."""
    return refused_jobs >= dibao_refusals


loses_own_share = every(
    "loses_own_share", member, ("is_counted_member", "has_refused_enough"),
    label="本人份额停发", cites=REFUSALS,
)  # fmt: skip
refusing_members = count(
    "refusing_members", household, of="loses_own_share", label="停发本人份额的人数", cites=REFUSALS
)


@rule(
    household, "减：拒绝就业成员的份额", cites=REFUSALS,
    shows="{dibao_base} ÷ {counted_members} 人 × {refusing_members} 人",
)  # fmt: skip
def less_refusals(
    dibao_base: FenMonth, refusing_members: Count, counted_members: Count, dibao_gap_rounding: Rounding
) -> FenMonth:
    """Takes out the refuser's own share, and nobody else's.

    The text says "reduce or stop"; we compute the stop. A mere reduction is a decision that an officer must give.
    """
    left = rounded(dibao_base * (counted_members - refusing_members), counted_members, dibao_gap_rounding)
    return min(0, left - dibao_base)


@rule(household, "每月救助金额", cites="guoling-649#12", shows="{dibao_base}、{less_refusals}、{dibao_supplement} 相加")
def dibao_amount(dibao_base: FenMonth, less_refusals: FenMonth, dibao_supplement: FenMonth) -> FenMonth:
    """What is paid each month to the whole family."""
    return max(0, dibao_base + less_refusals + dibao_supplement)


@rule(household, "每月救助金额", name="dibao_amount", cites=BEFORE_2014, until=MEASURES_OF_2014, shows="{dibao_base}")
def dibao_amount_1999(dibao_base: FenMonth) -> FenMonth:
    """What is paid each month to the whole family; no supplement had a figure, and no share was lost, before 2014."""
    return max(0, dibao_base)


@rule(household, "人均每月救助", cites=CITES, shows="{dibao_amount} ÷ {counted_members} 人")
def dibao_amount_per_person(dibao_amount: FenMonth, counted_members: Count) -> FenMonth:
    """For show; what is paid is the household's amount."""
    return rounded(dibao_amount, counted_members, Rounding.HALF_UP_TO_FEN)
