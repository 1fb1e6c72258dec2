"""One logic, several texts: the same rule under the article that was its source at another time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from doudi.policy.rules import Rule

RULES_OF_2012 = "2012-12-12"
MEASURES_OF_2014 = "2014-05-01"
RULES_OF_2021 = "2021-07-01"


def under(rule: Rule, cites: str, *, since: str | None = None, until: str | None = None) -> Rule:
    """Return the same rule as another text had it, in force while that text was, or between the days given."""
    return replace(
        rule,
        cites=(cites,),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )
