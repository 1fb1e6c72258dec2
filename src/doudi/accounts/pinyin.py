"""What names are sorted by: their pinyin, syllable by syllable. PostgreSQL sorts by bytes (collation C) everywhere."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def sort_key(name: str) -> str:
    """Return `da4 tong1 hu2` for 大通湖; ties of sound are broken by the characters themselves."""
    return f"{' '.join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True))} {name}"
