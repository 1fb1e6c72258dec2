"""Example values where a place's own figure was not found, published as the product does it, with 示例 in the title.

Without them the engine rightly says *undetermined* and names the figure; a demonstration wants to go on.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from doudi.standards.drafts import FICTIONAL, Document, Draft, Signer
from doudi.standards.queries import released_values
from doudi.standards.services.propose import propose
from doudi.standards.services.sign import sign

PROPOSES: Final = Signer("示例甲", "示例民政局（演示）")
SIGNS: Final = Signer("示例乙", "示例民政局（演示）")
TITLE: Final = f"{FICTIONAL}演示用的标准，不是当地公布的标准"


def example(place: str, parameter: str, value: str, per: str, in_force_on: date) -> Draft:
    """Return the draft of an example value."""
    document = Document(TITLE, in_force_on)
    return Draft(place=place, parameter=parameter, value=value, per=per, document=document, in_force_on=in_force_on)


EXAMPLES: Final = (
    (example("430900", "dibao.standard.rural", "4800.00", "year", date(2022, 1, 1)), None),
    (example("532900", "dibao.standard.urban", "180.00", "month", date(2007, 1, 1)), date(2012, 1, 1)),
    (example("532900", "tekun.base.rural.home", "1200.00", "year", date(2007, 1, 1)), date(2012, 1, 1)),
)
"""Each with the first day on which no story wants it any more: what is published lies over the packs for good."""


def publish_examples(*, on: date) -> int:
    """Publish what is in force and wanted on a day and not published yet; return how many."""
    there = {(value.parameter, value.place) for value in released_values()}
    due = [draft for draft, until in EXAMPLES if draft.in_force_on <= on and (until is None or on < until)]
    missing = [draft for draft in due if (draft.parameter, draft.place) not in there]
    for draft in missing:
        sign(proposal_id=propose(draft=draft, by=PROPOSES, on=on).pk, by=SIGNS, on=on, original_seen=True)
    return len(missing)
