"""The verbs of `doudi sources` for those that answer queries over HTTP; and a stand-in department to try it with."""

from __future__ import annotations

import argparse
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from doudi.kernel import clock
from doudi.kernel.errors import NotNow, Refused
from doudi.project.cli import published

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

VERBS = "connect|disconnect|connections|key|serve"
STANDIN_PORT, SEED = 8900, 1
LOOPBACK = "127.0.0.1"


class NoQueryKey(NotNow):
    """There is no installation here yet, or another account owns it."""

    code = "cli.no_query_key"
    sentence = "读不到本机的查询密钥：请先启动一次 doudi（make run），并用运行 doudi 的账户执行。"


class FileUnreadable(Refused):
    """A file that is named cannot be read."""

    code = "cli.file_unreadable"
    sentence = "文件 {path} 读不出来：{reason}。"


class StandinPortTaken(NotNow):
    """Another program listens there."""

    code = "cli.standin_port_taken"
    sentence = "端口 {port} 不能用（{reason}）；请用 --port 换一个。"


class FaultUnreadable(Refused):
    """A fault is not written as SOURCE=FAULT."""

    code = "cli.fault_unreadable"
    sentence = "--fault 应写成“来源=故障”，例如 bank_deposits=slow。"


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add each verb with what it needs; its `act` takes the options."""
    verb = _verb(verbs, "connect", "reach a source over HTTP, or change how 接通一个来源，或者更改接口", _connect)
    verb.add_argument("source", metavar="NAME", help="source, as verification.yaml names it 来源")
    verb.add_argument("--url", required=True, metavar="URL", help="where it answers, https 接口地址")
    verb.add_argument("--key-file", required=True, type=Path, metavar="PEM", help="the holder's public key 对方公钥")
    verb.add_argument("--contact", default="", metavar="TEXT", help="who to call 对方联系人")
    verb.add_argument("--seconds", type=int, default=5, metavar="N", help="longest wait for an answer 一次最多等几秒")
    verb.add_argument("--per-minute", type=int, default=300, metavar="N", help="most queries a minute 每分钟最多几次")
    verb = _verb(verbs, "disconnect", "stop asking a source; officers type its answers 停用一个来源接口", _disconnect)
    verb.add_argument("source", metavar="NAME", help="source 来源")
    _verb(verbs, "connections", "which sources are connected, and how they do 已接通的来源和近况", _connections)
    _verb(verbs, "key", "our public key, for the holders of sources 本机公钥，交给来源单位", _key)
    verb = _verb(verbs, "serve", "a stand-in department with fictional records 模拟来源（虚构数据）", _serve)
    verb.add_argument("--port", type=int, default=STANDIN_PORT, metavar="N", help="port on 127.0.0.1 端口")
    verb.add_argument("--seed", type=int, default=SEED, metavar="N", help="what the records follow from 随机种子")
    verb.add_argument(
        "--caller", action="append", default=[], type=Path, metavar="PEM",
        help="public key of who may ask, besides this installation 允许查询的一方的公钥",
    )  # fmt: skip
    verb.add_argument(
        "--fault", action="append", default=[], metavar="NAME=FAULT", help="a fault from the start 一开始就有的故障"
    )


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, told: str,
    act: Callable[[argparse.Namespace], None],
) -> argparse.ArgumentParser:  # fmt: skip
    verb = verbs.add_parser(name, help=told, description=told)
    verb.set_defaults(act=act)
    return verb


def _connect(options: argparse.Namespace) -> None:
    holder = _public_key(options.key_file)
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.services.connect_source import Line, connect_source

    on = clock.today(os.environ)
    line = Line(
        url=options.url, holder=holder, contact=options.contact, seconds=options.seconds,
        per_minute=options.per_minute,
    )  # fmt: skip
    with acting(Actor.system("doudi sources"), on=on):
        connect_source(source=options.source, line=line, on=on)
    print(f"已接通“{options.source}”：{options.url}。把本机公钥（doudi sources key）交给对方以后才能查询。")


def _disconnect(options: argparse.Namespace) -> None:
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.services.connect_source import disconnect_source

    on = clock.today(os.environ)
    with acting(Actor.system("doudi sources"), on=on):
        disconnect_source(source=options.source, on=on)
    print(f"“{options.source}”已停用，以后由工作人员录入。")


def _connections(options: argparse.Namespace) -> None:  # noqa: ARG001 - every act takes the options
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.verification.connections import connections
    from doudi.verification.sources import sourcebook

    with acting(Actor.system("doudi sources"), on=clock.today(os.environ)):
        found = connections()
    known = sourcebook().sources
    for name, each in found.items():
        label = known[name].label if name in known else name
        state = f"暂停查询（{each.failures} 次连续失败）" if each.opened_at else "正常"
        contact = each.contact or "没有登记联系人"
        print(f"{name}\t{label}\t{each.url}\t{each.connected_on} 接通\t{state}\t{contact}")
    if not found:
        print("还没有接通任何来源：doudi sources connect --help")


def _key(options: argparse.Namespace) -> None:  # noqa: ARG001 - every act takes the options
    from doudi.exchange.signatures import pem

    print(pem(own_public_key()), end="")


def own_public_key() -> Ed25519PublicKey:
    """Return the public half of the key that signs our queries. Raises NoQueryKey."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from doudi.project import keys

    key = keys.query_key()
    if key is None:
        raise NoQueryKey
    return Ed25519PrivateKey.from_private_bytes(key).public_key()


def _public_key(path: Path) -> Ed25519PublicKey:
    from doudi.exchange.signatures import read_pem

    try:
        return read_pem(path.read_bytes())
    except OSError as error:
        raise FileUnreadable(path=path, reason=error.strerror) from None


def _serve(options: argparse.Namespace) -> None:
    from doudi.exchange.signatures import key_id
    from doudi.standin.department import Department
    from doudi.standin.server import Service

    callers = [own_public_key(), *(_public_key(path) for path in options.caller)]
    department = Department(seed=options.seed, callers={key_id(each): each for each in callers})
    for each in options.fault:
        source, separator, fault = each.partition("=")
        if not separator:
            raise FaultUnreadable
        department.faults.set(source, fault)
    try:
        listener = socket.create_server((LOOPBACK, options.port))
    except (OSError, OverflowError) as error:
        raise StandinPortTaken(port=options.port, reason=error) from None
    service = Service(department, listener)
    print(f"模拟来源（虚构数据，种子 {options.seed}）：{service.url}")
    print(f"公钥 {service.url}key ，接口说明 {service.url}openapi.json")
    print("按 Ctrl-C 停止。", flush=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in its background without it
    service.serve()
