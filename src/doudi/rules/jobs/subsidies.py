"""Money for work: social insurance and posts, for three years or until one retires."""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded
from doudi.policy.entities import member
from doudi.policy.rules import choose, either, rule
from doudi.policy.types import Count, FenMonth, Months

HOW = "jiuye-buzhu"

pays_insurance = either(
    "pays_insurance", member, ("flexible_work", "is_hired"), label="灵活就业或者被单位招用，缴社会保险费", cites=HOW
)


@rule(member, "首次享受时离退休不足规定月数", cites=HOW, shows="{months_to_retirement} < {jobs_near_retirement_months}")
def was_near_retirement(months_to_retirement: Months, jobs_near_retirement_months: Months) -> bool:
    """Less than five years off, when it first began."""
    return months_to_retirement < jobs_near_retirement_months


@rule(member, "社会保险补贴期未满", cites=HOW, shows="{subsidy_months} < {jobs_subsidy_months}")
def has_insurance_months_left(subsidy_months: Months, jobs_subsidy_months: Months) -> bool:
    """Less than three years drawn."""
    return subsidy_months < jobs_subsidy_months


@rule(member, "公益性岗位期未满", cites=HOW, shows="{post_months} < {jobs_subsidy_months}")
def has_post_months_left(post_months: Months, jobs_subsidy_months: Months) -> bool:
    """Less than three years on the post."""
    return post_months < jobs_subsidy_months


may_draw_insurance = either(
    "may_draw_insurance", member, ("has_insurance_months_left", "was_near_retirement"),
    label="补贴期未满，或者可以享受到退休", cites=HOW,
)  # fmt: skip
may_stay_on_post = either(
    "may_stay_on_post", member, ("has_post_months_left", "was_near_retirement"),
    label="岗位期未满，或者可以到退休", cites=HOW,
)  # fmt: skip


@rule(member, "安置次数未满", cites=HOW, shows="以前 {posts_before} 次，最多 {jobs_post_most} 次")
def has_posts_left(posts_before: Count, jobs_post_most: Count) -> bool:
    """The present placement is one more."""
    return posts_before < jobs_post_most


seeks_or_has_post = either(
    "seeks_or_has_post", member, ("is_jobless", "in_public_post"), label="没有工作，或者在公益性岗位", cites=HOW
)


@rule(
    member, "灵活就业社会保险补贴", cites=HOW,
    shows="{flexible_payment} × {jobs_insurance_parts} ÷ {jobs_insurance_of}",
)  # fmt: skip
def flexible_subsidy(flexible_payment: FenMonth, jobs_insurance_parts: Count, jobs_insurance_of: Count) -> FenMonth:
    """Two thirds of what is paid, which a share in basis points would miss by cents."""
    return rounded(flexible_payment * jobs_insurance_parts, jobs_insurance_of, Rounding.HALF_UP_TO_FEN)


insurance_subsidy = choose(
    "insurance_subsidy", member, by="flexible_work", cases={True: "flexible_subsidy", False: "employer_payment"},
    label="每月社会保险补贴", cites=HOW,
)  # fmt: skip
