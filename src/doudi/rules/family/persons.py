"""What is particular about a person: of age, severely disabled, seriously ill."""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import household, member
from doudi.policy.rules import either, every, negation, rule
from doudi.policy.types import Codes, Count, Years
from doudi.rules.vocabulary import Disability, Disease, Register, Schooling

OF_AGE = ("minfa-tongze#11", "minfa-dian#17")
ILLNESS = ("guoling-649#12", "minfa-2021-57#8.2")


@rule(household, "城镇户籍", cites=("guoling-271#2", "minfa-2012-220#6"), shows="{register}")
def is_urban(register: Register) -> bool:
    """A household on the urban (formerly non-agricultural) register."""
    return register == Register.URBAN


@rule(household, "农村户籍", cites=("guoling-271#2", "minfa-2012-220#6"), shows="{register}")
def is_rural(register: Register) -> bool:
    """A household on the rural register."""
    return register == Register.RURAL


@rule(member, "未成年", cites=OF_AGE, shows="{age}，成年为 {family_adult_age}")
def is_minor(age: Years, family_adult_age: Years) -> bool:
    """Under the age of majority."""
    return age < family_adult_age


is_adult = negation("is_adult", member, of="is_minor", label="已成年", cites=OF_AGE)


@rule(
    member,
    "在读本科及以下全日制教育",
    cites=("guoling-271#2", "minfa-2012-220#5.3", "minfa-2021-57#7.3"),
    shows="{schooling}",
    difference="查到的情况是已经不在读，申报的是在读。",
)
def is_student_to_bachelor(schooling: Schooling) -> bool:
    """In full-time schooling up to a bachelor's degree; a postgraduate is not meant."""
    return schooling != Schooling.NONE and schooling != Schooling.POSTGRADUATE  # noqa: PLR1714 a rule has no sets


@rule(member, "持有残疾证", cites="canji-fenji-2006", shows="{disability}残疾 {disability_grade} 级")
def has_disability(disability: Disability, disability_grade: Count) -> bool:
    """Holds a disability certificate with a grade."""
    return disability != Disability.NONE and disability_grade > 0


@rule(
    member,
    "重度残疾（一、二级）",
    cites=("canji-fenji-2006", "minfa-2021-57#8.1"),
    shows="{disability}残疾 {disability_grade} 级",
)
def has_severe_disability(disability: Disability, disability_grade: Count, disability_severe_grade: Count) -> bool:
    """Grade one or two of any kind. Grade one is the gravest."""
    return disability != Disability.NONE and 1 <= disability_grade <= disability_severe_grade


@rule(member, "三级智力、精神残疾", cites="minfa-2021-57#8.1", shows="{disability}残疾 {disability_grade} 级")
def has_severe_mind_disability(
    disability: Disability, disability_grade: Count, disability_severe_mind_grade: Count
) -> bool:
    """Intellectual or mental, down to the grade that counts as severe: three nationally, four in Yunnan."""
    of_mind = disability == Disability.INTELLECTUAL or disability == Disability.MENTAL  # noqa: PLR1714 a rule has no sets
    return of_mind and 1 <= disability_grade <= disability_severe_mind_grade


is_severely_disabled = either(
    "is_severely_disabled", member, ("has_severe_disability", "has_severe_mind_disability"),
    label="重度残疾或三级智力、精神残疾", cites="minfa-2021-57#8.1",
    difference="按查到的残疾证，不是重度残疾（或者三级智力、精神残疾），申报的是。",
)  # fmt: skip


@rule(member, "患有重病", cites=ILLNESS, shows="{disease}")
def has_disease(disease: Disease) -> bool:
    """Has told of any serious disease, listed or not."""
    return disease != Disease.NONE


@rule(member, "所患疾病在当地名录内", cites=ILLNESS, shows="{disease}；{serious_diseases}")
def is_listed_disease(disease: Disease, serious_diseases: Codes) -> bool:
    """The place's own list; lists that end in "and the like" are open, and an addition is a value of the place."""
    return contains(serious_diseases, disease)


is_seriously_ill = every(
    "is_seriously_ill", member, ("has_disease", "is_listed_disease"),
    label="患有当地认定的重特大疾病", cites=ILLNESS,
    difference="没有查到当地认定的重特大疾病的记录，申报的是患有这样的病。",
)  # fmt: skip
