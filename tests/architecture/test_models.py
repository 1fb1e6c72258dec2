"""Tables: rows point upstream, what was decided is never rewritten, and each column has its Chinese name."""

from __future__ import annotations

import re

import pgtrigger
import pytest
from django.apps import apps
from django.db import models

STAGES = (
    "audit", "accounts", "standards", "registry", "intake", "verification", "determination", "casework",
    "entitlements", "payments", "flows", "desk", "portal", "api", "jobs",
)  # fmt: skip
REWRITTEN: set[str] = {  # a model whose rows may change is named here, with the reason beside it
    "Place",  # ends when its code does; a name mistyped is corrected the same day
    "Office",  # ends; a trigger of the migration keeps its kind and place
    "Account",  # a password changes, an account is closed
    "Officer",  # people change their names
    "Post",  # ends; a trigger of the migration checks every change
    "OutsideIdentity",  # a link may be taken back
    "SecondFactor",  # remembers the last code used; a lost phone is taken away
    "RecoveryCode",  # is gone once used
    "Citizen",  # the name as last written
    "Code",  # counts its tries
    "Attempt",  # is forgotten after an hour
    "Share",  # may be ended early
    "ApiToken",  # notes the day of its last use, and is revoked once; triggers refuse every other change
    "Person",  # may be merged into another, and split again
    "PersonRecord",  # a correction closes `known`
    "Identifier",  # the same
    "Membership",  # the same
    "Household",  # ends when its members move
    "NameToken",  # an index, made anew with the names
    "Mandate",  # is confirmed, and ends; triggers refuse every other change but of its place
    "Draft",  # is what somebody is typing
    "NumberSeries",  # counts
    "Application",  # is confirmed, accepted, sent on, withdrawn, closed; triggers keep what was filed
    "Opening",  # ends
    "FamilyMember",  # becomes a person of the registry once; names and numbers can be erased; triggers keep the rest
    "Supporter",  # its name can be erased; a trigger keeps the rest
    "Consent",  # is withdrawn once, its signer can be erased; triggers keep the rest
    "SourceConnection",  # moves, is stopped, and counts its failures
    "SourceQuery",  # goes from waiting to done or called off; triggers refuse every other change
    "DeliveryKey",  # is sealed anew with a newer data key, and goes when its delivery is forgotten
    "HomeVisit",  # its signer can be erased; triggers keep the rest
    "OpenDifferences",  # is counted anew after each act
    "AdoptedFact",  # a correction closes `known`, once; triggers keep the rest
    "Case",  # moves from step to step; `version` lets one of two officers win
    "Term",  # is counted again by a new calendar, and ends
    "Pause",  # ends when the clock goes on
    "Notice",  # a photo of the board may come later; triggers refuse every other change
    "Objection",  # is settled; triggers refuse every other change
    "Letter",  # is delivered; triggers refuse every other change
    "Reconsideration",  # has an outcome; triggers refuse every other change
    "Batch",  # goes from made to approved or cancelled; a trigger of the migration refuses every other change
    "PolicySimulation",  # goes from waiting to done or failed; a trigger of the migration refuses every other change
    "Beneficiary",  # its months end with the entitlement; a trigger of the migration refuses every other change
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")

OURS = [model for model in apps.get_models() if model.__module__.startswith("doudi.")]
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)


def test_there_are_tables_to_look_at() -> None:
    assert OURS


@every_model
def test_a_foreign_key_points_to_the_same_or_an_earlier_stage(model: type[models.Model]) -> None:
    stage = STAGES.index(model._meta.app_label)
    targets = [field.related_model for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]

    assert [target for target in targets if STAGES.index(target._meta.app_label) > stage] == []


@pytest.mark.parametrize("model", [model for model in OURS if model.__name__ not in REWRITTEN])
def test_rows_are_append_only_in_the_database_itself(model: type[models.Model]) -> None:
    protections = [
        trigger for trigger in getattr(model._meta, "triggers", ()) if isinstance(trigger, pgtrigger.Protect)
    ]

    assert any(_forbids_rewriting(trigger) for trigger in protections)


@every_model
def test_a_model_and_its_columns_have_chinese_names(model: type[models.Model]) -> None:
    names = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields if not field.primary_key}
    names[model.__name__] = str(model._meta.verbose_name)

    assert {name: said for name, said in names.items() if not CHINESE.search(said)} == {}


@every_model
def test_no_column_is_a_float(model: type[models.Model]) -> None:
    assert [field.name for field in model._meta.concrete_fields if isinstance(field, models.FloatField)] == []


def _forbids_rewriting(trigger: pgtrigger.Protect) -> bool:
    words = str(trigger.operation)
    return "UPDATE" in words and "DELETE" in words
