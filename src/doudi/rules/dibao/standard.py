"""The standard of the place for the household's register."""

from __future__ import annotations

from doudi.policy.entities import household
from doudi.policy.rules import choose, either
from doudi.rules.vocabulary import Register

dibao_standard = choose(
    "dibao_standard", household, by="register",
    cases={Register.URBAN: "dibao_standard_urban", Register.RURAL: "dibao_standard_rural"},
    label="当地低保标准", cites=("guoling-271#6", "guoling-649#10"),
)  # fmt: skip
local_disposable_income = choose(
    "local_disposable_income", household, by="register",
    cases={Register.URBAN: "disposable_income_urban", Register.RURAL: "disposable_income_rural"},
    label="当地上年人均可支配收入", cites="guofa-2012-45",
)  # fmt: skip
has_dibao_here = either(
    "has_dibao_here", household, ("is_urban", "dibao_rural_established"),
    label="当地有这项低保", cites="guoling-271#2", until="2012-12-12",
)  # fmt: skip
