"""What the law asks of a value before it may be published: the same questions the packs are asked when they load."""

from __future__ import annotations

from doudi.kernel.divisions import LEVEL_LABELS, level, lies_in
from doudi.kernel.errors import NotAllowed, Refused
from doudi.policy.parameters import Delegation, Parameter
from doudi.policy.snapshot import LawSnapshot, ParameterUnknown
from doudi.policy.values import Words, parse_text
from doudi.standards.drafts import Draft


class LevelMayNotSet(NotAllowed):
    """On that day the law does not let a government of this level set the parameter."""

    code = "standards.level_may_not_set"
    sentence = "{level}不能设定“{label}”：{day} 起施行的规定没有授权这一级。"


class AuthorityElsewhere(NotAllowed):
    """The place is not under the government that wants to publish for it."""

    code = "standards.authority_elsewhere"
    sentence = "{authority} 不能为 {place} 公布标准：后者不在它的管辖之内。"


class BelowFloor(Refused):
    """The value is lower than the floor in force there on the day it begins."""

    code = "standards.below_floor"
    sentence = "“{label}”{value}低于{day}在当地施行的最低要求“{floor_label}”{floor}。"


class OutOfBounds(Refused):
    """The value lies outside the bounds the parameter was declared with."""

    code = "standards.out_of_bounds"
    sentence = "“{label}”不能是{value}：应在{least}到{most}之间。"


def require_lawful(draft: Draft, law: LawSnapshot) -> Delegation:
    """Return the delegation that lets the draft be published.

    Raises ParameterUnknown, PlaceUnknown, AuthorityElsewhere, LevelMayNotSet, ValueUnreadable, AmountUnreadable,
    OutOfBounds, BelowFloor, CitationUnresolved.
    """
    parameter = law.packs.parameters.get(draft.parameter)
    if parameter is None:
        raise ParameterUnknown(name=draft.parameter)
    law.packs.places.chain(draft.place, draft.in_force_on)
    delegation = _require_authority(draft, parameter)
    law.packs.sources.resolve(draft.cites or delegation.cites)
    if draft.value:
        _require_value(draft, parameter, law)
    return delegation


def _require_authority(draft: Draft, parameter: Parameter) -> Delegation:
    if not lies_in(draft.place, draft.publisher):
        raise AuthorityElsewhere(authority=draft.publisher, place=draft.place)
    rank = level(draft.publisher)
    delegation = parameter.delegation(rank, draft.in_force_on)
    if delegation is None:
        raise LevelMayNotSet(level=LEVEL_LABELS[rank], label=parameter.label, day=draft.in_force_on)
    return delegation


def _require_value(draft: Draft, parameter: Parameter, law: LawSnapshot) -> None:
    words = Words(law.packs.facts.vocabulary)
    value = parse_text(parameter.unit, draft.text, law.packs.facts.vocabulary)
    least, most = parameter.least, parameter.most
    if (least is not None and value < least) or (most is not None and value > most):
        raise OutOfBounds(
            label=parameter.label,
            value=words.say(parameter.unit, value),
            least="（不限）" if least is None else words.say(parameter.unit, least),
            most="（不限）" if most is None else words.say(parameter.unit, most),
        )
    _require_floor(draft, parameter, value, law)


def _require_floor(draft: Draft, parameter: Parameter, value: int, law: LawSnapshot) -> None:
    """Ask for the floor as it stands at the place on the day the value begins; no floor known refuses nothing."""
    if parameter.not_below is None:
        return
    floor = law.resolve(parameter.not_below, draft.place, draft.in_force_on)
    if isinstance(floor.value, int) and value < floor.value:
        words = Words(law.packs.facts.vocabulary)
        raise BelowFloor(
            label=parameter.label,
            value=words.say(parameter.unit, value),
            day=draft.in_force_on,
            floor_label=floor.parameter.label,
            floor=words.say(floor.parameter.unit, floor.value),
        )
