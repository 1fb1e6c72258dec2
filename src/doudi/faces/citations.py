"""Citations inside a note of a pack, said in Chinese: citizens don't read `minfa-2021-43#19`."""

from __future__ import annotations

import re
from datetime import date

from doudi.policy.sources import Sources

CITED = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+#[0-9][0-9.]*[0-9]|[a-z][a-z0-9]*(?:-[a-z0-9]+)+#[0-9]")


SENTENCE = re.compile("[^。]+。?")


def in_words(note: str, sources: Sources, on: date) -> str:
    """Replace each citation of a note by the title and the article. Raises CitationUnresolved.

    A sentence that rests on a text not in force on the day is left out: nobody is told of a rule that is gone.
    """
    said = (
        part for part in SENTENCE.findall(note) if all(_in_force(cite, sources, on) for cite in CITED.findall(part))
    )
    return CITED.sub(lambda match: sources.text(match[0]), "".join(said))


def _in_force(cite: str, sources: Sources, on: date) -> bool:
    source = sources.resolve(cite)[0]
    return (source.in_force is None or source.in_force <= on) and (source.repealed is None or on < source.repealed)
