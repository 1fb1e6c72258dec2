"""How far texts are apart is what counting on paper says."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.verification.matching.distance import distances, likeness

WORDS = st.lists(st.tuples(st.text("01张", max_size=5), st.text("01张", max_size=5)), max_size=20)


def on_paper(left: str, right: str) -> int:
    if not left or not right:
        return len(left) + len(right)
    if left[0] == right[0]:
        return on_paper(left[1:], right[1:])
    return 1 + min(on_paper(left[1:], right[1:]), on_paper(left[1:], right), on_paper(left, right[1:]))


@settings(deadline=None)
@given(WORDS)
def test_the_distance_of_a_column_is_that_of_each_pair(words: list[tuple[str, str]]) -> None:
    left, right = ([pair[side] for pair in words] for side in (0, 1))

    found = distances(pa.array(left, pa.string()), pa.array(right, pa.string()))

    assert found.tolist() == [on_paper(*pair) for pair in words]


def test_names_are_alike_in_whole_percents_and_nothing_is_like_nothing() -> None:
    left, right = (
        pa.array(["王秀兰", "王秀兰", "王兰", "张三", ""]),
        pa.array(["王秀兰", "王秀英", "王秀兰", "李四", ""]),
    )

    assert likeness(left, right).tolist() == [100, 66, 66, 0, 0]
