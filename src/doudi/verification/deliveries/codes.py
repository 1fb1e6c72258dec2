"""The words that a delivery may say a code by: the code itself, or its Chinese label."""

from __future__ import annotations

from doudi.policy.facts import Facts
from doudi.verification.sourceentries import FieldType, Source


def codes_of(source: Source, facts: Facts) -> dict[str, dict[str, str]]:
    """Return code by word, by fact, for the fields of a source that hold codes."""
    found: dict[str, dict[str, str]] = {}
    for field in source.fields:
        if field.type is FieldType.CODE and field.fact is not None:
            choice = facts.vocabulary.of(facts.by_name[field.fact].unit)
            found[field.fact] = {code: code for code in choice.codes()} | {
                label: code for code, label in choice.labels.items()
            }
    return found
