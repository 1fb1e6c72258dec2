"""To have no income of a kind: what a family that left it out has declared, and what a source may know better.

Whoever applies declares income truthfully (guoling-649#58). How much it is, and whether it is counted, the rules of
income say; here is only whether there is any. Other truths are tagged where the law has them: `grep difference=`.
"""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import rule
from doudi.policy.types import FenYear

PENSION = ("minfa-2012-220#16.4", "minfa-2021-57#13.4")
WAGE = ("minfa-2012-220#16.1", "minfa-2021-57#13.1")
BUSINESS = ("minfa-2012-220#16.2", "minfa-2021-57#13.2")
PROPERTY = ("minfa-2012-220#16.3", "minfa-2021-57#13.3")


@rule(
    member, "没有离退休金、养老金", cites=PENSION, shows="{pension}",
    difference="查到有离退休金、养老金，申报时没有写。",
)  # fmt: skip
def has_no_pension(pension: FenYear) -> bool:
    """No pension; the basic one of residents, which is not counted, is a fact of its own."""
    return pension == 0


@rule(
    member, "没有工资性收入", cites=WAGE, shows="{wage}",
    difference="查到有工资收入（例如缴社会保险、公积金、税，或者由财政发工资），申报时没有写。",
)  # fmt: skip
def has_no_wage(wage: FenYear) -> bool:
    """No wage of any employer, the state included."""
    return wage == 0


@rule(
    member, "没有经营收入", cites=BUSINESS, shows="{business_income}",
    difference="查到有经营收入，申报时没有写。",
)  # fmt: skip
def has_no_business(business_income: FenYear) -> bool:
    """No farming, no trade."""
    return business_income == 0


@rule(
    member, "没有财产收入", cites=PROPERTY, shows="{property_income}",
    difference="查到有利息、房租、分红等财产收入，申报时没有写。",
)  # fmt: skip
def has_no_property_income(property_income: FenYear) -> bool:
    """No interest, rent or dividend."""
    return property_income == 0
