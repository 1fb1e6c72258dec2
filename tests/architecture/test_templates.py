"""Templates: every class is in the style sheets, and no look of their own beside them."""

from __future__ import annotations

import fnmatch
import re

from tests.architecture.repository import name, text, tracked

CLASS_ATTRIBUTE = re.compile(r'\bclass="([^"]*)"')
SELECTOR = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
HEX_COLOUR = re.compile(r"""(?<![&\w/"'])#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b""")
OWN_LOOK = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|\b(?:bg)?color=", re.IGNORECASE)

TEMPLATES = [path for path in tracked() if path.suffix == ".html" and "templates" in path.parts]
STYLES = [path for path in tracked() if path.suffix == ".css"]


def test_every_class_of_a_template_is_in_the_style_sheets() -> None:
    known = {selector for sheet in STYLES for selector in SELECTOR.findall(_without_comments(text(sheet)))}
    unknown = {
        f"{name(path)}: {word}"
        for path in TEMPLATES
        for attribute in CLASS_ATTRIBUTE.findall(_with_stars(text(path)))
        for word in attribute.split()
        if not fnmatch.filter(known, word)
    }

    assert unknown == set()


def test_no_template_has_a_look_or_a_script_of_its_own() -> None:
    assert [name(path) for path in TEMPLATES if OWN_LOOK.search(text(path))] == []


def test_no_template_names_a_colour() -> None:
    assert [name(path) for path in TEMPLATES if HEX_COLOUR.search(text(path))] == []


def test_colours_are_named_once_in_the_tokens() -> None:
    assert [name(sheet) for sheet in STYLES if sheet.stem != "tokens" and _colours(text(sheet))] == []


def _colours(sheet: str) -> set[str]:
    """Every hex colour of a style sheet but plain black and white, which need no name."""
    return {colour.lower() for colour in HEX_COLOUR.findall(_without_comments(sheet))} - {"#fff", "#000"}


def _with_stars(template: str) -> str:
    """Tags of the template language end a word; a printed variable may be any part of one."""
    return re.sub(r"\{\{.*?\}\}", "*", re.sub(r"\{%.*?%\}", " ", template))


def _without_comments(sheet: str) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
