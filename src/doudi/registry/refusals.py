"""What the acts of this stage refuse, each with its sentence."""

from __future__ import annotations

from doudi.kernel.errors import NotNow, Refused


class NameMissing(Refused):
    """A person is registered by a name, be it 无名氏."""

    code = "registry.name_missing"
    sentence = "请填写姓名；姓名不详的，填写“无名氏”。"


class ReasonMissing(Refused):
    """A correction, a merge or a split says why."""

    code = "registry.reason_missing"
    sentence = "请写明理由。"


class NotYetBorn(Refused):
    """The birth lies after the day it is registered."""

    code = "registry.not_yet_born"
    sentence = "出生日期 {born} 晚于今天（{day}），请核对。"


class DiesTooLate(Refused):
    """The death lies after the day it is recorded."""

    code = "registry.dies_too_late"
    sentence = "死亡日期 {died} 晚于今天（{day}），请核对。"


class DiesBeforeBirth(Refused):
    """The death lies before the birth."""

    code = "registry.dies_before_birth"
    sentence = "死亡日期 {died} 早于出生日期 {born}，请核对。"


class NothingToCorrect(Refused):
    """A correction names what it corrects."""

    code = "registry.nothing_to_correct"
    sentence = "没有写明要更正的内容。"


class NotHere(NotNow):
    """The person has never been registered in the actor's places, or the actor does not see them."""

    code = "registry.not_here"
    sentence = "这里没有登记过此人。"


class MergedAway(NotNow):
    """The key was found to be another person's and stands for nobody now."""

    code = "registry.merged_away"
    sentence = "此人已并入另一人，请在另一人名下办理。"


class NotMerged(NotNow):
    """Only what was merged, and has not been split since, can be split."""

    code = "registry.not_merged"
    sentence = "这次合并已经撤销，不能再次撤销。"


class HouseholdGone(NotNow):
    """The dwelling household ended before the day."""

    code = "registry.household_gone"
    sentence = "这一居住户在 {day} 已经不存在。"
