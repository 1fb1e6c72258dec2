"""`doudi serve`: the web server of production, behind a proxy or with TLS of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

from doudi.project.serve import act, processes
from doudi.project.serve.production import Site


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and who encrypts."""
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port 监听地址 (default: %(default)s)")
    parser.add_argument(
        "--workers",
        type=_positive,
        default=processes.workers_for_this_machine(),
        metavar="N",
        help="processes that answer 进程数 (default: by the cores of this machine)",
    )
    parser.add_argument("--certfile", type=Path, help="TLS certificate with its chain, PEM 证书")
    parser.add_argument("--keyfile", type=Path, help="its private key, PEM 私钥")
    parser.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="IP",
        help="a proxy whose X-Forwarded-Proto is believed 可信代理 (default: this machine; may be repeated)",
    )
    parser.epilog = "Needs DOUDI_HOSTS. SIGHUP renews the workers without losing a request. 需要设置 DOUDI_HOSTS。"


def call(options: argparse.Namespace) -> None:
    """Serve until told to stop."""
    site = Site(options.bind, tuple(options.proxy), options.certfile, options.keyfile)
    act.serve(site, workers=options.workers)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more 至少为 1")
    return number
