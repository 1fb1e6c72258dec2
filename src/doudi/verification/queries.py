"""What was declared beside what was found and seen, what is not settled, and the household file that counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from doudi.audit.fixed import fixed
from doudi.intake.household import Said, Whom, supporters_among, write
from doudi.intake.models import Application, FamilyMember
from doudi.intake.queries import declared_of, members_of
from doudi.policy.types import Kind
from doudi.standards import lawbook
from doudi.verification.models import (
    AdoptedFact,
    AnswerKind,
    CheckRequest,
    Consent,
    Ground,
    HomeVisit,
    ObligorsNoted,
    OpenDifferences,
    Report,
    SourceAnswer,
    Unreachable,
    Visitor,
)
from doudi.verification.sources import sourcebook
from doudi.verification.told import Told, latest_answers, seen

PROVENANCE = {
    Ground.DECLARED: "declared",
    Ground.SOURCE: "verified",
    Ground.VISIT: "found",
    Ground.EVIDENCE: "found",
}
Key = tuple[Whom, str]


@dataclass(slots=True)
class Difference:
    """One fact as each told it; None where nobody said. `asked`: how sources answered; a failed one says nothing.

    `is_off_record`: a source that certifies it has nothing on record, nor has another; found is that there is none."""

    whom: Whom
    fact: str
    declared: int | None = None
    declared_as_of: date | None = None
    found: int | None = None
    found_on: date | None = None
    found_by: str = ""
    contested: bool = False
    is_off_record: bool = False
    seen: int | None = None
    seen_on: date | None = None
    adopted: AdoptedFact | None = None
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def differs(self) -> bool:
        """Whether two of those who spoke of it told different values."""
        told = {value for value in (self.declared, self.found, self.seen) if value is not None}
        return self.contested or len(told) > 1

    @property
    def is_settled(self) -> bool:
        """Whether nothing differs, or an officer settled it with just these values before them."""
        if not self.differs:
            return True
        row = self.adopted
        return row is not None and (row.declared, row.found, row.seen) == (self.declared, self.found, self.seen)


def differences(
    application: Application, *, known_at: datetime | None = None, members: list[FamilyMember] | None = None
) -> list[Difference]:
    """List every fact that somebody told: declared, found, seen and adopted side by side, as facts.yaml has them.

    Who has read the members already gives them."""
    rows: dict[Key, Difference] = {}
    family = members_of(application) if members is None else members
    for whom, facts in declared_of(application).items():
        for name, said in facts.items():
            row = _row(rows, whom, name)
            row.declared, row.declared_as_of = said.value, said.as_of
    _add_relations(rows, family)
    answers = latest_answers(application, known_at)
    _add_found(rows, answers)
    _add_seen(rows, application, known_at)
    for adopted in adopted_facts(application, known_at):
        _row(rows, (adopted.member_id, adopted.supporter_id), adopted.fact).adopted = adopted
    _add_asked(rows, answers)
    _add_off_record(rows, answers)
    _drop_replaced(rows, family, application, known_at)
    order = {name: index for index, name in enumerate(lawbook.packs().facts.by_name)}
    return sorted(rows.values(), key=lambda row: (row.whom[0] or 0, row.whom[1] or 0, order.get(row.fact, 0)))


def unsettled(application: Application, *, known_at: datetime | None = None) -> list[Difference]:
    """List the facts that differ and that nobody settled with these values before them."""
    return [row for row in differences(application, known_at=known_at) if not row.is_settled]


_open_differences = fixed(
    lambda keys: OpenDifferences.objects.filter(application__in=[keys], number__gt=0).values_list(
        "application", "number"
    )
)


def open_differences(applications: Iterable[int]) -> dict[int, int]:
    """Return how many differences are not settled, by the keys of those applications that have any; one query."""
    return dict(_open_differences(list(applications)))


def adopted_document(application: Application, *, known_at: datetime | None = None) -> dict[str, Any]:
    """Return the household file that counts, each fact with where it comes from 来源, as far as known at a moment.

    A fact on which declaration and check differ, and which nobody settled, is unknown: it is neither yes nor no.
    """
    said: dict[Whom, dict[str, Said]] = defaultdict(dict)
    for row in differences(application, known_at=known_at):
        said[row.whom][row.fact] = counted(row)
    noted = obligors_noted(application, known_at)
    return write(members_of(application), said, {member: each.positions for member, each in noted.items()})


def obligors_noted(application: Application, known_at: datetime | None = None) -> dict[int, ObligorsNoted]:
    """Return what was last noted of the legal supporters of members of whom the family said nothing, by member."""
    rows = ObligorsNoted.objects.filter(member__application=application, **_known(known_at))
    return {each.member_id: each for each in rows.order_by("pk")}


def counted(row: Difference) -> Said:
    """Return what counts of one fact; unknown as long as a difference is not settled."""
    if not row.is_settled:
        return Said(None)
    if row.adopted is not None:
        return Said(row.adopted.adopted, PROVENANCE[Ground(row.adopted.ground)], row.adopted.settled_on)
    if row.found is not None:
        return Said(row.found, "verified", row.found_on)
    if row.seen is not None:
        return Said(row.seen, "found", row.seen_on)
    return Said(row.declared, "declared", row.declared_as_of)


def adopted_facts(application: Application, known_at: datetime | None = None) -> QuerySet[AdoptedFact]:
    """List what is settled now, or was at a moment."""
    held = Q(known__upper_inf=True) if known_at is None else Q(known__contains=known_at)
    return AdoptedFact.objects.filter(held, application=application).select_related("settled_by").order_by("pk")


def consents_of(application: Application, on: date) -> QuerySet[Consent]:
    """List the consents of a family that are live on a day."""
    live = Consent.objects.filter(member__application=application, signed_on__lte=on)
    return live.exclude(until_on__lte=on).exclude(ended_on__lte=on).order_by("pk")


def unreachable_of(application: Application) -> dict[int, Unreachable]:
    """Return whose leave cannot be had, by the keys of the members."""
    return {each.member_id: each for each in Unreachable.objects.filter(member__application=application)}


def without_consent(application: Application, sources: Iterable[str], on: date) -> list[FamilyMember]:
    """List the members who have not consented to all of these sources and are not unreachable."""
    given = {consent.member_id for consent in consents_of(application, on) if set(sources) <= set(consent.sources)}
    members = FamilyMember.objects.filter(application=application, unreachable__isnull=True)
    return list(members.exclude(pk__in=given).order_by("position"))


def _row(rows: dict[Key, Difference], whom: Whom, fact: str) -> Difference:
    return rows.setdefault((whom, fact), Difference(whom, fact))


def _drop_replaced(
    rows: dict[Key, Difference], family: list[FamilyMember], application: Application, known_at: datetime | None
) -> None:
    """Leave out legal supporters who count no longer, because others were noted in their place; often no query."""
    if all(each.declared for person in family for each in person.supporters.all()):
        return
    noted = {member: each.positions for member, each in obligors_noted(application, known_at).items()}
    counting = {each.pk for person in family for each in supporters_among(person, noted.get(person.pk))}
    for whom, fact in [key for key in rows if key[0][1] is not None and key[0][1] not in counting]:
        del rows[whom, fact]


def _add_relations(rows: dict[Key, Difference], members: list[FamilyMember]) -> None:
    facts = lawbook.packs().facts
    for person in members:
        if person.relation:
            value = facts.vocabulary.of(facts.by_name["relation"].unit).read(person.relation)
            _row(rows, (person.pk, None), "relation").declared = value


def _add_found(rows: dict[Key, Difference], answers: list[Told]) -> None:
    """Add what the sources found.

    Of what a household has altogether each source knows a part (one member's deposits): the parts are added up. On
    anything else two sources with different values contest each other, and the later one shows.
    """
    for answer in answers:
        for member, fact, value in answer.facts:
            row = _row(rows, (member, None), fact)
            before = row.found
            is_part = member is None and _adds_up(fact)
            row.found = value + (before or 0) if is_part else value
            row.contested = row.contested or (not is_part and before not in (None, value))
            row.found_on, row.found_by = answer.day, answer.source


def _adds_up(fact: str) -> bool:
    unit = lawbook.packs().facts.by_name[fact].unit
    return unit.is_money or unit.kind is Kind.COUNT


def _add_seen(rows: dict[Key, Difference], application: Application, known_at: datetime | None) -> None:
    for member, supporter, fact, value, day in seen(application, known_at):
        row = _row(rows, (member, supporter), fact)
        row.seen, row.seen_on = value, day


def _add_asked(rows: Mapping[Key, Difference], answers: list[Told]) -> None:
    """Add how the sources that speak of a fact answered: of a member, or of any, where it is the household's."""
    asked: dict[tuple[int | None, str], list[tuple[str, str]]] = defaultdict(list)
    sources = sourcebook().sources
    for answer in answers:
        for fact in sources[answer.source].covers if answer.source in sources else ():
            asked[answer.member, fact].append((answer.source, answer.outcome))
            asked[None, fact].append((answer.source, answer.outcome))
    for row in rows.values():
        row.asked = asked.get((row.whom[0], row.fact), []) if row.whom[1] is None else []


def _add_off_record(rows: Mapping[Key, Difference], answers: list[Told]) -> None:
    """Hold what the family declares against a source that would have it on record and has not, if no other has it."""
    facts, sources = lawbook.packs().facts.by_name, sourcebook().sources
    days = {answer.source: answer.day for answer in answers}
    for row in rows.values():
        none = facts[row.fact].absent if row.fact in facts else None
        lacking = [name for name, told in row.asked if told == AnswerKind.NOTHING_FOUND]
        silent = next((name for name in lacking if row.fact in sources[name].certifies), None)
        if row.found is None and silent is not None and none is not None and row.declared not in (None, none):
            row.found, row.found_by, row.found_on, row.is_off_record = none, silent, days[silent], True


def _known(known_at: datetime | None, prefix: str = "") -> dict[str, Any]:
    return {} if known_at is None else {f"{prefix}recorded_at__lte": known_at}


def checks_of(application: Application) -> list[CheckRequest]:
    """List the checks of a family with their answers and reports, the newest first."""
    answers = Prefetch("answers", SourceAnswer.objects.order_by("pk"))
    reports = Prefetch("reports", Report.objects.defer("content").select_related("made_by").order_by("pk"))
    found = CheckRequest.objects.filter(application=application).select_related("requested_by")
    return list(found.prefetch_related(answers, reports).order_by("-pk"))


def visits_of(application: Application) -> list[HomeVisit]:
    """List the visits to a family with who made them, the newest first."""
    visitors = Prefetch("visitors", Visitor.objects.select_related("officer").order_by("pk"))
    return list(HomeVisit.objects.filter(application=application).prefetch_related(visitors).order_by("-pk"))


def reports_made_for(application: Application) -> QuerySet[Report]:
    """List the reports about a family."""
    return Report.objects.filter(request__application=application).select_related("made_by", "request__application")


def report_with(digest: str) -> Report | None:
    """Return the report that has this digest."""
    return Report.objects.filter(digest=digest).select_related("request__application").first()


def report_number(report: Report) -> str:
    """Number a report after its application: the second one is `-2号`."""
    application = report.request.application
    place_in_order = reports_made_for(application).filter(pk__lte=report.pk).count()
    return f"核对〔{report.made_on.year}〕{application.number}-{place_in_order}号"


def reports_of(check: CheckRequest) -> list[Report]:
    """List the reports of a check; reads what `checks_of` fetched."""
    return list(check.reports.all())  # pyright: ignore[reportAttributeAccessIssue] - the other end of a foreign key
