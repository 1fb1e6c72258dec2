"""Kindergarten and compulsory schooling: fees and books free, boarders' living, meals, teaching at home."""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import choose, either, every, rule
from doudi.policy.types import Years

AID = "guoling-649#33"
TWO_FREE = ("guofa-2005-43", "guofa-2015-67")
ONE_FOR_ALL = "2017-03-01"
DAY_PUPILS = "living-2019"
WIDENED = "2021-07-01"


@rule(
    member, "学前教育年龄", cites=AID, shows="{age}，{education_preschool_least_age} 至 {education_preschool_most_age}"
)
def is_of_preschool_age(age: Years, education_preschool_least_age: Years, education_preschool_most_age: Years) -> bool:
    """Both ages included."""
    return education_preschool_least_age <= age <= education_preschool_most_age


is_universal_preschool_child = every(
    "is_universal_preschool_child", member, ("education_preschool_universal", "is_of_preschool_age"),
    label="当地对全体适龄儿童免保教费", cites=AID,
)  # fmt: skip
gets_preschool_aid = either(
    "gets_preschool_aid", member, ("is_universal_preschool_child", "is_aided_pupil"),
    label="符合学前教育资助条件", cites=AID,
)  # fmt: skip
is_kindergarten_child_here = every(
    "is_kindergarten_child_here", member, ("in_kindergarten", "education_preschool_established"),
    label="在园儿童，当地有学前教育资助", cites=AID,
)  # fmt: skip

gets_free_books = either(
    "gets_free_books", member, ("in_rural_school", "is_aided_pupil"),
    label="农村学校学生，或者城市家庭经济困难学生", cites=TWO_FREE, until=ONE_FOR_ALL,
)  # fmt: skip
free_books = choose(
    "free_books", member, by="in_junior",
    cases={True: "education_textbook_junior", False: "education_textbook_primary"},
    label="免费教科书（折合）", cites=TWO_FREE,
)  # fmt: skip

is_aided_boarder = every(
    "is_aided_boarder", member, ("boards", "is_aided_pupil"),
    label="家庭经济困难寄宿生", cites="guofa-2015-67",
)  # fmt: skip
is_aided_boarder_2007 = every(
    "is_aided_boarder", member, ("boards", "in_rural_school", "is_aided_pupil"),
    label="农村家庭经济困难寄宿生", cites="guofa-2005-43", until=ONE_FOR_ALL,
)  # fmt: skip
is_aided_day_pupil = either(
    "is_aided_day_pupil", member, ("is_of_four_groups", "is_listed_pupil"),
    label="非寄宿的家庭经济困难学生", cites=DAY_PUPILS, since=WIDENED,
)  # fmt: skip
is_aided_day_pupil_2019 = either(
    "is_aided_day_pupil", member, ("is_of_four_groups",),
    label="非寄宿的四类家庭经济困难学生", cites=DAY_PUPILS, until=WIDENED,
)  # fmt: skip
gets_living_aid = either(
    "gets_living_aid", member, ("is_aided_boarder", "is_aided_day_pupil"),
    label="符合生活补助条件", cites=DAY_PUPILS,
)  # fmt: skip
boarder_living = choose(
    "boarder_living", member, by="in_junior",
    cases={True: "education_living_boarder_junior", False: "education_living_boarder_primary"},
    label="寄宿生生活补助", cites=TWO_FREE,
)  # fmt: skip
day_living = choose(
    "day_living", member, by="in_junior",
    cases={True: "education_living_day_junior", False: "education_living_day_primary"},
    label="非寄宿生生活补助", cites=DAY_PUPILS,
)  # fmt: skip
living_aid = choose(
    "living_aid", member, by="boards", cases={True: "boarder_living", False: "day_living"},
    label="生活补助", cites=DAY_PUPILS,
)  # fmt: skip

is_pupil_with_three_waivers = every(
    "is_pupil_with_three_waivers", member, ("is_in_compulsory", "education_three_established"),
    label="义务教育学生，当地有“三免三补”", cites=AID,
)  # fmt: skip
is_rural_compulsory_pupil = every(
    "is_rural_compulsory_pupil", member, ("is_in_compulsory", "in_rural_school"),
    label="农村义务教育学生", cites=("nutrition-2011", AID),
)  # fmt: skip
