"""Senior, vocational and higher schooling: grants by tier, fees waived, loans, the way to university.

Grants have two or three tiers, which the school puts a pupil into and the province gives figures. Until a pupil has
been graded the national average is shown as an estimate; a place that gives the highest tier by law needs no grading.
"""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import choose, either, every, negation, rule
from doudi.policy.types import Count, FenYear
from doudi.rules.education.words import GrantTier, VocationalMajor
from doudi.rules.vocabulary import Schooling

AID = "guoling-649#33"
GIVEN = "guoling-649#34"


@rule(member, "在读高中、中职、大学", cites="guofa-2005-43", shows="{schooling}", until="2014-05-01")
def is_beyond_compulsory(schooling: Schooling) -> bool:
    """In any school after the compulsory ones."""
    return schooling != Schooling.NONE and schooling != Schooling.COMPULSORY  # noqa: PLR1714 a rule has no sets


is_beyond_compulsory_here = every(
    "is_beyond_compulsory_here", member, ("is_beyond_compulsory", "education_beyond_established"),
    label="非义务教育阶段学生，当地有救助", cites="guofa-2005-43", until="2014-05-01",
)  # fmt: skip

senior_grant_by_tier = choose(
    "senior_grant_by_tier", member, by="grant_tier",
    cases={
        GrantTier.NONE: "education_senior_grant_average", GrantTier.FIRST: "education_senior_grant_first",
        GrantTier.SECOND: "education_senior_grant_second", GrantTier.THIRD: "education_senior_grant_third",
    },
    label="按档次的普通高中助学金", cites=GIVEN,
)  # fmt: skip
senior_grant = choose(
    "senior_grant", member, by="education_highest_tier",
    cases={True: "education_senior_grant_first", False: "senior_grant_by_tier"},
    label="普通高中国家助学金", cites=GIVEN,
)  # fmt: skip
higher_grant_by_tier = choose(
    "higher_grant_by_tier", member, by="grant_tier",
    cases={
        GrantTier.NONE: "education_higher_grant_average", GrantTier.FIRST: "education_higher_grant_first",
        GrantTier.SECOND: "education_higher_grant_second", GrantTier.THIRD: "education_higher_grant_third",
    },
    label="按档次的本专科助学金", cites=GIVEN,
)  # fmt: skip
higher_grant = choose(
    "higher_grant", member, by="education_highest_tier",
    cases={True: "education_higher_grant_first", False: "higher_grant_by_tier"},
    label="本专科国家助学金", cites=GIVEN,
)  # fmt: skip


@rule(
    member, "在资助的年级以内", cites="caijiao-2012-376",
    shows="{school_year} 年级，到 {education_vocational_grant_years} 年级",
)  # fmt: skip
def is_in_vocational_grant_years(school_year: Count, education_vocational_grant_years: Count) -> bool:
    """The first two years, since 2025 also the third."""
    return school_year <= education_vocational_grant_years


is_rural_pupil_of_poor_area = every(
    "is_rural_pupil_of_poor_area", member, ("education_vocational_all_rural", "is_rural"),
    label="原集中连片特困地区的农村学生", cites="caijiao-2012-376",
)  # fmt: skip
gets_vocational_grant = either(
    "gets_vocational_grant", member, ("is_aided_pupil", "is_farming_pupil", "is_rural_pupil_of_poor_area"),
    label="符合中职助学金条件", cites="caijiao-2012-376", since="2014-05-01",
)  # fmt: skip
gets_vocational_waiver = either(
    "gets_vocational_waiver", member, ("is_rural", "is_farming_pupil", "is_aided_pupil"),
    label="农村学生、涉农专业学生或者家庭经济困难学生", cites="caijiao-2012-376", since="2014-05-01",
)  # fmt: skip
vocational_waiver = choose(
    "vocational_waiver", member, by="vocational_major",
    cases={
        VocationalMajor.ORDINARY: "education_vocational_fee_ordinary",
        VocationalMajor.FARMING: "education_vocational_fee_farming",
        VocationalMajor.MEDICAL: "education_vocational_fee_medical",
        VocationalMajor.ARTS: "education_vocational_fee_arts",
        VocationalMajor.OPERA: "education_vocational_fee_opera",
    },
    label="免学费（按专业）", cites="caijiao-2012-376",
)  # fmt: skip

student_loan_limit = choose(
    "student_loan_limit", member, by="is_postgraduate",
    cases={True: "education_loan_postgraduate", False: "education_loan_undergraduate"},
    label="助学贷款每年最高额", cites=GIVEN,
)  # fmt: skip
is_freshman_here = every(
    "is_freshman_here", member, ("is_freshman", "is_in_undergraduate", "education_travel_established"),
    label="大学新生，当地有入学路费资助", cites=AID,
)  # fmt: skip
freshman_travel = choose(
    "freshman_travel", member, by="leaves_province",
    cases={True: "education_travel_outside", False: "education_travel_inside"},
    label="新生入学路费", cites=GIVEN,
)  # fmt: skip
is_not_higher_vocational = negation(
    "is_not_higher_vocational", member, of="in_higher_vocational", label="读本科", cites=AID
)
is_bachelor_freshman_here = every(
    "is_bachelor_freshman_here", member,
    ("is_freshman", "is_in_undergraduate", "is_not_higher_vocational", "education_freshman_established"),
    label="本科新生，当地有新生资助", cites=AID,
)  # fmt: skip
is_higher_vocational_student_here = every(
    "is_higher_vocational_student_here", member,
    ("in_higher_vocational", "is_in_undergraduate", "education_higher_vocational_established"),
    label="高职学生，当地有高职免学费、书本费", cites=AID,
)  # fmt: skip
studies_in_province = negation("studies_in_province", member, of="leaves_province", label="在省内上学", cites=AID)


@rule(
    member, "高职免学费和书本费", cites=GIVEN,
    shows="{education_higher_vocational_fee} + {education_higher_vocational_books}",
)  # fmt: skip
def higher_vocational_waiver(
    education_higher_vocational_fee: FenYear, education_higher_vocational_books: FenYear
) -> FenYear:
    """Tuition and books together."""
    return education_higher_vocational_fee + education_higher_vocational_books
