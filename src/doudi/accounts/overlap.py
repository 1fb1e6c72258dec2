"""Constraints that refuse two rows about the same thing at the same time, without any extension of PostgreSQL.

`btree_gist` is not in every installation, so equality of a number is written as the overlap of ranges of one number.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.db.models.functions import Cast


def one_at_a_time(
    name: str, *, same: tuple[str, ...], during: tuple[str, ...], where: Q | None = None
) -> ExclusionConstraint:
    """Refuse a second row with the `same` whole numbers whose ranges `during` all overlap."""
    numbers = [(_only(F(column)), RangeOperators.OVERLAPS) for column in same]
    ranges = [(column, RangeOperators.OVERLAPS) for column in during]
    return ExclusionConstraint(name=name, expressions=[*numbers, *ranges], condition=where)


def _only(column: F) -> Func:
    number = Cast(column, BigIntegerField())
    return Func(number, number, Value("[]"), function="int8range")
