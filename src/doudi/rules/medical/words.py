"""The words of medical aid. Their Chinese labels stand in `packs/cn/facts/medical.yaml`."""

from __future__ import annotations

from enum import IntEnum


class MedicalGroup(IntEnum):
    """The group that medical aid treats somebody as 医疗救助对象类别: the best of those that the person belongs to."""

    NONE = 0
    TEKUN = 1
    CHILD = 2
    DISABLED = 3
    DIBAO = 4
    RETURNED = 5
    MONITORED = 6
    LIFTED = 7
    MARGIN = 8
    ILL = 9


class HospitalLevel(IntEnum):
    """Where somebody is in hospital 住院医疗机构级别; NONE: nobody was treated."""

    NONE = 0
    TOWNSHIP = 1
    COUNTY = 2
    PREFECTURE = 3
    PROVINCE = 4
    ELSEWHERE = 5


class PremiumMethod(IntEnum):
    """How the premium subsidy is found 资助参保办法: a fixed sum, or a share of what a person pays."""

    FIXED = 1
    SHARE = 2


class DeductibleMethod(IntEnum):
    """How the line is found from which aid begins 起付标准: none, a sum, or a share of income per head."""

    NONE = 0
    FIXED = 1
    SHARE_OF_INCOME = 2
