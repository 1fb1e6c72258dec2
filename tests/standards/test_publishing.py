"""Two people publish a value of a place: what it does to the law, and when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from doudi.policy.assessment import Status, assess
from doudi.policy.report import as_json
from doudi.standards import queries
from doudi.standards.drafts import Document, Draft, Signer
from doudi.standards.models import Release
from doudi.standards.queries import current_snapshot
from doudi.standards.services.propose import NothingToCorrect, propose
from doudi.standards.services.sign import sign

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
HOUSEHOLD = {"household": {"income": "7800.00"}, "members": [{"id": "m1", "name": "张某甲"}]}
Drafts = Callable[..., Draft]
Publish = Callable[..., Release]


def standard(day: date, place: str = "371702") -> object:
    """The standard in force, in fen a year."""
    return current_snapshot().resolve("aid.standard", place, day).value


# ---------------------------------------------------------------- what publishing does


def test_a_published_value_is_the_law_of_its_place_from_its_day_in_force_on_and_not_before(publish: Publish) -> None:
    publish()

    assert standard(date(2024, 6, 30)) == 600_00 * 12
    assert standard(date(2024, 7, 1)) == 700_00 * 12
    assert standard(date(2024, 7, 1), place="371700") == 600_00 * 12


def test_a_published_value_changes_what_a_household_is_owed(publish: Publish) -> None:
    """7800 yuan a year is more than 600 a month and less than 700."""
    publish()

    before = assess(current_snapshot(), HOUSEHOLD, place="371702", on=date(2024, 6, 30)).outcome("aid")
    after = assess(current_snapshot(), HOUSEHOLD, place="371702", on=date(2024, 7, 1)).outcome("aid")

    assert before is not None
    assert after is not None
    assert (before.status, before.amount) == (Status.INELIGIBLE, None)
    assert (after.status, after.amount) == (Status.ELIGIBLE, 50_00)


def test_the_explanation_names_the_document_and_the_article_that_lets_the_place_decide(publish: Publish) -> None:
    release = publish()

    told = as_json(assess(current_snapshot(), HOUSEHOLD, place="371702", on=date(2024, 7, 1)))

    texts = str(told["outcomes"][0]["explanation"])
    assert "《关于提高救助标准的通知》" in texts
    assert "《示例救助办法》第三条第（一）项" in texts
    assert f"published-{release.proposal_id}" in texts


def test_a_proposal_alone_changes_nothing(draft: Drafts, zhang: Signer) -> None:
    before = current_snapshot()

    proposal = propose(draft=draft(), by=zhang, on=TODAY)

    assert current_snapshot() is before
    assert list(queries.proposals_waiting()) == [proposal]


def test_publishing_changes_the_hash_of_the_law(publish: Publish) -> None:
    before = current_snapshot().digest

    publish()

    assert current_snapshot().digest != before


def test_the_snapshot_is_kept_until_something_is_published(
    publish: Publish, django_assert_num_queries: Callable[..., object]
) -> None:
    publish()
    kept = current_snapshot()

    with django_assert_num_queries(1):  # type: ignore[attr-defined]  a context manager
        assert current_snapshot() is kept


def test_a_value_ends_by_its_own_words(publish: Publish) -> None:
    publish(until_on=date(2024, 12, 1))

    assert standard(date(2024, 11, 30)) == 700_00 * 12
    assert standard(date(2024, 12, 1)) == 600_00 * 12, "the city's value is in force again"


def test_a_published_value_stands_over_one_of_the_packs_from_the_same_day(publish: Publish) -> None:
    publish(place="371700", value="650.00", in_force_on=date(2024, 1, 1), document=Document("更正", date(2024, 2, 1)))

    assert standard(date(2024, 1, 1), place="371700") == 650_00 * 12


def test_a_government_above_may_publish_for_a_place(publish: Publish) -> None:
    """Before 2020 a county could not set the standard; its city could set it for the county."""
    publish(authority="371700", in_force_on=date(2019, 1, 1))

    assert standard(date(2019, 1, 1)) == 700_00 * 12


def test_a_parameter_without_period_is_published_as_it_is(publish: Publish) -> None:
    publish(parameter="aid.open", value="false", per="")

    assert current_snapshot().resolve("aid.open", "371702", date(2024, 7, 1)).value == 0


# ---------------------------------------------------------------- corrections and what was known when


def test_a_correction_replaces_the_value_it_names_and_leaves_its_row(publish: Publish) -> None:
    wrong = publish(value="7000.00", per="year")
    right = publish(replaces=wrong.proposal_id, value="720.00", in_force_on=date(2024, 8, 1))

    assert standard(date(2024, 7, 1)) == 600_00 * 12
    assert standard(date(2024, 8, 1)) == 720_00 * 12
    assert list(queries.proposals_of("371702")) == [wrong.proposal, right.proposal]


def test_what_was_known_before_a_correction_can_still_be_asked(publish: Publish) -> None:
    wrong = publish()
    publish(replaces=wrong.proposal_id, value="720.00")
    wrong.refresh_from_db()

    known_then = queries.released_values(known_at=wrong.signed_at)
    known_now = queries.released_values()
    nothing_yet = queries.released_values(known_at=wrong.signed_at - timedelta(seconds=1))

    assert [value.value for value in known_then] == [700_00 * 12]
    assert [value.value for value in known_now] == [720_00 * 12]
    assert nothing_yet == ()
    assert queries.snapshot_known_at(wrong.signed_at).overlay == known_then


def test_a_correction_without_value_withdraws(publish: Publish) -> None:
    wrong = publish()

    publish(replaces=wrong.proposal_id, value="", per="")

    assert standard(date(2024, 7, 1)) == 600_00 * 12
    assert queries.released_values() == ()


def test_after_a_withdrawal_the_same_day_can_be_published_anew(publish: Publish) -> None:
    wrong = publish()
    publish(replaces=wrong.proposal_id, value="", per="")

    publish(value="710.00")

    assert standard(date(2024, 7, 1)) == 710_00 * 12


def test_a_value_is_corrected_once(publish: Publish) -> None:
    wrong = publish()
    publish(replaces=wrong.proposal_id, value="720.00")

    with pytest.raises(NothingToCorrect, match=f"第 {wrong.proposal_id} 号"):
        publish(replaces=wrong.proposal_id, value="730.00")


def test_of_two_corrections_proposed_one_is_signed(publish: Publish, draft: Drafts, zhang: Signer, li: Signer) -> None:
    wrong = publish()
    first = propose(draft=draft(replaces=wrong.proposal_id, value="720.00"), by=zhang, on=TODAY)
    second = propose(
        draft=draft(replaces=wrong.proposal_id, value="730.00", in_force_on=date(2024, 8, 1)), by=zhang, on=TODAY
    )
    sign(proposal_id=first.pk, by=li, on=TODAY, original_seen=True)

    with pytest.raises(NothingToCorrect):
        sign(proposal_id=second.pk, by=li, on=TODAY, original_seen=True)


@pytest.mark.parametrize("changes", [{"place": "371700"}, {"parameter": "aid.open", "value": "true", "per": ""}])
def test_a_correction_stays_with_place_and_parameter(publish: Publish, changes: dict[str, str]) -> None:
    wrong = publish()

    with pytest.raises(NothingToCorrect):
        publish(replaces=wrong.proposal_id, **changes)


def test_an_unsigned_proposal_cannot_be_corrected(draft: Drafts, zhang: Signer) -> None:
    waiting = propose(draft=draft(), by=zhang, on=TODAY)

    with pytest.raises(NothingToCorrect):
        propose(draft=draft(replaces=waiting.pk, value="720.00"), by=zhang, on=TODAY)
