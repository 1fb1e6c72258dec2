"""`doudi facts schema`: the JSON Schema of a household file."""

from __future__ import annotations

import argparse
import json

from doudi.policy.schema import household_schema
from doudi.standards.lawbook import packs


def arguments(parser: argparse.ArgumentParser) -> None:
    """One thing to ask for."""
    parser.add_argument(
        "what", choices=["schema"], help="the JSON Schema of a household file 家庭情况文件的 JSON Schema"
    )


def call(_options: argparse.Namespace) -> None:
    """Print the schema."""
    print(json.dumps(household_schema(packs().facts), ensure_ascii=False, indent=2))
