"""The passphrase of a backup: from DOUDI_BACKUP_PASSPHRASE, or typed in where there is a terminal."""

from __future__ import annotations

import getpass
import os
import sys

from doudi.kernel.errors import Refused

VARIABLE = "DOUDI_BACKUP_PASSPHRASE"
SHORTEST = 12


class PassphraseMissing(Refused):
    """Nobody is there to type it and the environment does not hold it."""

    code = "backup.passphrase_missing"
    sentence = "备份中的密钥要用口令加密：请在终端运行，或设置环境变量 DOUDI_BACKUP_PASSPHRASE。"


class PassphraseShort(Refused):
    """Too easy to guess."""

    code = "backup.passphrase_short"
    sentence = "备份口令太短，至少要 {shortest} 个字符。"


class PassphrasesDiffer(Refused):
    """The second time something else was typed."""

    code = "backup.passphrases_differ"
    sentence = "两次输入的口令不一样，没有备份。"


def ask_new() -> str:
    """Return the passphrase to seal with, typed twice. Raises PassphraseMissing, PassphraseShort, PassphrasesDiffer."""
    given = os.environ.get(VARIABLE)
    if given is None:
        given = _typed("备份口令（请另行妥善保管，忘记了就无法恢复）: ")
        if _typed("再输入一次: ") != given:
            raise PassphrasesDiffer
    if len(given) < SHORTEST:
        raise PassphraseShort(shortest=SHORTEST)
    return given


def ask() -> str:
    """Return the passphrase a backup was made with. Raises PassphraseMissing."""
    given = os.environ.get(VARIABLE)
    return _typed("备份口令: ") if given is None else given


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise PassphraseMissing
    return getpass.getpass(prompt)
