"""Several people sign at the same moment, in sessions of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from doudi.kernel.errors import DoudiError
from doudi.standards import queries
from doudi.standards.drafts import Draft, Signer
from doudi.standards.models import Release
from doudi.standards.services.propose import AlreadyPublished, propose
from doudi.standards.services.sign import AlreadySigned, sign

TODAY = date(2026, 11, 21)
SIGNERS = ("李四", "王五", "赵六", "孙七")


def sign_together(numbers: list[int]) -> list[type[DoudiError] | None]:
    """Let one signer a number sign at once; say what became of each."""
    together = Barrier(len(numbers))

    def attempt(name: str, number: int) -> type[DoudiError] | None:
        together.wait()
        try:
            sign(proposal_id=number, by=Signer(name, "示例区民政局"), on=TODAY, original_seen=True)
        except DoudiError as error:
            return type(error)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(numbers)) as people:
        return list(people.map(attempt, SIGNERS, numbers))


@pytest.mark.django_db(transaction=True)
def test_of_four_who_sign_one_proposal_at_once_one_wins(draft: Callable[..., Draft], zhang: Signer) -> None:
    proposal = propose(draft=draft(), by=zhang, on=TODAY)

    became = sign_together([proposal.pk] * 4)

    assert became.count(None) == 1
    assert became.count(AlreadySigned) == 3
    assert Release.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_rival_values_signed_at_once_one_wins(draft: Callable[..., Draft], zhang: Signer) -> None:
    rivals = [propose(draft=draft(value=value), by=zhang, on=TODAY).pk for value in ("700.00", "710.00")]

    became = sign_together(rivals)

    assert sorted(map(str, became)) == sorted(map(str, (None, AlreadyPublished)))
    assert len(queries.released_values()) == 1
