#!/usr/bin/env python3
"""Write the columns of the frozen inputs from the vocabulary of facts: `determination/inputs.py`.

    python scripts/input_columns.py [--check]

A fact that is added to packs/cn/facts.yaml becomes a column by this script and a migration, so that what a
determination was given is typed for ever and a batch reads columns, never JSON."""

from __future__ import annotations

import sys
from pathlib import Path

from doudi.policy.entities import ENTITIES, Entity
from doudi.policy.facts import Fact
from doudi.policy.types import Kind
from doudi.standards.lawbook import packs

TARGET = Path(__file__).resolve().parent.parent / "src/doudi/determination/inputs.py"
COLUMNS = {Kind.BOOL: "BooleanField", Kind.CHOICE: "SmallIntegerField", Kind.CODES: "BigIntegerField"}
HEAD = '''"""The facts of packs/cn/facts.yaml as columns; written by scripts/input_columns.py, not by hand.

Money is whole fen, a choice is the number of its code, and empty means unknown: nobody has said it."""

from __future__ import annotations

from django.db import models
'''


def written() -> str:
    """Return the text of the module."""
    return HEAD + "".join(_class(entity) for entity in ENTITIES)


def _class(entity: Entity) -> str:
    lines = [
        "",
        "",
        f"class {entity.name.capitalize()}Facts(models.Model):",
        f'    """What is known of a {entity.name}."""',
        "",
        *(_column(fact) for fact in packs().facts.of(entity)),
        "",
        "    class Meta:",
        "        abstract = True",
        "",
    ]
    return "\n".join(lines)


def _column(fact: Fact) -> str:
    default = "BigIntegerField" if fact.unit.is_money else "IntegerField"
    field = COLUMNS.get(fact.unit.kind, default)
    return f'    {fact.name} = models.{field}("{fact.label}", null=True)'


if __name__ == "__main__":
    if "--check" not in sys.argv:
        TARGET.write_text(written(), encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != written():
        sys.exit(
            "determination/inputs.py is not what the facts say: run scripts/input_columns.py, then makemigrations."
        )
