"""Citations inside a note of a pack, said in Chinese: citizens don't read `minfa-2021-43#19`."""

from __future__ import annotations

import re

from doudi.policy.sources import Sources

CITED = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+#[0-9][0-9.]*[0-9]|[a-z][a-z0-9]*(?:-[a-z0-9]+)+#[0-9]")


def in_words(note: str, sources: Sources) -> str:
    """Replace each citation of a note by the title and the article. Raises CitationUnresolved."""
    return CITED.sub(lambda match: sources.text(match[0]), note)
