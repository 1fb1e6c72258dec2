"""Who counts as a family: minfa-2021-57 art. 7, and what is particular about a person."""

from __future__ import annotations

from typing import Any

from openfisca_peer.entities import HOUSEHOLD, PERSON, computed
from openfisca_peer.told import Absence, Disability, Disease, Relation, Schooling


@computed(PERSON, bool, "未成年", "民法典第十七条")
def is_minor(person: Any, period: Any, parameters: Any) -> Any:
    """Under the age of majority."""
    return person("age", period) < parameters(period).family.adult_age


@computed(PERSON, bool, "在读本科及以下全日制教育", "民发〔2021〕57号第七条第一款第（三）项")
def is_student_to_bachelor(person: Any, period: Any, _: Any) -> Any:
    """In full-time schooling, postgraduates apart."""
    schooling = person("schooling", period)
    return (schooling != Schooling.none) * (schooling != Schooling.postgraduate)


@computed(PERSON, bool, "申请人或配偶", "民发〔2021〕57号第七条第一款第（一）项")
def is_applicant_or_spouse(person: Any, period: Any, _: Any) -> Any:
    """The two from whom the others are counted."""
    relation = person("relation", period)
    return (relation == Relation.applicant) + (relation == Relation.spouse)


@computed(PERSON, bool, "未成年子女", "民发〔2021〕57号第七条第一款第（二）项")
def is_minor_child(person: Any, period: Any, _: Any) -> Any:
    """A child under age."""
    return (person("relation", period) == Relation.child) * person("is_minor", period)


@computed(PERSON, bool, "成年但不能独立生活的子女", "民发〔2021〕57号第七条第一款第（三）项")
def is_dependent_child(person: Any, period: Any, _: Any) -> Any:
    """A child who cannot live independently, students among them."""
    dependent = person("cannot_live_independently", period) + person("is_student_to_bachelor", period)
    return (person("relation", period) == Relation.child) * dependent


@computed(PERSON, bool, "共同生活", "民发〔2021〕57号第七条第一款")
def belongs_to_family(person: Any, period: Any, _: Any) -> Any:
    """The applicant, the spouse, dependent children, and who lives with them for long."""
    children = person("is_minor_child", period) + person("is_dependent_child", period)
    return person("is_applicant_or_spouse", period) + children + person("lives_together", period)


@computed(PERSON, bool, "脱离家庭的宗教教职人员", "民发〔2021〕57号第七条第二款第（一）项")
def is_long_absent_clergy(person: Any, period: Any, parameters: Any) -> Any:
    """Three years and more."""
    return person("clergy_years", period) >= parameters(period).family.clergy_years


@computed(PERSON, bool, "属于不计入的情形", "民发〔2021〕57号第七条第二款第（二）项")
def is_away(person: Any, period: Any, _: Any) -> Any:
    """In prison, in compulsory rehabilitation, declared missing. A conscript stays a member in Heze."""
    absence = person("absence", period)
    return (absence == Absence.prison) + (absence == Absence.rehabilitation) + (absence == Absence.missing)


@computed(PERSON, bool, "不计入家庭成员", "民发〔2021〕57号第七条第二款")
def is_left_out(person: Any, period: Any, _: Any) -> Any:
    """Away, or clergy for long."""
    return person("is_away", period) + person("is_long_absent_clergy", period)


@computed(PERSON, bool, "共同生活的家庭成员", "民发〔2021〕57号第七条")
def is_family_member(person: Any, period: Any, _: Any) -> Any:
    """Belongs to the family and is not left out."""
    return person("belongs_to_family", period) * (person("is_left_out", period) == 0)


@computed(PERSON, bool, "计入低保的家庭成员", "社会救助暂行办法第十五条")
def is_counted(person: Any, period: Any, _: Any) -> Any:
    """A member of the family who is not on tekun."""
    return person("is_family_member", period) * (person("is_on_tekun", period) == 0)


@computed(PERSON, bool, "重度残疾", "民发〔2021〕57号第八条")
def is_severely_disabled(person: Any, period: Any, parameters: Any) -> Any:
    """Grade one or two of any kind."""
    grade = person("disability_grade", period)
    kind = person("disability", period)
    return (kind != Disability.none) * (grade >= 1) * (grade <= parameters(period).family.severe_grade)


@computed(PERSON, bool, "患有重病", "社会救助暂行办法第十二条")
def is_seriously_ill(person: Any, period: Any, _: Any) -> Any:
    """A disease on the list assumed for the place: all that is named."""
    disease = person("disease", period)
    return (disease != Disease.none) * (disease != Disease.other)


@computed(HOUSEHOLD, int, "共同生活家庭成员人数", "民发〔2021〕57号第七条")
def counted_members(household: Any, period: Any, _: Any) -> Any:
    """How many count."""
    return household.sum(household.members("is_counted", period))


VARIABLES = [
    is_minor, is_student_to_bachelor, is_applicant_or_spouse, is_minor_child, is_dependent_child, belongs_to_family,
    is_long_absent_clergy, is_away, is_left_out, is_family_member, is_counted, is_severely_disabled, is_seriously_ill,
    counted_members,
]  # fmt: skip
