"""Determine what a family is owed, and keep what it was determined from."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from doudi.audit import actor
from doudi.audit.services.record import record
from doudi.determination import freezing, lawtexts
from doudi.determination.anonymity import anonymous, key_of
from doudi.determination.models import Determination, InputHousehold, LawText, Purpose
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.divisions import county_of
from doudi.policy.assessment import Assessment, assess
from doudi.policy.report import as_text


@transaction.atomic
def determine(
    *, application: Application, document: Mapping[str, Any], on: date, purpose: Purpose
) -> list[Determination]:
    """Determine every programme that is handled here for an application, under the law of the day as known now.

    `document` is a household file whose members carry the keys of the application's. Everything it says is frozen with
    the outcomes, under numbers instead of names. Raises HouseholdRefused, PlaceUnknown, NoLawYet.
    """
    snapshot, law = lawtexts.current_law()
    county = county_of(application.place)
    family = list(FamilyMember.objects.filter(application=application).order_by("position"))
    assessment = assess(snapshot, anonymous(document, family), place=county, on=on, only=snapshot.packs.handled)
    members = {key_of(member): member for member in family}
    inputs = freezing.freeze(
        assessment.household, application=application, place=application.place, on=on, members=members
    )
    made = _determinations(assessment, application, inputs, law, members, purpose)
    Determination.objects.bulk_create(made)
    record(
        "determination.made",
        on=on,
        subject=inputs,
        place=application.place,
        persons=[member.person_id for member in members.values() if member.person_id],
        details={"programmes": sorted({each.programme for each in made}), "purpose": purpose.value},
    )
    return made


def outcomes_of(determination: Determination) -> dict[str, Any]:
    """Return the whole record as JSON has it; people in it go by their keys."""
    return json.loads(record_of(determination))


def record_of(determination: Determination) -> str:
    """Return the text of the record."""
    return zlib.decompress(bytes(determination.trace)).decode()


def _determinations(
    assessment: Assessment,
    application: Application,
    inputs: InputHousehold,
    law: LawText,
    members: Mapping[str, FamilyMember],
    purpose: Purpose,
) -> list[Determination]:
    report = json.loads(as_text(assessment))
    head = {name: value for name, value in report.items() if name != "outcomes"}
    return [
        Determination(
            application=application,
            inputs=inputs,
            member=members[outcome["person"]["id"]] if outcome["person"] else None,
            programme=outcome["programme"],
            place=application.place,
            on=inputs.on,
            purpose=purpose,
            status=outcome["status"],
            amount_fen=outcome["amount_fen"],
            per_person_fen=found.per_person,
            persons=[members[key].pk for key in assessment.persons(found)],
            components=[{"name": name, "amount_fen": amount} for name, amount in found.components],
            law=law,
            code_version=lawtexts.code_version(),
            trace=zlib.compress(json.dumps({**head, "outcomes": [outcome]}, ensure_ascii=False).encode()),
            made_by_id=actor.current().account,
        )
        for outcome, found in zip(report["outcomes"], assessment.ranked(), strict=True)
    ]
