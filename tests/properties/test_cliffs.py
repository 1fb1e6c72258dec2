"""Amounts do not rise with income while nothing else turns; where they jump the law makes it, and we know where."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.determination.cliffs import cliffs
from doudi.determination.walking import Walk
from doudi.kernel.money import plain_yuan
from doudi.policy.snapshot import LawSnapshot
from doudi.project.cliffs import FACT, UP_TO, walks
from doudi.standards.lawbook import packs
from tests.properties.homes import Maker
from tests.properties.test_real_law import complete, moments

EXAMPLES = 60
LEAST, MOST = 1, 1_500_000

Row = tuple[str, str, str, str, str, str]
"""Household, programme, income, amount before, amount after (yuan a year), what turns."""

WALKED = frozenset({"dibao", "dibao-single", "tekun", "compulsory-living"})
"""Basic living, and of what goes by its standing one that has a figure everywhere; the command walks all programmes."""
TURNS_AT = {"income": "is_below_by_income", "margin": "is_below_margin_by_income", "alone": "is_below_standard_alone"}
GROWN = "父母和成年重残子女"
EXPECTED: dict[tuple[str, str], list[Row]] = {
    ("371702", "2024-03-01"): [
        ("城镇，独居老人", "tekun", "11267.99", "?", "0.00", "alone"),
        ("农村，独居老人", "tekun", "9131.99", "?", "0.00", "alone"),
        ("农村，夫妻和在校子女", "compulsory-living", "27395.99", "625.00", "0.00", "income"),
        (f"城镇，{GROWN}", "dibao-single", "33803.99", "0.00", "11268.00", "income"),
        (f"城镇，{GROWN}", "dibao-single", "50705.99", "11268.00", "0.00", "margin"),
        (f"农村，{GROWN}", "dibao-single", "27395.99", "0.00", "9132.00", "income"),
        (f"农村，{GROWN}", "dibao-single", "41093.99", "9132.00", "0.00", "margin"),
        ("城镇，看病花费大的夫妻", "dibao", "22535.99", "0.00", "20000.04", "income"),
        ("农村，看病花费大的夫妻", "dibao", "18263.99", "0.00", "18264.00", "income"),
    ],
    ("620123", "2022-03-01"): [
        ("城镇，独居老人", "tekun", "8243.99", "16068.00", "0.00", "alone"),
        ("农村，独居老人", "tekun", "5267.99", "8652.00", "0.00", "alone"),
        ("农村，夫妻和在校子女", "compulsory-living", "15803.99", "500.00", "0.00", "income"),
        ("农村，夫妻和在校子女", "dibao", "15803.99", "15804.00", "0.00", "income"),
        (f"城镇，{GROWN}", "dibao-single", "24731.99", "0.00", "8244.00", "income"),
        (f"城镇，{GROWN}", "dibao-single", "37097.99", "8244.00", "0.00", "margin"),
        (f"农村，{GROWN}", "dibao", "15803.99", "15804.00", "0.00", "income"),
        (f"农村，{GROWN}", "dibao-single", "15803.99", "0.00", "5268.00", "income"),
        (f"农村，{GROWN}", "dibao-single", "23705.99", "5268.00", "0.00", "margin"),
        ("农村，看病花费大的夫妻", "dibao", "10535.99", "10536.00", "0.00", "income"),
    ],
}
"""By place and day. Jumps of the law: what ends with the income line (support, help for pupils), a class of aid that
ends whole (Gansu's villages), one's own aid that begins when the family is above the standard and ends above the
margin, and in Heze the deduction of spending that begins above the standard."""


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 10**9), st.integers(0, MOST), st.integers(LEAST, 400_000))
def test_within_one_route_no_amount_rises_with_income(seed: int, income: int, more: int) -> None:
    """A route: every truth and every choice that the rules found stays; so does which deductions are made.

    What tops another programme up rises as that one falls; so of both together nothing may rise.
    """
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    home, (place, day) = Maker(packs().facts, random).home(), random.choice(moments())
    walk = Walk.of(complete(place, day), home, place=place, on=day, fact=FACT)
    fillers = {programme.id for programme in walk.programmes if walk.tops_up(programme)}

    less, then = walk.at(income), walk.at(income + more)

    if less.route == then.route:
        pairs = {key: (had, then.amounts[key]) for key, had in less.amounts.items() if key in then.amounts}
        known = {key: (had, has) for key, (had, has) in pairs.items() if had is not None and has is not None}
        assert [(key, place, day) for key, (had, has) in known.items() if has > had and key[0] not in fillers] == []
        if known.keys() == less.amounts.keys() == then.amounts.keys():
            assert sum(has - had for had, has in known.values()) <= walk.tolerance, (place, day)


def found_at(place: str, day: str) -> list[Row]:
    """Walk every shape at a place on a day."""
    rows: list[Row] = []
    for name, walk in walks(LawSnapshot.of(packs()), place, date.fromisoformat(day), WALKED):
        for each in cliffs(walk, up_to=UP_TO):
            assert each.is_of_the_law, each
            had, has = ("?" if fen is None else plain_yuan(fen) for fen in (each.before, each.after))
            rows.append((name, each.programme, plain_yuan(each.income), had, has, each.cause.name))
    return rows


def test_every_jump_of_the_law_is_known_and_is_the_laws_own() -> None:
    assert {where: found_at(*where) for where in EXPECTED} == {
        where: [(*row[:5], TURNS_AT[row[5]]) for row in rows] for where, rows in EXPECTED.items()
    }


def test_a_cliff_names_the_parameters_it_comes_from() -> None:
    name, walk = next(walks(LawSnapshot.of(packs()), "620123", date(2022, 3, 1), WALKED))

    (cliff,) = cliffs(walk, up_to=UP_TO)

    assert name == "城镇，独居老人"
    assert [read.parameter.name for read in cliff.reads] == ["dibao.standard.urban"]
    assert (cliff.is_reversal, cliff.path) == (False, (0,))
