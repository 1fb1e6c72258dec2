"""The words that facts and parameters choose from. Their Chinese labels stand in `packs/cn/facts.yaml`.

Codes are whole numbers because a rule knows only whole numbers; 0 is what applies to most people.
"""

from __future__ import annotations

from enum import IntEnum


class Register(IntEnum):
    """Household register 户籍类别."""

    URBAN = 1
    RURAL = 2


class Relation(IntEnum):
    """What a member is to the applicant 与申请人的关系."""

    APPLICANT = 1
    SPOUSE = 2
    CHILD = 3
    PARENT = 4
    OTHER = 5


class Absence(IntEnum):
    """Why someone on the register is not living with the family 不在家庭生活的情形."""

    NONE = 0
    PRISON = 1
    REHABILITATION = 2
    MISSING = 3
    CONSCRIPT = 4


class Schooling(IntEnum):
    """The full-time schooling somebody is in 在读全日制教育."""

    NONE = 0
    COMPULSORY = 1
    SENIOR = 2
    VOCATIONAL = 3
    UNDERGRADUATE = 4
    POSTGRADUATE = 5


class Disability(IntEnum):
    """The kind on the disability certificate; of several kinds the gravest 残疾类别."""

    NONE = 0
    VISUAL = 1
    HEARING = 2
    SPEECH = 3
    LIMB = 4
    INTELLECTUAL = 5
    MENTAL = 6


class Disease(IntEnum):
    """A serious disease as lists of places name it 重特大疾病. OTHER is one that is on no list we know."""

    NONE = 0
    OTHER = 1
    CHILD_HEART_DEFECT = 2
    CHILD_LEUKAEMIA = 3
    BREAST_CANCER = 4
    CERVICAL_CANCER = 5
    LIVER_TRANSPLANT = 6
    KIDNEY_TRANSPLANT = 7
    MALIGNANT_TUMOUR = 8
    SEVERE_PSYCHOSIS = 9
    AIDS_INFECTION = 10
    UREMIA = 11


class IncomeKind(IntEnum):
    """Kinds of income that a text may leave out of account 可以不计入的收入种类."""

    VETERAN_PENSION = 1
    AWARD = 2
    ASSISTANCE = 3
    BASE_PENSION = 4
    OLD_AGE_ALLOWANCE = 5
    DISABILITY_SUBSIDY = 6
    CHILD_REARING_SUBSIDY = 7
    CHILD_SUBSIDY = 8


class WorkCost(IntEnum):
    """How the necessary cost of working is found 就业成本扣减办法."""

    NONE = 0
    SHARE_OF_WAGE = 1
    SHARE_OF_STANDARD = 2
    SHARE_OF_MINIMUM_WAGE = 3
    FIXED = 4
    ACTUAL = 5


class IllnessDeduction(IntEnum):
    """Whether self-paid spending on illness and disability comes off income 病残刚性支出扣减办法."""

    NONE = 0
    SHARE = 1


class AssetBasis(IntEnum):
    """What a limit on financial assets is counted by 金融资产限额的计算办法."""

    YEARLY_STANDARD = 1
    MONTHLY_STANDARD = 2
    DISPOSABLE_INCOME = 3
    FIXED_PER_HEAD = 4


class AidMethod(IntEnum):
    """How the amount of dibao is found 低保金计算办法: the gap 差额, or a class 分档."""

    GAP = 1
    CLASS = 2


class AidClass(IntEnum):
    """The class a family was put into: Gansu 一至四类, Yunnan A, B, C 档."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4


class Stage(IntEnum):
    """Where rounding happens 取整环节: on the gap of one head, or on that of the whole household."""

    HEAD = 1
    HOUSEHOLD = 2


class SupplementMethod(IntEnum):
    """How the classified supplement is found 分类施保增发办法; NONE: the place has published none."""

    NONE = 0
    FIXED = 1
    SHARE_OF_STANDARD = 2


class SingleMethod(IntEnum):
    """How a single-person case is paid 单人户救助办法."""

    GAP = 1
    SHARE_OF_STANDARD = 2
    FIXED = 3


class SupportMode(IntEnum):
    """How tekun support is given 供养形式: at home 分散, in an institution 集中."""

    HOME = 1
    INSTITUTION = 2


class BaseMethod(IntEnum):
    """How the basic living standard of tekun is found 基本生活标准: a published figure, or a multiple of dibao."""

    TABLE = 1
    MULTIPLE = 2


class SelfCare(IntEnum):
    """Ability to look after oneself 生活自理能力."""

    ABLE = 1
    PARTIAL = 2
    LOST = 3


class Aid(IntEnum):
    """The basic living aid somebody already has 已享受的基本生活救助."""

    NONE = 0
    DIBAO = 1
    TEKUN = 2


class Incapacity(IntEnum):
    """Why a legal supporter cannot act 义务人的特殊情形."""

    NONE = 0
    NO_CIVIL_CAPACITY = 1
    MISSING = 2
    PRISON = 3
