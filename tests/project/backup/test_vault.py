"""Keys under a passphrase."""

import json

import pytest

from doudi.project.backup.vault import PassphraseWrong, seal, unseal

CONTENT = "钥匙 key\n\x00".encode()


def test_what_was_sealed_comes_back_under_the_same_passphrase() -> None:
    box = seal(CONTENT, passphrase="一个够长的口令")

    assert CONTENT not in box
    assert unseal(box, passphrase="一个够长的口令") == CONTENT


def test_sealing_twice_gives_two_different_boxes() -> None:
    assert seal(CONTENT, passphrase="same") != seal(CONTENT, passphrase="same")


def test_another_passphrase_does_not_open_the_box() -> None:
    box = seal(CONTENT, passphrase="right")

    with pytest.raises(PassphraseWrong, match="口令不对"):
        unseal(box, passphrase="wrong")


def test_no_byte_of_a_box_can_be_changed_without_it_being_noticed() -> None:
    box = seal(CONTENT, passphrase="right")
    for position in range(0, len(box), 7):
        changed = bytearray(box)
        changed[position] ^= 1

        with pytest.raises(PassphraseWrong):
            unseal(bytes(changed), passphrase="right")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        json.dumps({"cost": 2**40, "block": 8, "salt": "", "nonce": ""}).encode(),
        json.dumps({"cost": "1", "block": 8, "salt": "", "nonce": ""}).encode(),
    ],
)
def test_a_box_that_is_not_ours_is_refused_and_never_costs_the_memory_it_asks_for(line: bytes) -> None:
    with pytest.raises(PassphraseWrong):
        unseal(line + b"\nsealed", passphrase="right")
