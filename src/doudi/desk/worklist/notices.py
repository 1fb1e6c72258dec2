"""The sheet that hangs on the board of the village: name, size of the family, amount, days, phone; nothing else.

The law lists no fields for the seven days (minfa-2021-57#19); we stay within what #24 allows for lasting publication.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.casework.models import Case
from doudi.casework.queries import last_notices, last_opinions
from doudi.casework.steps import Recommends
from doudi.desk.labels import place_names, programme_label
from doudi.faces.fields import in_chinese
from doudi.intake.queries import applicants_of
from doudi.kernel.money import show_yuan


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet."""

    number: str
    programme: str
    name: str
    people: int
    place: str
    amount: str
    opinion: str
    days: str


def notice_sheets(cases: list[Case], on: date) -> list[Sheet]:
    """Make the sheets of some cases; a case without an opinion has nothing to post and is left out."""
    opinions = last_opinions(cases)
    notices = last_notices(cases)
    applicants = applicants_of({case.application_id for case in cases})
    names = place_names({case.place for case in cases}, on)
    sheets = []
    for case in cases:
        opinion, notice = opinions.get(case.pk), notices.get(case.pk)
        if opinion is None:
            continue
        amount = opinion.determination.amount_fen
        sheets.append(
            Sheet(
                number=case.number, programme=programme_label(case.programme),
                name=case.member.name if case.member else case.application.applicant_name,
                people=1 if case.member else applicants[case.application_id].people, place=names[case.place],
                amount=f"{show_yuan(amount)} / 月" if amount else "—", opinion=Recommends(opinion.recommends).label,
                days=f"{in_chinese(notice.posted_on)}至{in_chinese(notice.ends_on)}" if notice else "张贴之日起计算",
            )
        )  # fmt: skip
    return sheets
