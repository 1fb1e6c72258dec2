"""`python -m doudi.project.demonstration`: fill the register of a demonstration, and say how to sign in.

`doudi run` starts it once the first page is there, so that nobody waits for fictional families.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import django

from doudi.kernel import clock
from doudi.kernel.errors import DoudiError
from doudi.project.demonstration.password import PASSWORD

STATUS_REFUSED = 2


def logins(posts: Iterable) -> str:
    """Return a table of who may sign in: one login a role, county by county."""
    rows = [f"  {post.officer.account.login:<42}{post.get_role_display()}" for post in posts]
    return "\n".join(["演示登录（虚构人员，密码都是 " + PASSWORD + "，入口 /desk/）：", *rows])


def main() -> int:
    """Fill what is empty, print the logins; one sentence on stderr where that may not be."""
    django.setup()
    from doudi.project.demonstration.fill import fill  # noqa: PLC0415 - Django has to be set up first

    try:
        posts = fill(on=clock.today(os.environ), say=_say)
    except DoudiError as error:
        sys.stderr.write(f"{error}\n")
        return STATUS_REFUSED
    _say(logins(post for post in posts if post.office.place.startswith("430971")))
    _say("其他县区的登录名把 430971 换成 371702（菏泽牡丹）、620102（兰州城关）、141127（岚县）、532901（大理）。")
    return 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
