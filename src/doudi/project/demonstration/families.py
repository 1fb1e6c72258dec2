"""Fictional families of the five places, as household files. Numbers are of the reserved range, names are invented."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from doudi.kernel.residentid import ResidentNumber, Sex


@dataclass(frozen=True)
class Family:
    """A family: where it lives, what it asks for, what it declares, who its members are."""

    place: str
    programme: str
    document: dict[str, Any]
    numbers: dict[str, ResidentNumber]
    reason: str
    member: str = ""
    findings: str = "土木结构住房，陈设简单"
    account_number: str = "6200000000000000000"
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> dict[str, Any]:
        """The household file, with the days of birth that the numbers tell."""
        members = [
            {**member, "born_on": self.numbers[member["id"]].born_on.isoformat()} for member in self.document["members"]
        ]
        return {**self.document, "members": members}

    @property
    def name(self) -> str:
        """Who applies."""
        return self.document["members"][0]["name"]

    def again(self, serial: int, *, place: str | None = None) -> Family:
        """Another family in the same circumstances: other numbers, another surname, perhaps another village."""
        surname = SURNAMES[serial % len(SURNAMES)]
        document = copy.deepcopy(self.document)
        for member in document["members"]:
            member["name"] = surname + member["name"][1:]
        numbers = {
            key: ResidentNumber.reserved(born=number.born_on, sex=number.sex, serial=serial)
            for key, number in self.numbers.items()
        }
        account = f"62{serial:017}"
        return replace(self, document=document, numbers=numbers, account_number=account, place=place or self.place)


SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


def _numbers(**people: tuple[int, int, int, str]) -> dict[str, ResidentNumber]:
    return {
        key: ResidentNumber.reserved(born=date(year, month, day), sex=Sex(sex))
        for key, (year, month, day, sex) in people.items()
    }


def _person(key: str, name: str, relation: str, **facts: Any) -> dict[str, Any]:
    return {"id": key, "name": name, "relation": relation, "situation": {}, "incomes": {}, "spending": {}, **facts}


DATONGHU = Family(
    place="430971001001",
    programme="dibao",
    reason="家里一人常年看病，收入减少",
    numbers=_numbers(m1=(1975, 5, 6, "male"), m2=(1977, 8, 9, "female"), m3=(2008, 3, 2, "female")),
    document={
        "household": {"register": "rural", "assets": {}},
        "members": [
            _person("m1", "张某甲", "applicant", incomes={"business_income": "7800.00", "business_cost": "1200.00"}),
            _person("m2", "李某乙", "spouse", situation={"disease": "uremia"}, spouse="m1"),
            _person("m3", "张某丙", "child", situation={"schooling": "compulsory"}, child_of=["m1", "m2"]),
        ],
    },
)
HEZE_RICH = Family(
    place="371702001001",
    programme="dibao",
    reason="退休金不够用",
    numbers=_numbers(m1=(1960, 1, 2, "male"), m2=(1968, 3, 4, "female")),
    document={
        "household": {"register": "rural", "assets": {}},
        "members": [
            _person("m1", "王某甲", "applicant", incomes={"pension": "36000.00"}),
            _person("m2", "赵某乙", "spouse", spouse="m1"),
        ],
    },
)
HEZE = Family(
    place="371702001001",
    programme="dibao",
    reason="患病，不能下地",
    numbers=_numbers(m1=(1976, 2, 3, "male"), m2=(1977, 6, 7, "female"), m3=(2010, 9, 1, "male")),
    document={
        "household": {"register": "rural", "assets": {}},
        "members": [
            _person("m1", "张某甲", "applicant", incomes={"business_income": "9068.00", "business_cost": "0.00"}),
            _person("m2", "李某乙", "spouse", spouse="m1"),
            _person("m3", "张某丙", "child", situation={"schooling": "compulsory"}, child_of=["m1", "m2"]),
        ],
    },
)
LANZHOU = Family(
    place="620102001001",
    programme="tekun",
    member="m1",
    reason="独居，无子女，需要人照料",
    numbers=_numbers(m1=(1948, 4, 5, "male")),
    document={
        "household": {"register": "urban", "assets": {}},
        "members": [
            _person(
                "m1", "马某甲", "applicant", obligors=[],
                self_care={
                    "can_eat": True, "can_dress": True, "can_leave_bed": True, "can_use_toilet": True,
                    "can_walk_indoors": False, "can_bathe": False,
                },
                tekun_mode="home",
            ),
        ],
    },
)  # fmt: skip
LULIANG = Family(
    place="141127001001",
    programme="dibao",
    reason="老人患病，孩子上学",
    numbers=_numbers(m1=(1972, 5, 5, "male"), m2=(1974, 4, 4, "female"), m3=(1945, 1, 1, "female")),
    document={
        "household": {"register": "rural", "assets": {}},
        "members": [
            _person("m1", "刘某甲", "applicant", incomes={"business_income": "6000.00", "business_cost": "900.00"}),
            _person("m2", "陈某乙", "spouse", spouse="m1"),
            _person("m3", "高某丙", "parent", lives_together=True),
        ],
    },
)
DALI_URBAN = Family(
    place="532901001001",
    programme="dibao",
    reason="下岗，孩子上学",
    numbers=_numbers(m1=(1963, 5, 5, "male"), m2=(1965, 4, 4, "female"), m3=(1994, 1, 1, "female")),
    document={
        "household": {"register": "urban"},
        "members": [
            _person("m1", "杨某甲", "applicant", incomes={"business_income": "6000.00", "business_cost": "1680.00"}),
            _person("m2", "段某乙", "spouse", spouse="m1"),
            _person("m3", "杨某丙", "child", situation={"schooling": "compulsory"}, child_of=["m1", "m2"]),
        ],
    },
)
DALI = Family(
    place="532901001001",
    programme="dibao",
    reason="打零工，孩子上学",
    numbers=_numbers(m1=(1983, 5, 5, "male"), m2=(1985, 4, 4, "female"), m3=(2014, 1, 1, "female")),
    document={**copy.deepcopy(DALI_URBAN.document), "household": {"register": "urban", "assets": {}}},
)
"""The same circumstances today."""
