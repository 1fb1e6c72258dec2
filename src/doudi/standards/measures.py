"""What simulations measure, by the names of the packs: the line of dibao, the family's income, who counts."""

from __future__ import annotations

from doudi.policy.simulation.measures import Measures

MEASURES = Measures(
    line="dibao_standard", income="family_income", heads="counted_members", aids=("dibao", "dibao-single"),
    age="age", disability="disability", elderly="tekun.elderly_age", adult="family.adult_age",
)  # fmt: skip
