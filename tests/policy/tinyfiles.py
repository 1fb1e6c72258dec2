"""The text of the tiny packs."""

from __future__ import annotations

SOURCES = """\
law-2010:
  title: 《小法》
  number: 小令第1号
  in_force: 2010-01-01
  articles: 20
  kind: law
  read: document
  url: https://law.example/2010
law-2020: {title: 《小法（2020年修订）》, in_force: 2020-01-01, articles: 20, kind: law, read: document}
"""

FACTS = """\
vocabulary:
  Register: {urban: 城镇, rural: 农村}
  Illness: {none: 没有, cough: 咳嗽, fever: 发烧}
  Care: {none: 不需要, some: 部分, full: 全部}
  Role: {head: 户主, other: 其他, partner: 配偶, parent: 父母, child: 子女}
household:
  register: {type: Register, label: 户籍, question: 城镇还是农村？}
  assets: {group: true, label: 财产, complete: 列出即视为全部}
  savings: {type: Fen, label: 存款, question: 存款多少元？, in: assets, absent: 0}
  rent: {type: FenMonth, label: 房租, max: '5000.00'}
  moved_on: {type: Day, label: 迁入日期}
member:
  age: {type: Years, label: 年龄, question: 多大年纪？, computed_from: born_on, max: 120}
  is_disabled: {type: bool, label: 残疾, question: 是否残疾？}
  illness: {type: Illness, label: 疾病}
  care: {type: Care, label: 照料需要}
  role:
    type: Role
    label: 身份
    at_most_one: [head]
    kin: {head: head, partner: partner, child: child, parent: parent, age: age, marriage_age: 20, cites: [law-2010#1]}
  incomes: {group: true, label: 收入}
  wage: {type: FenYear, label: 工资, question: 一年工资多少元？, in: incomes, absent: 0}
  pension: {type: FenYear, label: 养老金, in: incomes, absent: '0'}
  gift: {type: FenYear, label: 礼金, in: incomes}
obligor:
  is_able: {type: bool, label: 有赡养能力, question: 有没有能力赡养？}
"""

PARAMETERS = """\
aid.standard.urban:
  label: 城镇标准
  unit: FenYear
  not_below: aid.floor
  bounds: {min: '12.00', max: '100000.00', per: year}
  set_by:
    - {levels: [prefecture, county], from: 2010-01-01, cites: law-2010#4}
    - {levels: [nation, province, prefecture], from: 2014-01-01, cites: law-2010#4.2}
aid.standard.rural:
  label: 农村标准
  unit: FenYear
  not_below: aid.floor
  set_by:
    - {levels: [nation, province, prefecture, county], from: 2010-01-01, cites: law-2010#4}
aid.floor:
  label: 最低标准
  unit: FenYear
  set_by: {levels: province, from: 2010-01-01, cites: law-2010#4}
aid.savings:
  label: 存款限额
  unit: Fen
  set_by: [{levels: [nation, county], from: 2010-01-01, cites: law-2010#5}]
aid.rounding:
  label: 取整
  unit: Rounding
  set_by: [{levels: [nation], from: 2010-01-01, cites: law-2010#6}]
aid.share:
  label: 计入比例
  unit: BasisPoints
  set_by: [{levels: [nation], from: 2010-01-01, cites: law-2010#3}]
aid.illnesses:
  label: 病种
  unit: Codes<Illness>
  set_by: [{levels: [nation], from: 2010-01-01, cites: law-2010#2}]
"""

CARE_PARAMETERS = """\
care.age:
  label: 年龄界限
  unit: Years
  set_by: [{levels: [nation, province], from: 2010-01-01, cites: law-2010#10}]
care.allowance.some:
  label: 部分照料标准
  unit: FenMonth
  set_by: [{levels: [nation, prefecture], from: 2010-01-01, cites: law-2010#12}]
care.allowance.full:
  label: 全部照料标准
  unit: FenMonth
  set_by: [{levels: [nation, prefecture], from: 2010-01-01, cites: law-2010#12}]
"""

NATIONAL_VALUES = """\
aid.savings: [{value: '10000.00', from: 2010-01-01, cites: law-2010#5}]
aid.rounding: [{value: half_up_to_fen, from: 2010-01-01, cites: law-2010#6}]
aid.share: [{value: 8000, from: 2010-01-01, cites: law-2010#3}]
aid.illnesses: [{value: [cough, fever], from: 2010-01-01, cites: law-2010#2}]
care.age: [{value: 60, from: 2010-01-01, cites: law-2010#10}]
"""

PROVINCE_VALUES = """\
aid.floor:
  - {value: '300.00', per: month, from: 2010-01-01, cites: law-2010#4, sure: low}
aid.standard.rural:
  - {value: '400.00', per: month, from: 2010-01-01, cites: law-2010#4}
"""

PREFECTURE_VALUES = """\
aid.standard.urban:
  - value: '600.00'
    per: month
    from: 2010-01-01
    cites: local-2015#3
    sure: medium
    checked: 2024-01-01
care.allowance.some:
  - {value: '150.00', per: month, from: 2010-01-01, until: 2030-01-01, cites: local-2015}
"""

COUNTY_VALUES = """\
aid.standard.rural:
  - {value: '500.00', per: month, from: 2015-01-01, cites: local-2015#2.1}
"""

TOPUP = """\
id: topup
label: 补助
unit: household
from: 2010-01-01
cites: [law-2010#1]
layer: basic
department: welfare
who: 本人
gives: money
period: month
handled: true
conditions:
  - {rule: is_poor, otherwise: '人均月收入 {income_per_head}，不低于标准 {standard}'}
  - {rule: has_little, otherwise: 存款太多}
  - {rule: has_settled, otherwise: 刚搬来}
amount: topup
components: [gap, welcome]
per_person: gap_per_head
"""

CARE = """\
id: care
label: 照料
unit: member
from: 2010-01-01
cites: law-2010#10
layer: special
department: welfare
who: 本人
gives: [money, service]
period: month
service: 上门照料
applies: needs_care
conditions:
  - {rule: is_weak, otherwise: '{age}，未满 {care_age}，也不残疾'}
  - {rule: nobody_helps, otherwise: 有人赡养}
  - {rule: somebody_weak, otherwise: 家中无人年老或者残疾}
amount: kept_care_allowance
components: care_allowance
"""

COUNTIES = """\
110101: {name: 丙县, parent: 110100, from: 2010-07-01}
110102: {name: 丁县, parent: 110100}
110103: {name: 旧县, from: 2000-01-01, until: 2018-01-01, note: 并入丙县}
"""

FILES: dict[str, str] = {
    "cn/pack.yaml": "id: cn\nplace: '000000'\nlevel: nation\nlabel: 全国\nfrom: 2010-01-01\n",
    "cn/places.yaml": "'000000': {name: 全国}\n",
    "cn/sources.yaml": SOURCES,
    "cn/facts.yaml": FACTS,
    "cn/departments.yaml": "welfare: 福利部门\n",
    "cn/parameters/aid.yaml": PARAMETERS,
    "cn/parameters/care.yaml": CARE_PARAMETERS,
    "cn/values/all.yaml": NATIONAL_VALUES,
    "cn/programmes/basic/topup.yaml": TOPUP,
    "cn/programmes/basic/care.yaml": CARE,
    "11-jia/pack.yaml": "id: 11-jia\nplace: 110000\nlevel: province\nlabel: 甲省\n",
    "11-jia/places.yaml": "110000: {name: 甲省, parent: '000000'}\n",
    "11-jia/values/all.yaml": PROVINCE_VALUES,
    "1101-yi/pack.yaml": "id: 1101-yi\nplace: 110100\nlevel: prefecture\nlabel: 乙市\n",
    "1101-yi/places.yaml": "110100: {name: 乙市, parent: 110000}\n",
    "1101-yi/sources.yaml": "local-2015:\n  title: 乙市办法\n  articles: ['2.1', 3]\n  kind: notice\n  read: web\n"
    "  in_force: 2015-01-01\n  pattern: 第{clause}款\n",
    "1101-yi/values/all.yaml": PREFECTURE_VALUES,
    "110101-bing/pack.yaml": "id: 110101-bing\nplace: 110101\nlevel: county\nlabel: 丙县\n",
    "110101-bing/places.yaml": COUNTIES,
    "110101-bing/values/all.yaml": COUNTY_VALUES,
}
