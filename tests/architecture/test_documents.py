"""Documents: their links lead somewhere, and the two READMEs say the same commands."""

from __future__ import annotations

import re

from tests.architecture.repository import ROOT, name, text, tracked

LINK = re.compile(r"\]\(([^)\s#]+)[^)]*\)")
CODE = re.compile(r"```.*?```", re.DOTALL)
COMMAND = re.compile(r"^    (?!#)(\S.*?)(?:\s+#.*)?$", re.MULTILINE)


def test_every_link_in_a_document_leads_to_a_file() -> None:
    broken = [
        f"{name(document)}: {target}"
        for document in tracked()
        if document.suffix == ".md" and "vendor" not in document.parts
        for target in LINK.findall(CODE.sub("", text(document)))
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert broken == []


def test_the_chinese_readme_shows_the_commands_of_the_english_one() -> None:
    english, chinese = (COMMAND.findall(text(ROOT / file)) for file in ("README.md", "README.zh-CN.md"))

    assert chinese == english
