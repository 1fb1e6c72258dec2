"""Without labour ability 无劳动能力: the old, the young, and the disabled of certain kinds and grades."""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import member
from doudi.policy.rules import choose, either, every, negation, rule, state
from doudi.policy.types import Codes, Count, Years
from doudi.rules.vocabulary import Disability, Schooling

BEFORE_2016 = ("guoling-456#6", "guoling-649#14")
GRADES = ("minfa-2016-178", "minfa-2021-43#5.3")
KEEPING = ("minfa-2016-178", "minfa-2021-43#24")
RULES_OF_2016 = "2016-10-10"


@rule(member, "老年人", cites=(*BEFORE_2016, "minfa-2021-43#5.1"), shows="{age}，界限为 {tekun_elderly_age}")
def is_elderly(age: Years, tekun_elderly_age: Years) -> bool:
    """Of sixty or more. Before 2021 the texts say only "elderly"; we read the age of the law on the elderly."""
    return age >= tekun_elderly_age


@rule(
    member, "未满规定年龄的未成年人", cites=(*BEFORE_2016, "minfa-2021-43#5.2"), shows="{age}，未满 {tekun_minor_age}"
)
def is_under_minor_age(age: Years, tekun_minor_age: Years) -> bool:
    """Under sixteen, or eighteen where the place has extended it."""
    return age < tekun_minor_age


@rule(member, "未满可以继续供养的年龄", cites=KEEPING, shows="{age}，未满 {tekun_minor_keeps_until}")
def is_under_keeping_age(age: Years, tekun_minor_keeps_until: Years) -> bool:
    """Who was supported as a minor goes on to this age."""
    return age < tekun_minor_keeps_until


@rule(member, "在读可以继续供养的学校", cites=KEEPING, shows="{schooling}；可以继续：{tekun_keeping_schooling}")
def is_in_keeping_school(schooling: Schooling, tekun_keeping_schooling: Codes) -> bool:
    """Past that age, still in compulsory, senior or vocational school."""
    return schooling != Schooling.NONE and contains(tekun_keeping_schooling, schooling)


was_supported_as_minor = state(
    "was_supported_as_minor", member, of="is_supported_as_minor", start=0,
    label="上个月按未成年人供养", cites=KEEPING,
)  # fmt: skip
may_be_kept = either(
    "may_be_kept", member, ("is_under_keeping_age", "is_in_keeping_school"),
    label="可以继续供养", cites=KEEPING,
)  # fmt: skip
keeps_as_minor = every(
    "keeps_as_minor", member, ("was_supported_as_minor", "may_be_kept"),
    label="已供养的未成年人继续供养", cites=KEEPING,
)  # fmt: skip
is_young = either(
    "is_young", member, ("is_under_minor_age", "keeps_as_minor"),
    label="未成年人", cites=("minfa-2016-178", "minfa-2021-43#5.2"),
)  # fmt: skip
is_supported_as_minor = every(
    "is_supported_as_minor", member, ("is_young", "is_supported"),
    label="按未成年人供养", cites=KEEPING,
)  # fmt: skip

labour_grade = choose(
    "labour_grade", member, by="disability",
    cases={
        Disability.NONE: 0,
        Disability.VISUAL: "tekun_labour_grade_visual", Disability.HEARING: "tekun_labour_grade_hearing",
        Disability.SPEECH: "tekun_labour_grade_speech", Disability.LIMB: "tekun_labour_grade_limb",
        Disability.INTELLECTUAL: "tekun_labour_grade_intellectual", Disability.MENTAL: "tekun_labour_grade_mental",
    },
    label="该类残疾算无劳动能力的最末等级", cites=GRADES,
)  # fmt: skip


@rule(
    member, "残疾等级在无劳动能力范围内", cites=GRADES,
    shows="{disability}残疾 {disability_grade} 级，最末为 {labour_grade} 级",
)  # fmt: skip
def is_graded_without_labour(disability: Disability, disability_grade: Count, labour_grade: Count) -> bool:
    """Grade one is the gravest; nil as the last grade means that the kind does not count."""
    return disability != Disability.NONE and 1 <= disability_grade <= labour_grade


# Until 2016 the texts say "disabled" and "without labour ability" and give no grades: an assessment decides. Since
# 2021 a province may add to the grades, and does so by the same assessment.
is_assessed_without_labour = every(
    "is_assessed_without_labour", member, ("tekun_labour_assessed", "has_disability", "lost_labour"),
    label="经认定无劳动能力的残疾人", cites="minfa-2021-43#5.4",
)  # fmt: skip
is_assessed_without_labour_2006 = every(
    "is_assessed_without_labour", member, ("has_disability", "lost_labour"),
    label="经认定无劳动能力的残疾人", cites=BEFORE_2016, until=RULES_OF_2016,
)  # fmt: skip
is_without_labour = either(
    "is_without_labour", member,
    ("is_elderly", "is_young", "is_graded_without_labour", "is_assessed_without_labour"),
    label="无劳动能力", cites="minfa-2021-43#5",
)  # fmt: skip
is_without_labour_2016 = either(
    "is_without_labour", member, ("is_elderly", "is_young", "is_graded_without_labour"),
    label="无劳动能力", cites="minfa-2016-178",
)  # fmt: skip
is_without_labour_2006 = either(
    "is_without_labour", member, ("is_elderly", "is_under_minor_age", "is_assessed_without_labour"),
    label="无劳动能力", cites=BEFORE_2016, until=RULES_OF_2016,
)  # fmt: skip
has_labour = negation(
    "has_labour", member, of="is_without_labour", label="有劳动能力", cites=(*BEFORE_2016, "minfa-2021-43#5")
)
