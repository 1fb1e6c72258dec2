"""A county with cases at several stages and everybody who could look at them, and a county next door; once a module."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.test import Client
from psycopg.types.range import DateRange

from doudi.accounts.models import Account, AccountKind, Citizen, Post, TokenScope
from doudi.accounts.roles import Role
from doudi.accounts.secrets import blind_index
from doudi.accounts.services.issue_token import issue_token
from doudi.accounts.services.load_places import load_places
from doudi.accounts.services.open_demonstration import open_demonstration
from doudi.accounts.signed_in import FACTOR
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Letter
from doudi.casework.steps import Step
from doudi.determination.models import PolicySimulation, Progress
from doudi.intake.models import Document, FamilyMember, Opening
from doudi.kernel.months import Month
from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.payments.services.approve_batch import approve_batch
from doudi.payments.services.make_batch import make_batch
from doudi.payments.services.write_bank_file import write_bank_file
from doudi.project.demonstration import families
from doudi.project.demonstration.published import publish_examples
from doudi.project.demonstration.story import Staff, Story
from doudi.standards import lawbook
from doudi.standards.drafts import Document as Instrument
from doudi.standards.drafts import Draft, Signer
from doudi.standards.papers import keep_paper
from doudi.standards.services.propose import propose
from doudi.verification.models import Report
from tests.fixtures.applications import PDF
from tests.intruders.table import ANYBODY, APPLICANT, CITIZEN, OTHER

HOME, NEXT_DOOR = "430971", "371702"
OPENED_ON, FIRST_DAY, TODAY = date(2022, 1, 1), date(2022, 4, 18), date(2022, 6, 1)
OWN_TOKEN, OTHER_TOKEN = "token", "other_token"
NOTHING = [
    {"name": name, "title": name, "note": "", "columns": [], "rows": []}
    for name in ("recipients", "cost", "winners", "gap")
]
"""Tables of a simulation in which nobody is."""
NOBODY = {"read": 0, "computed": 0, "rejected": 0, "elsewhere": 0}


def _simulated(staff: Staff) -> int:
    """What a policy officer has simulated."""
    post = staff[Role.POLICY_OFFICER]
    made = PolicySimulation.objects.create(
        place=HOME, asked_by=post.officer, office=post.office, asked_on=TODAY, on=TODAY, progress=Progress.DONE,
        changes=[["dibao.standard.rural", "+8%"]],
        result={"households": NOBODY, "assumed": [], "changes": [], "rejected": [], "tables": NOTHING},
    )  # fmt: skip
    return made.pk


@dataclass
class House:
    """Who is signed in how, and the parts of addresses of what there is."""

    clients: dict[str, Client] = field(default_factory=dict[str, Client])
    headers: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    keys: dict[str, object] = field(default_factory=dict[str, object])
    stands: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """A checksum of each table when all of it was made."""


def build() -> House:
    """Make the rows, as the acts of the product make them; the day of business is `TODAY` afterwards."""
    house = House()
    with acting(Actor.system("test"), on=OPENED_ON):
        load_places(known=lawbook.packs().places.by_code.values(), on=OPENED_ON)
        publish_examples(on=OPENED_ON)
        here = open_demonstration(county=HOME, password="示例-demo-2024", on=OPENED_ON)
        there = open_demonstration(county=NEXT_DOOR, password="示例-demo-2024", on=OPENED_ON)
    staff = {Role(post.role): post for post in here}
    paid = Story.begins(families.DATONGHU, staff, on=FIRST_DAY).walks_to(Step.CONFIRMATION)
    paid.is_granted()
    going = Story.begins(families.DATONGHU.again(2), staff, on=date(2022, 5, 16)).walks_to(Step.CONFIRMATION)
    waiting = Story.files(families.DATONGHU.again(3), staff, on=date(2022, 5, 30))
    applicant = _citizen("张某甲", families.DATONGHU.numbers["m1"], "13800000001")
    with acting(Actor.system("test"), on=TODAY):
        house.keys |= {
            "application": waiting.number, "case": going.case.number, "decided": paid.case.number,
            "matter": paid.application.number, "batch": _batch(staff),
            "member": FamilyMember.objects.filter(application=going.application).earliest("pk").pk,
            "paper": Document.objects.filter(application=going.application).earliest("pk").pk,
            "letter": Letter.objects.get().pk,
            "report": Report.objects.filter(request__application=going.application).latest("pk").pk,
            "officer": staff[Role.ACCEPTOR].officer_id,
            "standard": _standard(staff), "simulation": _simulated(staff),
        }  # fmt: skip
        Opening.objects.create(
            application=paid.application, account=applicant.account, how="窗口查询码", valid=DateRange(TODAY, None)
        )
    house.clients = {
        ANYBODY: Client(), CITIZEN: _browser(_citizen("李某乙", _nobodys_number(), "13800000002").account),
        APPLICANT: _browser(applicant.account),
        **{post.role: _browser(post.officer.account) for post in here},
        **{f"{OTHER}{post.role}": _browser(post.officer.account) for post in there},
    }  # fmt: skip
    house.keys["draft"] = house.clients[APPLICANT].post("/apply/")["Location"].split("/")[2]
    house.headers = {OWN_TOKEN: _token(staff[Role.ACCEPTOR]), OTHER_TOKEN: _token(there[1])}
    return house


def _nobodys_number() -> ResidentNumber:
    return ResidentNumber.reserved(born=date(1970, 1, 1), sex=Sex.FEMALE, serial=9)


def _citizen(name: str, number: ResidentNumber, phone: str) -> Citizen:
    account = Account.objects.create(login=f"citizen-{phone}", kind=AccountKind.CITIZEN)
    with acting(Actor.system("test"), on=TODAY):
        return Citizen.objects.create(
            account=account, name=name, number=number.full, number_index=blind_index("resident", number.full),
            phone=phone, phone_index=blind_index("phone", phone),
        )  # fmt: skip


def _standard(staff: Staff) -> int:
    post = staff[Role.POLICY_OFFICER]
    document = Instrument("示例通知", OPENED_ON, paper=keep_paper(PDF, name="通知.pdf"))
    draft = Draft(
        place=HOME, parameter="dibao.standard.rural", value="5400.00", per="year", document=document, in_force_on=TODAY,
        authority="430900",
    )  # fmt: skip
    return propose(draft=draft, by=Signer.of(post.officer, post.office), on=TODAY).pk


def _batch(staff: Staff) -> int:
    maker, checker = staff[Role.FINANCE_MAKER].officer, staff[Role.FINANCE_CHECKER].officer
    made = make_batch(month=Month(2022, 5), place=HOME, by=maker, on=TODAY)
    approve_batch(batch_id=made.pk, by=checker, on=TODAY)
    write_bank_file(batch_id=made.pk, format_id="csv-utf8", by=maker, on=TODAY)
    return made.pk


def _browser(account: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[FACTOR] = True
    session.save()
    return client


def _token(post: Post) -> dict[str, str]:
    with acting(Actor.system("test"), on=TODAY):
        _, token = issue_token(
            office=post.office, officer=post.officer, scopes=TokenScope.values, purpose="示例",
            until=TODAY + timedelta(days=90), by=None, on=TODAY,
        )  # fmt: skip
    return {"Authorization": f"Bearer {token}"}
