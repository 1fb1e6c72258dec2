"""The command line `doudi`: one file a command, and only the file of the command asked for is imported.

A command is a module of this package with `arguments(parser)`, which declares its options, and `call(options)`,
which does the work and returns the exit status (None means 0). Everything a person can put right ends as one
Chinese sentence on stderr and status 2; anything else is a bug and shows its traceback.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from doudi import __version__
from doudi.kernel.errors import DoudiError

COMMANDS = {
    "run": "start everything on this machine, for trying out 在本机启动全部服务（试用）",
    "serve": "serve in production 正式运行网站",
    "worker": "work off the queue in production 正式运行后台任务",
    "database": "keep the embedded PostgreSQL up in production 正式运行内置数据库",
    "doctor": "say what is wrong with this installation 检查安装，说明问题和办法",
    "backup": "write database, documents, packs and keys into one file 备份",
    "restore": "bring a backup back into an empty folder 恢复备份",
    "upgrade": "back up, then bring the database to this version 升级",
    "bundle": "everything for an installation without internet 制作离线安装包",
    "manage": "Django's own management commands Django 管理命令",
    "accounts": "offices, accounts and posts 单位、账号和任职",
    "keys": "change the data key and seal documents with it 更换数据密钥",
    "sources": "who can be asked about a family, over HTTP too 核对来源",
    "packs": "check or show the law packs 检查、查看政策包",
    "coverage": "every clause of the documents, and what implements it 文件逐条由什么落实",
    "facts": "describe the household file 家庭情况文件的格式",
    "assess": "what a household is owed, with reasons 测算一户应享受的救助并说明理由",
    "explain": "how an answer came about, what moved it 说明怎样算出来、两次测算差在哪里",
    "replay": "whether kept determinations still come out the same 重算已作出的测算并比较",
    "recompute": "months decided beside what comes out now 逐月重算一个办件，列出差异",
    "snapshot": "write the register as Parquet for bulk work 把登记册写成 Parquet 文件",
    "batch": "what many households are owed, from Parquet or CSV 批量测算",
    "simulate": "what a change of a figure or a draft pack would do 政策影响测算",
    "verify": "all recipients against all sources 批量核对",
    "generate": "make a fictional register 生成虚构的家庭登记册",
    "audit": "verify, seal or export the audit trail 验证、封存、导出审计记录",
    "standards": "publish a place's own values with two signatures 发布本地标准（双人签署）",
}
"""Each command and its one line of help, in the order of `doudi --help`."""

STATUS_REFUSED = 2
STATUS_INTERRUPTED = 130
PASSED_ON = "manage"
"""The command whose words all belong to somebody else's parser."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 problems found, 2 refused with a sentence."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _called(words)
    except DoudiError as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_REFUSED
    except KeyboardInterrupt:
        return STATUS_INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; closing here keeps Python from complaining at exit.
        sys.stderr.close()
        return 0


def _called(words: list[str]) -> int:
    if words[:1] == [PASSED_ON]:
        return _module(PASSED_ON).call(words[1:]) or 0
    options = _parser(words).parse_args(words)
    return options.call(options) or 0


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Know every command by name, but load only the one that was asked for."""
    parser = argparse.ArgumentParser(
        prog="doudi",
        description="doudi 兜底: social assistance (社会救助) by law, place and date.",
        epilog="`doudi COMMAND --help` explains one command. 查看某个命令的说明：doudi 命令 --help",
    )
    parser.add_argument("--version", action="version", version=f"doudi {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = next((word for word in words if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == asked:
            module = _module(name)
            module.arguments(command)
            command.set_defaults(call=module.call)
    return parser


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")
