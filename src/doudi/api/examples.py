"""What the description and its page show; families that do not exist, with numbers that nobody has."""

from __future__ import annotations

from datetime import date
from typing import Any

from doudi.kernel.residentid import ResidentNumber, Sex

EXAMPLE: dict[str, Any] = {
    "place": "371702",
    "on": "2024-03-01",
    "household": {
        "household": {"register": "rural", "assets": {}},
        "members": [
            {
                "id": "m1",
                "name": "张某甲",
                "relation": "applicant",
                "age": 45,
                "situation": {},
                "incomes": {"wage": "9000.00"},
            }
        ],
    },
}
APPLICATION: dict[str, Any] = {
    "key": "3f0c5a0e-8a55-4f0b-9d0e-5b1c2a7d9e10",
    "place": "430971001001",
    "channel": "window",
    "reason": "因病支出大，生活困难",
    "household": {
        "household": {"register": "rural", "assets": {}},
        "members": [
            {
                "id": "m1",
                "name": "张某甲",
                "relation": "applicant",
                "born_on": "1975-05-01",
                "situation": {},
                "incomes": {"wage": "3000.00"},
            }
        ],
    },
    "people": {"m1": {"number": ResidentNumber.reserved(born=date(1975, 5, 1), sex=Sex.MALE, serial=1).full}},
}
APPLICATION_STATUS: dict[str, Any] = {
    "number": "430971-2024-000001",
    "place": "430971001001",
    "status": "waiting",
    "status_label": "待受理",
    "submitted_on": "2024-03-01",
    "accepted_on": None,
    "withdrawn_on": None,
    "closed_on": None,
    "supplement": None,
    "missing": [
        {
            "item": "identity_card",
            "label": "身份证",
            "kind": "paper",
            "member": "m1",
            "cites": "minfa-2021-57#8",
        }
    ],
    "cases": [],
}
CASE_STATUS: dict[str, Any] = {
    "number": "430971-2024-000001-1",
    "application": "430971-2024-000001",
    "place": "430971001001",
    "programme": "dibao",
    "programme_label": "最低生活保障",
    "step": "survey",
    "step_label": "调查核实",
    "opened_on": "2024-03-04",
    "closed_on": None,
    "paused": False,
    "clocks": [
        {
            "kind": "whole",
            "label": "全程时限",
            "step": None,
            "started_on": "2024-03-04",
            "due_on": "2024-04-15",
            "provisional": False,
            "paused": False,
            "cites": ["minfa-2021-57#21"],
        }
    ],
    "decision": None,
}
PROBLEM: dict[str, Any] = {
    "status": 422,
    "code": "household.refused",
    "sentence": "家庭信息有 1 处错误：\n$.members[0].age：应在 0 到 130 之间",
    "path": "household.members[0].age",
    "problems": [{"path": "household.members[0].age", "reason": "应在 0 到 130 之间"}],
}
