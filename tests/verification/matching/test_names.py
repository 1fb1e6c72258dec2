"""Names of a whole column are written alike as one name is."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.registry.names import VARIANTS, folded
from doudi.verification.matching.names import normalised

ODD = (
    "".join(map(chr, VARIANTS))
    + "·•‧・⋅∙●。 \u3000\u00a0\u200b\ufeff'-.üÜéα가\u0301\u0f40\u0f72\ufa0e\U00020000\U0002f800\uff21\uff42"
)
NAMES = st.text(st.one_of(st.sampled_from(ODD), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)), max_size=8)


@settings(deadline=None)
@given(st.lists(st.one_of(NAMES, st.text(max_size=6)), max_size=30))
def test_a_column_of_names_reads_as_each_of_them_does(names: list[str]) -> None:
    assert normalised(pa.array(names, pa.string())).to_pylist() == [folded(name) for name in names]


@pytest.mark.parametrize("dot", "·•‧・\uff0e.⋅●。 \u3000\u200b\u2e31")
def test_the_dot_of_a_long_name_may_be_any_that_looks_like_it(dot: str) -> None:
    written, known = f"阿卜杜{dot}买买提", "阿卜杜·买买提"

    assert normalised(pa.array([written])).equals(normalised(pa.array([known])))


def test_old_characters_spaces_and_width_make_no_other_name() -> None:
    assert normalised(pa.array(["張偉", "张\u3000伟", " 张伟\ufeff", "张伟"])).to_pylist() == ["张伟"] * 4


def test_slices_chunks_and_missing_names_are_read() -> None:
    names = pa.chunked_array([pa.array(["x", "張三", None]).slice(1), pa.array(["Li Ming"])])

    assert normalised(names).to_pylist() == ["张三", "", "liming"]
    assert normalised(pa.chunked_array([], pa.string())).to_pylist() == []
