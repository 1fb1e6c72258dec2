"""The facts of packs/cn/facts.yaml as columns; written by scripts/input_columns.py, not by hand.

Money is whole fen, a choice is the number of its code, and empty means unknown: nobody has said it."""

from __future__ import annotations

from django.db import models


class HouseholdFacts(models.Model):
    """What is known of a household."""

    register = models.SmallIntegerField("户籍类别", null=True)
    financial_assets = models.BigIntegerField("存款等金融资产", null=True)
    vehicles = models.IntegerField("机动车辆、船舶、大型农机数", null=True)
    vehicle_value = models.BigIntegerField("机动车辆等现值", null=True)
    dwellings = models.IntegerField("自有住房套数", null=True)
    shops = models.IntegerField("商铺等非居住用房数", null=True)
    companies = models.IntegerField("开办企业数", null=True)
    aid_class = models.SmallIntegerField("核定的低保类别", null=True)
    rose_through_work = models.BooleanField("收入增加是因为就业", null=True)
    started_business = models.BooleanField("家里有人首次创业", null=True)
    months_since_startup = models.IntegerField("首次创业登记以来的月数", null=True)
    living_spending = models.BigIntegerField("基本生活支出", null=True)
    other_hard_spending = models.BigIntegerField("县级民政部门另外认定的必需支出", null=True)
    rigid_months = models.IntegerField("认定刚性支出困难家庭以来的月数", null=True)
    holds_dibao = models.BooleanField("已经享受低保", null=True)
    holds_margin = models.BooleanField("已认定低保边缘家庭", null=True)
    holds_rigid = models.BooleanField("已认定刚性支出困难家庭", null=True)
    is_monitored = models.BooleanField("防止返贫监测对象", null=True)
    was_registered_poor = models.BooleanField("建档立卡贫困户", null=True)
    crisis_cause = models.SmallIntegerField("急难的原因", null=True)
    crisis_is_light = models.BooleanField("困难较轻，一笔小钱就能解决", null=True)
    crisis_need = models.BigIntegerField("应急需要的钱", null=True)
    crisis_months = models.IntegerField("困难预计持续的月数", null=True)
    crisis_alone = models.BooleanField("只为一个人申请", null=True)
    crisis_tie = models.SmallIntegerField("与当地的关系", null=True)
    crisis_times = models.IntegerField("今年因为同一件事已经得到的临时救助次数", null=True)
    crisis_has_new_reason = models.BooleanField("再次申请有正当理由", null=True)
    crisis_jobless_months = models.IntegerField("失业后没有收入的月数", null=True)
    crisis_property_is_fine = models.BooleanField("经核实财产符合当地临时救助规定", null=True)

    class Meta:
        abstract = True


class MemberFacts(models.Model):
    """What is known of a member."""

    relation = models.SmallIntegerField("与申请人的关系", null=True)
    age = models.IntegerField("年龄", null=True)
    lives_together = models.BooleanField("长期共同居住", null=True)
    absence = models.SmallIntegerField("不在家庭生活的情形", null=True)
    clergy_years = models.IntegerField("脱离家庭的宗教教职年数", null=True)
    schooling = models.SmallIntegerField("在读学历教育", null=True)
    cannot_live_independently = models.BooleanField("成年但不能独立生活", null=True)
    disability = models.SmallIntegerField("残疾类别", null=True)
    disability_grade = models.IntegerField("残疾等级", null=True)
    disease = models.SmallIntegerField("重特大疾病", null=True)
    lost_labour = models.BooleanField("经认定丧失劳动能力", null=True)
    registers_alone = models.BooleanField("单独立户", null=True)
    refused_jobs = models.IntegerField("连续拒绝介绍工作的次数", null=True)
    wage = models.BigIntegerField("工资性收入", null=True)
    work_spending = models.BigIntegerField("实际就业支出", null=True)
    business_income = models.BigIntegerField("经营收入", null=True)
    business_cost = models.BigIntegerField("经营费用、折旧和生产税", null=True)
    property_income = models.BigIntegerField("财产收入", null=True)
    property_cost = models.BigIntegerField("财产收入的费用", null=True)
    pension = models.BigIntegerField("离退休金、养老金", null=True)
    support_received = models.BigIntegerField("赡养、抚养、扶养费", null=True)
    other_transfers = models.BigIntegerField("其他转移性收入", null=True)
    base_pension = models.BigIntegerField("城乡居民基础养老金（中央确定部分）", null=True)
    old_age_allowance = models.BigIntegerField("高龄津贴", null=True)
    veteran_pension = models.BigIntegerField("优待抚恤金", null=True)
    award = models.BigIntegerField("奖励扶助、奖学金等", null=True)
    assistance = models.BigIntegerField("政府救助款物", null=True)
    disability_subsidy = models.BigIntegerField("残疾人两项补贴", null=True)
    child_rearing_subsidy = models.BigIntegerField("育儿补贴", null=True)
    other_income = models.BigIntegerField("其他收入", null=True)
    transfer_spending = models.BigIntegerField("转移性支出", null=True)
    medical_spending = models.BigIntegerField("医疗自付", null=True)
    education_spending = models.BigIntegerField("教育自付", null=True)
    rehabilitation_spending = models.BigIntegerField("残疾康复自付", null=True)
    disaster_loss = models.BigIntegerField("灾害、意外支出", null=True)
    can_eat = models.BooleanField("自主吃饭", null=True)
    can_dress = models.BooleanField("自主穿衣", null=True)
    can_leave_bed = models.BooleanField("自主上下床", null=True)
    can_use_toilet = models.BooleanField("自主如厕", null=True)
    can_walk_indoors = models.BooleanField("室内自主行走", null=True)
    can_bathe = models.BooleanField("自主洗澡", null=True)
    tekun_mode = models.SmallIntegerField("选择的供养形式", null=True)
    chose_child_scheme = models.BooleanField("选择孤儿或事实无人抚养儿童保障", null=True)
    in_kindergarten = models.BooleanField("在公办或者普惠性幼儿园", null=True)
    in_junior = models.BooleanField("读初中", null=True)
    boards = models.BooleanField("在校寄宿", null=True)
    in_rural_school = models.BooleanField("在农村学校就读", null=True)
    cannot_attend = models.BooleanField("因身心障碍不能到校上学", null=True)
    school_year = models.IntegerField("年级", null=True)
    grant_tier = models.SmallIntegerField("学校评定的资助档次", null=True)
    vocational_major = models.SmallIntegerField("中职专业", null=True)
    in_higher_vocational = models.BooleanField("读高职（专科）", null=True)
    is_freshman = models.BooleanField("今年考上大学的新生", null=True)
    leaves_province = models.BooleanField("在省外上大学", null=True)
    holds_tekun = models.BooleanField("已经是特困（五保）供养人员", null=True)
    holds_orphan = models.BooleanField("已认定孤儿", null=True)
    holds_unsupported_child = models.BooleanField("已认定事实无人抚养儿童", null=True)

    class Meta:
        abstract = True


class ObligorFacts(models.Model):
    """What is known of a obligor."""

    obligor_age = models.IntegerField("义务人年龄", null=True)
    obligor_income = models.BigIntegerField("义务人本人年收入", null=True)
    obligor_has_little_property = models.BooleanField("义务人财产符合低收入家庭规定", null=True)
    obligor_found_unable = models.BooleanField("经核实没有赡养、抚养、扶养能力", null=True)
    obligor_aid = models.SmallIntegerField("义务人已享受的救助", null=True)
    obligor_disability = models.SmallIntegerField("义务人残疾类别", null=True)
    obligor_disability_grade = models.IntegerField("义务人残疾等级", null=True)
    obligor_incapacity = models.SmallIntegerField("义务人特殊情形", null=True)

    class Meta:
        abstract = True
