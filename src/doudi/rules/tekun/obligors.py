"""Without anybody who must and can support 法定义务人: each limb of article 8 is a rule about one supporter."""

from __future__ import annotations

from doudi.policy.entities import member, obligor
from doudi.policy.rules import all_of, either, every, rule
from doudi.policy.types import Count, FenYear, Years
from doudi.rules.vocabulary import Aid, Disability, Incapacity

RULES_OF_2016 = "minfa-2016-178"
LAW = "minfa-2021-43"
BEFORE_2016 = ("guoling-456#6", "guoling-649#14")
NOBODY_ABLE = (*BEFORE_2016, RULES_OF_2016, f"{LAW}#4.3")


@rule(obligor, "义务人是特困人员", cites=(RULES_OF_2016, f"{LAW}#8.1"), shows="{obligor_aid}")
def obligor_is_tekun(obligor_aid: Aid) -> bool:
    """Is on tekun."""
    return obligor_aid == Aid.TEKUN


@rule(obligor, "义务人是低保对象", cites=(RULES_OF_2016, f"{LAW}#8.2"), shows="{obligor_aid}")
def obligor_is_on_dibao(obligor_aid: Aid) -> bool:
    """Is on dibao."""
    return obligor_aid == Aid.DIBAO


@rule(
    obligor,
    "义务人达到低保对象的年龄界限",
    cites=(RULES_OF_2016, f"{LAW}#8.2"),
    shows="{obligor_age}，界限为 {tekun_obligor_dibao_age}",
)
def obligor_is_elderly(obligor_age: Years, tekun_obligor_dibao_age: Years) -> bool:
    """Of sixty or more."""
    return obligor_age >= tekun_obligor_dibao_age


@rule(obligor, "义务人达到高龄界限", cites=f"{LAW}#8.3", shows="{obligor_age}，界限为 {tekun_obligor_old_age}")
def obligor_is_old(obligor_age: Years, tekun_obligor_old_age: Years) -> bool:
    """Of seventy or more."""
    return obligor_age >= tekun_obligor_old_age


@rule(
    obligor, "义务人收入低于当地人均可支配收入", cites=f"{LAW}#8.3",
    shows="{obligor_income} < {local_disposable_income}",
)  # fmt: skip
def obligor_has_little_income(obligor_income: FenYear, local_disposable_income: FenYear) -> bool:
    """Own income below last year's local figure; local we read as the applicant's place and register."""
    return obligor_income < local_disposable_income


@rule(obligor, "义务人重度残疾", cites=f"{LAW}#8.4", shows="{obligor_disability}残疾 {obligor_disability_grade} 级")
def obligor_is_severely_disabled(
    obligor_disability: Disability, obligor_disability_grade: Count, disability_severe_grade: Count,
    tekun_obligor_mind_grade: Count,
) -> bool:  # fmt: skip
    """Severe of any kind, or intellectual or mental down to grade three."""
    of_mind = obligor_disability == Disability.INTELLECTUAL or obligor_disability == Disability.MENTAL  # noqa: PLR1714
    limit = max(disability_severe_grade, tekun_obligor_mind_grade) if of_mind else disability_severe_grade
    return obligor_disability != Disability.NONE and 1 <= obligor_disability_grade <= limit


@rule(
    obligor,
    "义务人重度残疾",
    name="obligor_is_severely_disabled",
    cites=RULES_OF_2016,
    shows="{obligor_disability}残疾 {obligor_disability_grade} 级",
)
def obligor_is_severely_disabled_2016(
    obligor_disability: Disability, obligor_disability_grade: Count, disability_severe_grade: Count
) -> bool:
    """Severe of any kind; known at second hand."""
    return obligor_disability != Disability.NONE and 1 <= obligor_disability_grade <= disability_severe_grade


@rule(obligor, "义务人无民事行为能力、失踪或者服刑", cites=(RULES_OF_2016, f"{LAW}#8.5"), shows="{obligor_incapacity}")
def obligor_is_incapable(obligor_incapacity: Incapacity) -> bool:
    """Without civil capacity, declared missing, or in prison."""
    return obligor_incapacity != Incapacity.NONE


is_elderly_dibao_obligor = every(
    "is_elderly_dibao_obligor", obligor, ("obligor_is_on_dibao", "obligor_is_elderly"),
    label="60周岁以上的低保对象", cites=f"{LAW}#8.2",
)  # fmt: skip
is_old_poor_obligor = every(
    "is_old_poor_obligor", obligor, ("obligor_is_old", "obligor_has_little_income", "obligor_has_little_property"),
    label="70周岁以上、收入财产低的老年人", cites=f"{LAW}#8.3",
)  # fmt: skip
is_disabled_poor_obligor = every(
    "is_disabled_poor_obligor", obligor,
    ("obligor_is_severely_disabled", "obligor_has_little_income", "obligor_has_little_property"),
    label="收入财产低的重度残疾人", cites=f"{LAW}#8.4",
)  # fmt: skip
is_incapable_obligor = every(
    "is_incapable_obligor", obligor, ("obligor_is_incapable", "obligor_has_little_property"),
    label="无行为能力、失踪或者服刑且财产低", cites=(RULES_OF_2016, f"{LAW}#8.5"),
)  # fmt: skip
obligor_is_old_or_disabled = either(
    "obligor_is_old_or_disabled", obligor, ("obligor_is_elderly", "obligor_is_severely_disabled"),
    label="60周岁以上或者重度残疾", cites=RULES_OF_2016,
)  # fmt: skip
is_weak_dibao_obligor = every(
    "is_weak_dibao_obligor", obligor,
    ("obligor_is_on_dibao", "obligor_is_old_or_disabled", "obligor_has_little_property"),
    label="60周岁以上或者重度残疾的低保对象", cites=RULES_OF_2016,
)  # fmt: skip

# Limb 6, what a province adds, has no value in any pack we have; such a supporter is not yet computed.
obligor_is_unable = either(
    "obligor_is_unable", obligor,
    (
        "obligor_is_tekun", "is_elderly_dibao_obligor", "is_old_poor_obligor", "is_disabled_poor_obligor",
        "is_incapable_obligor",
    ),
    label="义务人无履行义务能力", cites=f"{LAW}#8",
)  # fmt: skip
obligor_is_unable_2016 = either(
    "obligor_is_unable", obligor, ("obligor_is_tekun", "is_weak_dibao_obligor", "is_incapable_obligor"),
    label="义务人无履行义务能力", cites=RULES_OF_2016,
)  # fmt: skip
obligor_is_unable_2006 = either(
    "obligor_is_unable", obligor, ("obligor_found_unable",),
    label="义务人没有供养能力", cites=BEFORE_2016, until="2016-10-10",
)  # fmt: skip

all_obligors_unable = all_of(
    "all_obligors_unable", member, of="obligor_is_unable",
    label="没有义务人，或者义务人都没有能力", cites=NOBODY_ABLE,
)  # fmt: skip

# Members of one family owe each other support (minfa-2021-57#7 lists them by that duty), so an adult member who can
# work is a supporter who can; nobody needs to list obligors for a child of able parents.
lacks_able_obligor = every(
    "lacks_able_obligor", member, ("has_no_able_member", "all_obligors_unable"),
    label="没有能履行义务的法定义务人", cites=NOBODY_ABLE,
)  # fmt: skip
