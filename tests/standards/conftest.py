"""A small law for every test of this stage, and drafts that it accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from doudi.policy.packs import Packs
from doudi.standards import lawbook
from doudi.standards.drafts import Document, Draft, Signer
from doudi.standards.models import Release
from doudi.standards.services.propose import propose
from doudi.standards.services.sign import sign
from tests.standards import law

TODAY = date(2026, 11, 21)
DRAFT = Draft(
    place="371702",
    parameter="aid.standard",
    value="700.00",
    per="month",
    document=Document("关于提高救助标准的通知", date(2024, 6, 20), "示民〔2024〕6号"),
    in_force_on=date(2024, 7, 1),
)
SMALL_PACKS = law.small_packs(law)


@pytest.fixture(autouse=True)
def packs(monkeypatch: pytest.MonkeyPatch) -> Packs:
    """The packs of the small law, in place of those of the product."""
    monkeypatch.setattr(lawbook, "packs", lambda: SMALL_PACKS)
    return SMALL_PACKS


@pytest.fixture
def zhang() -> Signer:
    """Who proposes."""
    return Signer("张三", "示例区民政局")


@pytest.fixture
def li() -> Signer:
    """Who signs."""
    return Signer("李四", "示例区民政局")


@pytest.fixture
def draft() -> Callable[..., Draft]:
    """700.00 yuan a month in the county 371702 from 1 July 2024, with whatever a test changes."""

    def drafted(**changes: Any) -> Draft:
        return replace(DRAFT, **changes)

    return drafted


@pytest.fixture
def publish(draft: Callable[..., Draft], zhang: Signer, li: Signer) -> Callable[..., Release]:
    """Propose and sign."""

    def published(**changes: Any) -> Release:
        proposal = propose(draft=draft(**changes), by=zhang, on=TODAY)
        return sign(proposal_id=proposal.pk, by=li, on=TODAY, original_seen=True)

    return published
