"""`python -m doudi.project.prepare`: bring tables, places and static files to this version, in a process of its own.

It is the only process that knows the owner's address. It prints nothing, or one sentence on stderr and status 2.
"""

from __future__ import annotations

import os
import sys

import django
from django.core.management import call_command
from django.db import DatabaseError

from doudi.kernel import clock
from doudi.kernel.errors import DoudiError, Refused
from doudi.kernel.lasting import lasting
from doudi.standards.lawbook import packs

STATUS_REFUSED = 2


class MigrationFailed(Refused):
    """A step of the migration failed; PostgreSQL undid that step."""

    code = "prepare.migration_failed"
    sentence = "数据库结构没有更新完成：{reason}。出错的一步已撤销，已保存的数据没有改变。"


def prepare() -> None:
    """Read the law, migrate, load its places, collect the static files under names that carry their hash.

    The law comes first: packs with a flaw must not leave new tables behind."""
    packs()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise MigrationFailed(reason=str(error).strip().splitlines()[0]) from error
    _load_places()
    call_command("collectstatic", interactive=False, verbosity=0)


def _load_places() -> None:
    from doudi.accounts.services.load_places import load_places  # noqa: PLC0415 - models are there after django.setup()
    from doudi.audit.actor import Actor, acting  # noqa: PLC0415 - the same

    today = clock.today(os.environ)
    with acting(Actor.system("prepare"), on=today):
        load_places(known=packs().places.by_code.values(), on=today)


if __name__ == "__main__":
    try:
        with lasting():  # until the end of this process, which is near
            django.setup()
            prepare()
    except DoudiError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(STATUS_REFUSED)
