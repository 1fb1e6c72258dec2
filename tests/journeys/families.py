"""Families of the journeys that no demonstration has."""

from __future__ import annotations

from datetime import date

from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.project.demonstration.families import Family


def born(year: int, month: int, day: int, sex: Sex) -> ResidentNumber:
    """A number nobody has."""
    return ResidentNumber.reserved(born=date(year, month, day), sex=sex)


def person(key: str, name: str, relation: str, **facts: object) -> dict[str, object]:
    """A member about whom everything is told: what is not said is not there."""
    return {"id": key, "name": name, "relation": relation, "situation": {}, "incomes": {}, "spending": {}, **facts}


DATONGHU = Family(
    place="430971001001",
    programme="dibao",
    reason="母亲患尿毒症，全家靠几亩地",
    numbers={
        "m1": born(1961, 5, 6, Sex.MALE), "m2": born(1963, 8, 9, Sex.FEMALE), "m3": born(1993, 3, 2, Sex.FEMALE),
    },
    document={
        "household": {"register": "rural", "assets": {}},
        "members": [
            person("m1", "张某甲", "applicant", incomes={"business_income": "7800.00", "business_cost": "1200.00"}),
            person("m2", "李某乙", "spouse", situation={"disease": "uremia"}, spouse="m1"),
            person("m3", "张某丙", "child", lives_together=True, child_of=["m1", "m2"]),
        ],
    },
)  # fmt: skip
"""Father, mother and a grown daughter who cares for her and applies by her phone."""

DALI_WUBAO = Family(
    place="532901001001",
    programme="wubao",
    member="m1",
    reason="年老，没有儿女",
    numbers={"m1": born(1939, 2, 3, Sex.MALE)},
    document={
        "household": {"register": "rural", "assets": {}},
        "members": [person("m1", "张某甲", "applicant", tekun_mode="home", self_care={}, obligors=[])],
    },
)
"""An old man alone in a village."""
