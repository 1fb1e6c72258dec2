"""`doudi keys rotate|list`: a new data key, and every document sealed with it."""

from __future__ import annotations

import argparse
import os

from doudi.kernel import clock
from doudi.kernel.errors import NotAllowed
from doudi.project.cli import published

UNREADABLE = 1


class KeysOfAnother(NotAllowed):
    """Another account of this machine owns the keys: a key made now could not be read by the running product."""

    code = "cli.keys_of_another"
    sentence = "密钥文件夹 {folder} 属于另一个账户，请用运行 doudi 的账户执行。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Rotate, or list."""
    commands = parser.add_subparsers(metavar="rotate|list", required=True)
    rotate = commands.add_parser("rotate", help="make a new data key and seal every document with it 更换数据密钥")
    rotate.set_defaults(act=_rotate)
    listing = commands.add_parser("list", help="which key seals how many documents 各密钥封了多少材料")
    listing.set_defaults(act=_list)


def call(options: argparse.Namespace) -> int:
    """Connect, and act as the system."""
    published.connect()
    _require_own_keys()
    from doudi.audit.actor import Actor, acting

    options.on = clock.today(os.environ)
    with acting(Actor.system("doudi keys"), on=options.on):
        return options.act(options)


def _require_own_keys() -> None:
    from doudi.project import paths

    folder = paths.keys_dir()
    if folder.stat().st_uid != os.geteuid():
        raise KeysOfAnother(folder=folder)


def _rotate(options: argparse.Namespace) -> int:
    """Go on with a rotation that was cut off; where there is none, begin one."""
    from doudi.accounts.secrets import keyring, read_again
    from doudi.audit.services.record import record
    from doudi.intake.services.seal_documents_anew import seal_documents_anew
    from doudi.project.keys import make_data_key
    from doudi.verification.services.seal_deliveries_anew import seal_deliveries_anew

    done = seal_documents_anew()
    if done.files:
        print("还有材料用的是旧密钥，先接着做完，没有建立新密钥。")
    else:
        number = make_data_key()
        read_again()
        record("accounts.data_key_made", on=options.on, details={"key": number})
        print(f"已建立第 {number} 号数据密钥，新内容用它加密；旧密钥留着，数据库里以前的内容还要用它打开。")
        done = seal_documents_anew()
    record("accounts.documents_sealed_anew", on=options.on, details={"key": keyring().newest, "files": done.files})
    print(f"{done.files} 份材料已用第 {keyring().newest} 号数据密钥重新加密。请马上做一次备份。")
    if keys := seal_deliveries_anew():
        record("verification.keys_sealed_anew", on=options.on, details={"key": keyring().newest, "deliveries": keys})
        print(f"{keys} 批来源交付的密钥已用它重新加密。")
    for path in done.unreadable:
        print(f"打不开，没有改动：{path}")
    return UNREADABLE if done.unreadable else 0


def _list(options: argparse.Namespace) -> int:  # noqa: ARG001 - every act takes the options
    from collections import Counter

    from doudi.accounts.secrets import keyring
    from doudi.documents import vault

    counted = Counter(vault.sealed_by(path) for path in vault.documents())
    for number in sorted(keyring().data | counted):
        state = "（缺少密钥）" if number not in keyring().data else "（最新）" if number == keyring().newest else ""
        print(f"第 {number} 号数据密钥{state}：{counted[number]} 份材料")
    return 0
