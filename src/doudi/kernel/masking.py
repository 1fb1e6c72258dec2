"""How names and numbers are shown to whoever needs no more: masked on the server, not by style sheets."""

from typing import Final

_MOBILE_LENGTH: Final = 11
_SHORTEST_WITH_TAIL: Final = 8


def masked_name(name: str) -> str:
    """Keep the first character: 张*."""
    return f"{name[0]}*" if name else ""


def masked_phone(number: str) -> str:
    """Keep three and four digits of a mobile number, 138****0000, and two of any other."""
    if len(number) >= _MOBILE_LENGTH:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return _tail(number, 2)


def masked_account(number: str) -> str:
    """Keep the last four digits of a bank account: **** 1234."""
    return _tail(number.replace(" ", ""), 4, gap=" ")


def _tail(number: str, shown: int, gap: str = "") -> str:
    """Show the end only where enough stays hidden."""
    if not number:
        return ""
    return f"****{gap}{number[-shown:]}" if len(number) >= _SHORTEST_WITH_TAIL else "****"
