"""A whole number that may not leave 64 bits, as in the batch kernel: there it would silently wrap around."""

from __future__ import annotations

from typing import Any

MOST = 2**63 - 1


class OutOfInt64Error(ArithmeticError):
    """A result does not fit into 64 bits."""


def fits(value: Any) -> Any:
    """Return a result as a whole number of 64 bits."""
    if value is NotImplemented or isinstance(value, bool):
        return value
    if not -MOST - 1 <= value <= MOST:
        raise OutOfInt64Error(int(value))
    return Int64(value)


class Int64(int):
    """An int whose every result is checked."""

    __slots__ = ()


def _checked(name: str) -> Any:
    operation = getattr(int, name)

    def checked(self: int, *others: int) -> Any:
        return fits(operation(self, *others))

    return checked


for _name in ("add", "sub", "mul", "floordiv", "mod"):
    setattr(Int64, f"__{_name}__", _checked(f"__{_name}__"))
    setattr(Int64, f"__r{_name}__", _checked(f"__r{_name}__"))
for _name in ("neg", "abs", "rshift", "and"):
    setattr(Int64, f"__{_name}__", _checked(f"__{_name}__"))
