"""What the database refuses, said in a sentence: from the name of a constraint to an error of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from doudi.kernel.errors import DoudiError


@contextmanager
def said(sentences: Mapping[str, DoudiError]) -> Iterator[None]:
    """Write under a savepoint, and raise the error that stands for the constraint that refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        known = sentences.get(constraint_of(error))
        if known is None:
            raise
        raise known from error


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the constraint that refused; empty where the database named none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
