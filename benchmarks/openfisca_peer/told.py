"""What a situation tells of a household and its persons: amounts in yuan, those of a year of the last twelve months."""

# pyright: reportMissingImports=false
# OpenFisca is only there once requirements-bench.lock is installed; the checks run without it.

from __future__ import annotations

from openfisca_core.indexed_enums import Enum

from openfisca_peer.entities import HOUSEHOLD, PERSON, told


class Register(Enum):
    """户籍类别."""

    urban = "城镇"
    rural = "农村"


class Relation(Enum):
    """与申请人的关系."""

    applicant = "申请人本人"
    spouse = "配偶"
    child = "子女"
    parent = "父母"
    other = "其他亲属"


class Absence(Enum):
    """不在家庭生活的情形."""

    none = "没有"
    prison = "在监狱服刑"
    rehabilitation = "强制隔离戒毒"
    missing = "被宣告失踪"
    conscript = "服义务兵役"


class Schooling(Enum):
    """在读学历教育."""

    none = "不在读"
    compulsory = "义务教育"
    senior = "普通高中"
    vocational = "中等职业学校"
    undergraduate = "全日制本科或专科"
    postgraduate = "研究生"


class Disability(Enum):
    """残疾类别."""

    none = "没有"
    visual = "视力"
    hearing = "听力"
    speech = "言语"
    limb = "肢体"
    intellectual = "智力"
    mental = "精神"


class Disease(Enum):
    """重特大疾病."""

    none = "没有"
    other = "其他重病"
    malignant_tumour = "恶性肿瘤"
    uremia = "尿毒症"


class Mode(Enum):
    """供养形式."""

    home = "分散"
    institution = "集中"


OF_HOUSEHOLD = {
    "register": (Register.rural, "户籍类别"),
    "financial_assets": (0.0, "存款等金融资产"),
    "vehicles": (0, "机动车辆、船舶、大型农机数"),
    "vehicle_value": (0.0, "机动车辆等现值"),
    "dwellings": (0, "自有住房套数"),
    "shops": (0, "商铺等非居住用房数"),
    "companies": (0, "开办企业数"),
}
OF_PERSON = {
    "relation": (Relation.other, "与申请人的关系"),
    "age": (0, "年龄"),
    "lives_together": (False, "长期共同居住"),
    "has_no_supporters": (False, "没有法定义务人"),
    "tekun_mode": (Mode.home, "供养形式"),
    "absence": (Absence.none, "不在家庭生活的情形"),
    "clergy_years": (0, "脱离家庭的宗教教职年数"),
    "schooling": (Schooling.none, "在读学历教育"),
    "cannot_live_independently": (False, "成年但不能独立生活"),
    "disability": (Disability.none, "残疾类别"),
    "disability_grade": (0, "残疾等级"),
    "disease": (Disease.none, "重特大疾病"),
    "refused_jobs": (0, "连续拒绝介绍工作的次数"),
    "wage": (0.0, "工资性收入"),
    "business_income": (0.0, "经营收入"),
    "business_cost": (0.0, "经营费用、折旧和生产税"),
    "property_income": (0.0, "财产收入"),
    "property_cost": (0.0, "财产收入的费用"),
    "pension": (0.0, "离退休金、养老金"),
    "support_received": (0.0, "赡养、抚养、扶养费"),
    "other_transfers": (0.0, "其他转移性收入"),
    "base_pension": (0.0, "城乡居民基础养老金"),
    "old_age_allowance": (0.0, "高龄津贴"),
    "veteran_pension": (0.0, "优待抚恤金"),
    "award": (0.0, "奖励扶助、奖学金等"),
    "assistance": (0.0, "政府救助款物"),
    "disability_subsidy": (0.0, "残疾人两项补贴"),
    "child_rearing_subsidy": (0.0, "育儿补贴"),
    "other_income": (0.0, "其他收入"),
    "transfer_spending": (0.0, "转移性支出"),
    "medical_spending": (0.0, "医疗自付"),
    "education_spending": (0.0, "教育自付"),
    "rehabilitation_spending": (0.0, "残疾康复自付"),
    "disaster_loss": (0.0, "灾害、意外支出"),
}
VARIABLES = [
    *(told(HOUSEHOLD, name, default, label) for name, (default, label) in OF_HOUSEHOLD.items()),
    *(told(PERSON, name, default, label) for name, (default, label) in OF_PERSON.items()),
]
