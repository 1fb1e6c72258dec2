"""Who is out of work and helped to find some: able members of dibao families, families where nobody works."""

from __future__ import annotations

from doudi.policy.entities import household, member
from doudi.policy.rules import any_of, count, either, every, negation, rule
from doudi.policy.types import Count, Months

WHO = "guoling-649#42"
JOBLESS = ("guofa-2005-36", WHO)
ZERO = "guoling-649#43"
ADDED = "2021-07-01"

is_work_able = every(
    "is_work_able", member, ("is_adult", "is_not_student", "has_labour", "is_family_member"),
    label="有劳动能力、不在读的成年家庭成员", cites=JOBLESS,
)  # fmt: skip
is_not_employed = negation("is_not_employed", member, of="is_employed", label="没有工作", cites=JOBLESS)
is_jobless = every(
    "is_jobless", member, ("is_work_able", "is_not_employed"), label="有劳动能力而没有工作", cites=JOBLESS
)
has_jobless_member = any_of(
    "has_jobless_member", household, of="is_jobless", label="家里有人有劳动能力而没有工作", cites=WHO
)

is_low_income_person = either(
    "is_low_income_person", member, ("is_margin_person", "is_rigid_person"),
    label="低保边缘家庭或者刚性支出困难家庭成员", cites=WHO, since=ADDED,
)  # fmt: skip
is_added_for_work = every(
    "is_added_for_work", member, ("jobs_widened", "is_low_income_person"),
    label="当地增列的就业救助对象", cites=WHO, since=ADDED,
)  # fmt: skip
is_helped_to_work = either(
    "is_helped_to_work", member, ("is_dibao_person", "is_added_for_work"),
    label="就业救助对象", cites=WHO, since=ADDED,
)  # fmt: skip
is_helped_to_work_2014 = either(
    "is_helped_to_work", member, ("is_dibao_person",), label="就业救助对象", cites=WHO, until=ADDED
)

seeks_training = every(
    "seeks_training", member, ("is_jobless", "wants_training"), label="没有工作，想参加培训", cites=WHO
)
seeks_startup = every("seeks_startup", member, ("is_work_able", "wants_startup"), label="想自主创业", cites=WHO)

is_employed_member = every(
    "is_employed_member", member, ("is_employed", "is_family_member"), label="有工作的家庭成员", cites=ZERO
)
employed_members = count(
    "employed_members", household, of="is_employed_member", label="家里有工作的人数", cites=ZERO
)  # fmt: skip


@rule(household, "有工作的人少于应当保证的人数", cites=ZERO, shows="{employed_members} 人 < {jobs_least_employed} 人")
def has_too_few_at_work(employed_members: Count, jobs_least_employed: Count) -> bool:
    """Nobody works, where one at least should."""
    return employed_members < jobs_least_employed


is_zero_employment_target = either(
    "is_zero_employment_target", household, ("is_dibao_household", "jobs_zero_any_family"),
    label="低保家庭，或者当地不限低保", cites=ZERO,
)  # fmt: skip
is_zero_employment_dibao = every(
    "is_zero_employment_dibao", household, ("is_dibao_household", "has_too_few_at_work"),
    label="零就业低保家庭", cites=ZERO,
)  # fmt: skip


@rule(
    member, "失业登记满规定月数", cites=WHO,
    shows="{months_unemployed} ≥ {jobs_hardship_months}",
)  # fmt: skip
def is_long_unemployed(is_registered_unemployed: bool, months_unemployed: Months, jobs_hardship_months: Months) -> bool:
    """Registered for a year and more."""
    return is_registered_unemployed and months_unemployed >= jobs_hardship_months


is_long_unemployed_on_dibao = every(
    "is_long_unemployed_on_dibao", member, ("is_dibao_person", "is_long_unemployed"),
    label="享受低保且长期失业登记", cites=WHO,
)  # fmt: skip
is_of_zero_employment_dibao = every(
    "is_of_zero_employment_dibao", member, ("is_dibao_person", "is_zero_employment_dibao"),
    label="零就业低保家庭成员", cites=WHO,
)  # fmt: skip
is_job_hardship_ground = either(
    "is_job_hardship_ground", member, ("is_of_zero_employment_dibao", "is_long_unemployed_on_dibao"),
    label="零就业低保家庭成员，或者享受低保且长期失业登记", cites=WHO,
)  # fmt: skip
is_found_in_job_hardship = every(
    "is_found_in_job_hardship", member, ("is_jobless", "is_job_hardship_ground"),
    label="符合就业困难人员条件", cites=WHO,
)  # fmt: skip
is_in_job_hardship = either(
    "is_in_job_hardship", member, ("holds_job_hardship", "is_found_in_job_hardship"),
    label="就业困难人员（已认定或者符合条件）", cites=WHO,
)  # fmt: skip
