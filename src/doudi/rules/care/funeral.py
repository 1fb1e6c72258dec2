"""Basic funeral fees waived for dibao, tekun and key veteran persons who drew no funeral grant (Datonghu 十三).

"减免" leaves open whether all or a part is let off, so the share is a parameter that nobody has published. The file is
that of the family on the day of death, with the dead person still in it.
"""

from __future__ import annotations

from doudi.policy.arithmetic import share
from doudi.policy.entities import member
from doudi.policy.rules import either, every, negation, rule
from doudi.policy.types import BasisPoints, Fen

LAW = "datonghu-2021-30#13"

concerns_funeral = every(
    "concerns_funeral", member, ("funeral_established", "has_died"), label="当地减免殡葬费用，有人去世", cites=LAW
)
is_in_funeral_scope = either(
    "is_in_funeral_scope", member, ("is_tekun_receiver", "is_dibao_person", "is_key_veteran"),
    label="低保对象、特困人员、重点优抚对象", cites=LAW,
)  # fmt: skip
drew_no_funeral_grant = negation(
    "drew_no_funeral_grant", member, of="drew_funeral_grant", label="没有享受丧葬补助", cites=LAW
)


@rule(member, "减免的基本殡葬费用", cites=LAW, shows="{basic_funeral_fee} × {funeral_waiver_rate}")
def funeral_waiver(basic_funeral_fee: Fen, funeral_waiver_rate: BasisPoints) -> Fen:
    """The share of the basic fees (transport, storage, cremation, keeping of the ashes) that is let off."""
    return share(basic_funeral_fee, funeral_waiver_rate)
