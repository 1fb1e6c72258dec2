"""Expected errors speak in sentences and survive the way between processes."""

import pickle

import pytest

from doudi.kernel.errors import DoudiError, NotAllowed, NotKnown, NotNow, Refused


class PondFrozen(NotNow):
    """A leaf as any act would have it."""

    code = "test.pond_frozen"
    sentence = "池塘要到 {thaws} 才化冻。"


def test_an_error_says_its_sentence_with_its_fields_filled() -> None:
    error = PondFrozen(thaws="3 月")

    assert str(error) == error.sentence == "池塘要到 3 月 才化冻。"
    assert error.fields == {"thaws": "3 月"}
    assert error.code == "test.pond_frozen"


def test_a_field_with_braces_stays_as_it_is() -> None:
    assert str(PondFrozen(thaws="{secret}")) == "池塘要到 {secret} 才化冻。"


def test_an_error_comes_back_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(PondFrozen(thaws="4 月")))  # noqa: S301  our own bytes

    assert isinstance(error, PondFrozen)
    assert str(error) == "池塘要到 4 月 才化冻。"


@pytest.mark.parametrize("kind", [NotAllowed, NotKnown, NotNow, Refused])
def test_each_kind_has_a_code_and_a_sentence_of_its_own(kind: type[DoudiError]) -> None:
    assert kind.code != DoudiError.code
    assert str(kind()).endswith("。")
