"""Who counts: the family as each text had it, without those it leaves out and without those on tekun or wubao."""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import household, member
from doudi.policy.rules import any_of, count, either, every, negation, rule
from doudi.policy.types import Codes, Count
from doudi.rules.vocabulary import Absence, Relation

FAMILY = ("guoling-271#2", "minfa-2012-220#5", "minfa-2021-57#7")
FAMILY_SINCE_2012 = ("minfa-2012-220#5", "minfa-2021-57#7")
CHILD = ("guoling-271#2", "minfa-2012-220#5.2", "minfa-2021-57#7.2")
DEPENDENT = ("guoling-271#2", "minfa-2012-220#5.3", "minfa-2021-57#7.3")
SUPPORTERS = ("guoling-456#6", "guoling-649#14", "minfa-2021-43#4.3")

RULES_OF_2012 = "2012-12-12"


@rule(member, "申请人或配偶", cites=("guoling-271#2", "minfa-2012-220#5.1", "minfa-2021-57#7.1"), shows="{relation}")
def is_applicant_or_spouse(relation: Relation) -> bool:
    """The applicant, from whom relations are counted, and the spouse."""
    return relation == Relation.APPLICANT or relation == Relation.SPOUSE  # noqa: PLR1714 a rule has no sets


@rule(member, "子女", cites=CHILD, shows="{relation}")
def is_child(relation: Relation) -> bool:
    """A child of the applicant or the spouse, of any age."""
    return relation == Relation.CHILD


@rule(member, "父母", cites="minfa-2012-220#5.2", shows="{relation}")
def is_parent(relation: Relation) -> bool:
    """A parent of the applicant or the spouse."""
    return relation == Relation.PARENT


is_minor_child = every(
    "is_minor_child", member, ("is_child", "is_minor"),
    label="未成年子女", cites=CHILD,
)  # fmt: skip
cannot_be_independent = either(
    "cannot_be_independent", member, ("cannot_live_independently", "is_student_to_bachelor"),
    label="不能独立生活（含在读）", cites=DEPENDENT,
)  # fmt: skip
is_dependent_child = every(
    "is_dependent_child", member, ("is_child", "cannot_be_independent"),
    label="成年但不能独立生活的子女", cites=DEPENDENT,
)  # fmt: skip

# The regulation of 1999 says only "family members living together"; we read the later list, less its exclusions,
# back into it. In 2012 parents were named; in 2021 they come in by the last limb, if they live with the family.
CORE = ("is_applicant_or_spouse", "is_minor_child", "is_dependent_child")
belongs_to_family_1999 = either(
    "belongs_to_family", member, (*CORE, "lives_together"),
    label="共同生活", cites="guoling-271#2", until=RULES_OF_2012,
)  # fmt: skip
belongs_to_family_2012 = either(
    "belongs_to_family", member, (*CORE, "is_parent", "lives_together"),
    label="共同生活", cites="minfa-2012-220#5",
)  # fmt: skip
belongs_to_family = either(
    "belongs_to_family", member, (*CORE, "lives_together"),
    label="共同生活", cites="minfa-2021-57#7",
)  # fmt: skip


@rule(
    member, "脱离家庭的宗教教职人员", cites=FAMILY_SINCE_2012, shows="{clergy_years} 年，界限 {family_clergy_years} 年"
)
def is_long_absent_clergy(clergy_years: Count, family_clergy_years: Count) -> bool:
    """Clergy who have lived apart for the years the text says, that number included; nobody with no such years."""
    return clergy_years > 0 and clergy_years >= family_clergy_years


@rule(member, "属于不计入的情形", cites=FAMILY, shows="{absence}；不计入：{family_excluded_absences}")
def is_away(absence: Absence, family_excluded_absences: Codes) -> bool:
    """In prison, in compulsory rehabilitation, declared missing, or whom the province adds, such as conscripts."""
    return absence != Absence.NONE and contains(family_excluded_absences, absence)


is_left_out_1999 = either(
    "is_left_out", member, ("is_away",), label="不计入家庭成员", cites="guoling-271#2", until=RULES_OF_2012
)
is_left_out = either(
    "is_left_out", member, ("is_away", "is_long_absent_clergy"), label="不计入家庭成员", cites=FAMILY_SINCE_2012
)
is_not_left_out = negation(
    "is_not_left_out", member, of="is_left_out",
    label="不属于不计入的情形", cites=FAMILY,
)  # fmt: skip
is_family_member = every(
    "is_family_member", member, ("belongs_to_family", "is_not_left_out"),
    label="共同生活的家庭成员", cites=FAMILY,
    difference="按查到的情况（例如正在服刑、强制隔离戒毒，或者毕业离校后不再共同生活），这个人不算共同生活的家庭成员。",
    gone="登记的情况是这位家庭成员已经去世，不再计入家庭成员。",
)  # fmt: skip

# guoling-649#15 asks for tekun to be "joined up" with dibao, and no text we read says in so many words that a person
# has only one of them. Our reading: who is on tekun (before 2016, wubao) is fed by that, and is not counted here.
is_counted_member_1999 = every(
    "is_counted_member", member, ("is_family_member",),
    label="计入低保的家庭成员", cites="guoling-271#2", until="2006-03-01",
)  # fmt: skip
is_counted_member = every(
    "is_counted_member", member, ("is_family_member", "is_not_supported"),
    label="计入低保的家庭成员", cites=("guoling-456#6", "guoling-649#15"),
)  # fmt: skip

counted_members = count(
    "counted_members", household, of="is_counted_member", label="共同生活家庭成员人数", cites=FAMILY
)
family_members = count(
    "family_members", household, of="is_family_member", label="家庭成员人数（含特困）", cites=FAMILY_SINCE_2012
)


@rule(
    household,
    "有计入低保的成员",
    cites=("guoling-271#2", "minfa-2012-220#4", "guoling-649#9"),
    shows="{counted_members} 人",
)
def has_counted_members(counted_members: Count) -> bool:
    """Whether anybody is left to count: a family of tekun persons only is not a dibao family."""
    return counted_members > 0


is_not_student = negation(
    "is_not_student", member, of="is_student_to_bachelor",
    label="不在读", cites=SUPPORTERS,
)  # fmt: skip
is_able_supporter = every(
    "is_able_supporter", member, ("is_family_member", "is_adult", "is_not_student", "has_labour"),
    label="有劳动能力的成年家庭成员", cites=SUPPORTERS,
)  # fmt: skip
has_able_member = any_of(
    "has_able_member", household, of="is_able_supporter",
    label="家里有能供养的成员", cites=SUPPORTERS,
)  # fmt: skip
has_no_able_member = negation(
    "has_no_able_member", household, of="has_able_member",
    label="家里没有能供养的成员", cites=SUPPORTERS,
)  # fmt: skip
