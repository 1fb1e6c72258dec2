"""What is shown of names, phones and accounts."""

import pytest

from doudi.kernel.masking import masked_account, masked_name, masked_phone


@pytest.mark.parametrize(("name", "shown"), [("张某甲", "张*"), ("李四", "李*"), ("王", "王*"), ("", "")])
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800000000", "138****0000"),
        ("0530-5550000", "053*****0000"),
        ("05550000", "****00"),
        ("5550000", "****"),
        ("", ""),
    ],
)
def test_a_phone_keeps_only_its_ends(number: str, shown: str) -> None:
    assert masked_phone(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("6200 0000 0000 1234", "**** 1234"), ("1234567", "****"), ("12345678", "**** 5678"), ("", "")],
)
def test_an_account_keeps_its_last_four_digits(number: str, shown: str) -> None:
    assert masked_account(number) == shown
