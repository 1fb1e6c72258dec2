"""What a household file says that can be computed and yet is probably a slip: a sentence for who wrote it."""

from __future__ import annotations

from datetime import date, timedelta

from doudi.policy.assessment import Assessment
from doudi.policy.entities import member

FRESH = timedelta(days=365)
"""So long what was looked up is taken to hold; standards are set anew once a year."""


def beyond(assessment: Assessment) -> list[str]:
    """Say that nobody has looked for a year whether the law is still so on the day that was asked for.

    No refusal: what is known may be asked of any day.
    """
    day, checked = assessment.law.day, assessment.snapshot.packs.checked_on
    if checked is None or day <= checked + FRESH:
        return []
    told = f"收录的规定只核对到{_said(checked)}，{_said(day)}在那以后：规定和标准可能已经改变，这里按已知的规定算。"
    return [told]


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def doubts(assessment: Assessment) -> list[str]:
    """Say what may well be a slip although it can be computed: a spouse too young to be married.

    A sentence and no refusal: places of national autonomy may set a lower age, and the file does not tell the sex.
    """
    packs, people = assessment.snapshot.packs, assessment.household.members
    fact = next((each for each in packs.facts.of(member) if each.kin), None)
    if fact is None or fact.kin is None:
        return []
    kin, choice = fact.kin, packs.facts.vocabulary.of(fact.unit)
    if all(person.facts.get(fact.name) != kin.partner for person in people):
        return []
    law = "、".join(packs.sources.text(cite) for cite in packs.sources.current(kin.cites, assessment.law.day))
    return [
        f"{person.name}填的是{choice.label(person.facts[fact.name])}，{person.facts[kin.age]} 周岁，"
        f"还不到法定婚龄（{law}）。请核对年龄和关系；测算先按填的情况。"
        for person in people
        if person.facts.get(fact.name) in (kin.head, kin.partner)
        and person.facts.get(kin.age, kin.marriage_age) < kin.marriage_age
    ]
