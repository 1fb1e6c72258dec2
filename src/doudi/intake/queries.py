"""What an application says, what it lacks, and which applications somebody has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from doudi.accounts.models import Account
from doudi.audit.fixed import fixed
from doudi.intake.household import HOUSEHOLD, Said, Whom, plain, write
from doudi.intake.models import Application, DeclaredFact, Document, Draft, FamilyMember, Mandate, Relation
from doudi.intake.papers import Need, papers
from doudi.kernel.residentid import ResidentNumber
from doudi.standards import lawbook

WAITING = """
SELECT count(*) FROM intake_application WHERE accepted_on IS NULL AND withdrawn_on IS NULL AND closed_on IS NULL
"""
"""Asked by every page of the window, so its text is fixed."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing an application lacks: a paper or a statement, of whom, and which article asks for it."""

    item: str
    label: str
    is_paper: bool
    member: int | None
    name: str
    cites: str

    def as_dict(self) -> dict[str, Any]:
        """Return what is kept of it when the family is told; the name is found by the member."""
        kept = asdict(self)
        del kept["name"]
        return kept

    def __str__(self) -> str:
        """Say it: 疾病诊断证明（张某甲）."""
        return f"{self.label}（{self.name}）" if self.name else self.label


def household_document(application: Application) -> dict[str, Any]:
    """Return the household file of what the family declared, in the format of `doudi facts schema`."""
    return write(members_of(application), declared_of(application))


def members_of(application: Application) -> list[FamilyMember]:
    """List the members in their order, with their supporters at hand."""
    return list(application.members.order_by("position").prefetch_related("supporters"))


_declared = fixed(
    lambda key: (
        DeclaredFact.objects.filter(application=key)
        .order_by("pk")
        .values_list("member", "supporter", "fact", "value", "as_of")
    )
)


def declared_of(application: Application) -> Mapping[Whom, Mapping[str, Said]]:
    """Return what was declared, by whom it speaks of and by fact."""
    found: dict[Whom, dict[str, Said]] = defaultdict(dict)
    for member, supporter, fact, value, as_of in _declared(application.pk):
        found[member, supporter][fact] = Said(value, None, as_of)
    return found


def missing_papers(
    application: Application, *, on: date | None = None, programme: str | None = None, signed: Collection[str] = ()
) -> list[Missing]:
    """List everything an application lacks, papers and statements together, as the law was when it was filed.

    What an officer can look up (minfa-2021-57#10) is not missing, nor are papers in place of which everybody has
    `signed`. With a programme, also what only that one asks for.
    """
    day = on or application.submitted_on
    members, declared = members_of(application), declared_of(application)
    handed_in = set(application.documents.values_list("kind", "member"))
    found: list[Missing] = []
    for need in papers().needs:
        if need.item not in signed and need.applies(on=day, channel=application.channel, programme=programme):
            for person in _whom(need, application, members, declared):
                if not _is_there(need, person, handed_in, declared):
                    pk, name = (person.pk, person.name) if person else (None, "")
                    found.append(Missing(need.item, need.label, need.is_paper, pk, name, need.cites))
    return found


def _whom(
    need: Need, application: Application, members: list[FamilyMember], declared: Mapping[Whom, Mapping[str, Said]]
) -> Iterator[FamilyMember | None]:
    """Yield of whom something is needed; None stands for the household."""
    if need.scope == "household" or (need.scope == "mandate" and application.mandate_id is not None):
        yield None
    for person in members if need.scope == "member" else ():
        said = declared.get((person.pk, None), {})
        if need.when is None or _is_so(need.when, said):
            yield person


def _is_so(fact: str, said: Mapping[str, Said]) -> bool:
    """Whether a fact is known and is not what holds of most people."""
    told = said.get(fact)
    return told is not None and told.value != lawbook.packs().facts.by_name[fact].absent


def _is_there(
    need: Need,
    person: FamilyMember | None,
    handed_in: set[tuple[str, int | None]],
    declared: Mapping[Whom, Mapping[str, Said]],
) -> bool:
    if need.is_paper:
        return (need.item, person.pk if person else None) in handed_in
    said = declared.get((person.pk, None) if person else HOUSEHOLD, {})
    facts = lawbook.packs().facts
    return any(name == need.item or facts.by_name[name].group == need.item for name in said)


def drafts_of(account: Account) -> QuerySet[Draft]:
    """List what an account has typed and not handed in, the newest first."""
    return Draft.objects.filter(account=account).order_by("-updated_at", "-pk")


def applications_of(account: Account) -> QuerySet[Application]:
    """List an account's own applications, those it helps with and those opened to it, as far as the database shows."""
    own = Q(filed_by=account) | Q(mandate__account=account) | Q(openings__account=account)
    return Application.objects.filter(own).distinct().order_by("-submitted_on", "-pk")


def live_mandates(account: Account, on: date) -> QuerySet[Mandate]:
    """List for whom an account may act on a day."""
    live = Mandate.objects.filter(account=account, valid__contains=on)
    return live.exclude(ended_on__lte=on).order_by("pk")


def declared_value(application: Application, fact: str) -> str | None:
    """Return the code the family declared for a fact of the household, None where it said nothing: rural."""
    said = DeclaredFact.objects.filter(application=application, member=None, supporter=None, fact=fact).first()
    if said is None:
        return None
    return str(plain(lawbook.packs().facts.by_name[fact], said.value))


def waiting_applications() -> QuerySet[Application]:
    """List what was handed in and is neither accepted nor taken back, the oldest first, with what was told of it."""
    open_ones = Application.objects.filter(accepted_on=None, withdrawn_on=None, closed_on=None)
    counted = open_ones.select_related("supplement").annotate(people=Count("members"))
    return counted.order_by("submitted_on", "pk")


def count_waiting() -> int:
    """Count what waits to be accepted."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        ((number,),) = cursor.fetchall()
    return number


def application_numbered(number: str) -> Application | None:
    """Return an application by its number, if the actor may see it."""
    found = Application.objects.select_related("accepted_by", "supplement__told_by", "filed_by", "mandate")
    return found.filter(number=number).first()


def numbers_of(keys: Iterable[int]) -> dict[int, str]:
    """Return the numbers of applications by their keys, with one query."""
    return dict(Application.objects.filter(pk__in=list(keys)).values_list("pk", "number"))


def application_keyed(key: UUID) -> Application | None:
    """Return an application by the key it was handed in with, if the actor may see it."""
    return Application.objects.filter(key=key).first()


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, as a list shows them: the number masked, the size of the family, the key of the registry."""

    masked: str
    people: int
    person: int | None


_applicants = fixed(
    lambda keys: (
        FamilyMember.objects.filter(application__in=[keys], relation=Relation.APPLICANT)
        .annotate(people=Count("application__members"))
        .order_by("pk")
        .values_list("application", "number", "people", "person")
    )
)


def applicants_of(applications: Iterable[int]) -> dict[int, Applicant]:
    """Return who applies, for many applications with one query."""
    return {
        application: Applicant(masked_number(number), people, person)
        for application, number, people, person in _applicants(list(applications))
    }


def masked_number(number: str) -> str:
    """Mask a resident number as kept: 6201**********0023; without number nothing."""
    return ResidentNumber.parse(number).masked if number else ""


def documents_of(application: Application) -> list[Document]:
    """List the papers of an application in the order they were handed in."""
    return list(Document.objects.filter(application=application).order_by("pk"))
