"""A case that one statement reads is the case that the ORM reads, field by field, with nothing left to ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from doudi.casework.models import Case, Extension
from doudi.casework.steps import Step
from doudi.casework.whole import whole_case
from doudi.determination.models import Determination
from doudi.intake.models import FamilyMember, Supporter
from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.verification.models import OpenDifferences
from tests.casework.given import DATONGHU, Walk, determined

pytestmark = pytest.mark.usefixtures("as_system")
SPRING, BORN = date(2022, 4, 18), date(1988, 8, 8)


def fields(rows: Iterable[Model | None]) -> list[dict[str, Any]]:
    """The values that rows have, without asking the database for more."""
    return [{name: value for name, value in vars(row).items() if name[0] != "_"} for row in rows if row]


def eventful() -> Case:
    """A case with everything that can hang on it: a family, obligors, differences, a longer limit, two findings."""
    walk = Walk.of("tekun", DATONGHU, SPRING)
    application = walk.case.application
    number = str(ResidentNumber.reserved(born=BORN, sex=Sex.FEMALE))
    other = FamilyMember.objects.create(
        application=application, position=2, key="m2", name="李某乙", relation="child", sex="female", born_on=BORN,
        number=number,
    )  # fmt: skip
    for position, name in ((2, "示例次女"), (1, "示例长子")):
        Supporter.objects.create(member=other, position=position, name=name, born_on=BORN)
    OpenDifferences.objects.create(application=application, number=2, counted_on=SPRING)
    determined(walk.case, "undetermined", None, "provisional")
    walk.to(Step.NOTICE)
    Extension.objects.create(
        term=walk.case.terms.first(), days_before=20, days=30, reason="家庭成员在外省", cites=["minfa-2021-57#22"],
        by=walk.confirmer(), extended_on=walk.day,
    )  # fmt: skip
    return walk.case


def test_one_statement_reads_of_a_case_what_the_orm_reads(django_assert_num_queries: Any) -> None:
    key = eventful().pk
    plain = Case.objects.get(pk=key)

    with django_assert_num_queries(1):
        found = whole_case(plain.number)
        assert found is not None
        case, application = found.case, found.case.application
        read = {
            "case": fields([case]), "application": fields([application]), "steps": fields(case.steps_taken.all()),
            "terms": fields(case.terms.all()), "opinions": fields(case.opinions.all()),
            "members": fields(application.members.all()), "newest": fields(found.determinations[:1]),
            "obligors": fields(each for member in application.members.all() for each in member.supporters.all()),
            "longer": fields(getattr(term, "extension", None) for term in case.terms.all()),
            "officers": fields([application.accepted_by, *(step.by for step in case.steps_taken.all())]),
            "differences": fields([getattr(application, "open_differences", None)]), "member": case.member,
            "opinion": case.opinions.all()[0].determination, "findings": len(found.determinations),
        }  # fmt: skip

    rows = Determination.objects.filter(application=plain.application).order_by("-pk")
    members = plain.application.members.order_by("position")
    assert read == {
        "case": fields([plain]), "application": fields([plain.application]),
        "steps": fields(plain.steps_taken.order_by("pk")), "terms": fields(plain.terms.order_by("pk")),
        "opinions": fields(plain.opinions.order_by("pk")), "members": fields(members), "newest": fields(rows[:1]),
        "obligors": fields(Supporter.objects.order_by("position")),
        "longer": fields(getattr(term, "extension", None) for term in plain.terms.order_by("pk")),
        "officers": fields([plain.application.accepted_by, *(s.by for s in plain.steps_taken.order_by("pk"))]),
        "differences": fields(OpenDifferences.objects.all()), "member": plain.member, "opinion": rows[0], "findings": 2,
    }  # fmt: skip
    assert [len(read[name]) for name in ("members", "obligors", "longer", "differences")] == [2, 2, 1, 1]


def test_a_case_that_nobody_sees_is_none() -> None:
    assert whole_case("430971-2022-999999-1") is None
