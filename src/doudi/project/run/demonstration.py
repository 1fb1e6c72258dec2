"""What a demonstration has besides: a page that shows the short messages people would get."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from doudi.project.database import child_environment
from doudi.project.leash import leashed
from doudi.project.postgres.ports import LOOPBACK
from doudi.project.run.children import Child, short_messages
from doudi.project.sign_in import DEMONSTRATION

SMS = "DOUDI_SMS_URL"


def stand_ins(url: str) -> list[Child]:
    """Return the processes of a demonstration that has no provider of its own, and tell our children where they are."""
    if os.environ.get("DOUDI_MODE") != DEMONSTRATION or os.environ.get(SMS):
        return []
    listener = socket.create_server((LOOPBACK, 0))
    os.environ[SMS] = f"http://{LOOPBACK}:{listener.getsockname()[1]}/"
    child = short_messages(listener, url)
    child.kept = listener
    return [child]


def begin() -> None:
    """Say that this is a demonstration, unless somebody said what it is: `doudi run` is for trying out."""
    os.environ.setdefault("DOUDI_MODE", DEMONSTRATION)


def fill_register(url: str) -> subprocess.Popen[bytes] | None:
    """Start filling an empty register with fictional families, beside everything else; None where nothing is shown."""
    if os.environ.get("DOUDI_MODE") != DEMONSTRATION:
        return None
    command = leashed([sys.executable, "-m", "doudi.project.demonstration"])
    return subprocess.Popen(command, env=child_environment(url), stdin=subprocess.DEVNULL, start_new_session=True)


def addresses() -> str:
    """Say where the short messages of a demonstration are shown."""
    shown = os.environ.get(SMS, "") if os.environ.get("DOUDI_MODE") == DEMONSTRATION else ""
    return f"短信  {shown}（演示：验证码在这里看）\n" if shown else ""
