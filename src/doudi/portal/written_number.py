"""A number of identity as people write it into a form: what is wrong with it, in words that say what to do.

The 15 digits of before 1999 are on no valid card any more, so here they are 18 digits of which three are missing.
"""

from __future__ import annotations

from typing import Final

from doudi.kernel.residentid import ResidentNumber, ResidentNumberWrong

LONG: Final = 18


def problem_of(given: str) -> str:
    """Say what is wrong; nothing where it can be read."""
    if len(given) != LONG:
        return f"应为 {LONG} 位，现在写了 {len(given)} 位"
    try:
        ResidentNumber.parse(given)
    except ResidentNumberWrong as wrong:
        return str(wrong.fields["reason"])
    return ""
