"""`doudi audit verify|seal|export`: whether the audit trail stands as it was sealed."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from doudi.kernel import clock
from doudi.project.cli import published

BROKEN = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Verify, seal, or export."""
    commands = parser.add_subparsers(metavar="verify|seal|export", required=True)
    verify = commands.add_parser("verify", help="events, seals and exported seals agree 验证审计记录")
    _folder(verify)
    verify.set_defaults(act=_verify)
    seal = commands.add_parser("seal", help="seal what is not sealed yet 立即封存")
    seal.set_defaults(act=_seal)
    export = commands.add_parser("export", help="write new seals into a file 导出封印")
    _folder(export)
    export.set_defaults(act=_export)


def call(options: argparse.Namespace) -> int:
    """Connect and act."""
    published.connect()
    return options.act(options)


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="where exported seals are 封印文件所在目录")


def _verify(options: argparse.Namespace) -> int:
    from doudi.audit.actor import Actor, acting
    from doudi.audit.verification import verify

    with acting(Actor.system("doudi audit verify"), on=clock.today(os.environ)):
        verdict = verify(export=_chosen(options))
    print(verdict.sentence)
    return 0 if verdict.is_sound else BROKEN


def _seal(options: argparse.Namespace) -> int:  # noqa: ARG001 - every act takes the options
    from doudi.jobs.audit import seal_all

    made = seal_all(on=clock.today(os.environ))
    print(f"新作出 {made} 个封印。" if made else "没有需要封存的事件。")
    return 0


def _export(options: argparse.Namespace) -> int:
    from doudi.audit.actor import Actor, acting
    from doudi.audit.services.export import export

    with acting(Actor.system("doudi audit export"), on=clock.today(os.environ)):
        path = export(into=_chosen(options))
    print(f"已导出：{path}" if path else "没有新的封印需要导出。")
    return 0


def _chosen(options: argparse.Namespace) -> Path:
    from django.conf import settings

    return options.folder or settings.DOUDI_SEALS
