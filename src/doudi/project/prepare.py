"""`python -m doudi.project.prepare`: bring tables and static files to this version, in a process of its own.

It is the only process that knows the owner's address. It prints nothing, or one sentence on stderr and status 2.
"""

from __future__ import annotations

import sys

import django
from django.core.management import call_command
from django.db import DatabaseError

from doudi.kernel.errors import DoudiError, Refused
from doudi.standards.lawbook import packs

STATUS_REFUSED = 2


class MigrationFailed(Refused):
    """A step of the migration failed; PostgreSQL undid that step."""

    code = "prepare.migration_failed"
    sentence = "数据库结构没有更新完成：{reason}。出错的一步已撤销，已保存的数据没有改变。"


def prepare() -> None:
    """Read the law, migrate, collect the static files under names that carry their hash.

    The law comes first: packs with a flaw must not leave new tables behind."""
    packs()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise MigrationFailed(reason=str(error).strip().splitlines()[0]) from error
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    django.setup()
    try:
        prepare()
    except DoudiError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(STATUS_REFUSED)
