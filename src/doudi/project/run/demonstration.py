"""What a demonstration has besides: a page that shows the short messages people would get, a department to ask."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable

from doudi.project.database import child_environment
from doudi.project.leash import leashed
from doudi.project.postgres.ports import LOOPBACK
from doudi.project.run.children import Child, department, short_messages
from doudi.project.sign_in import DEMONSTRATION

SMS, DEPARTMENT = "DOUDI_SMS_URL", "DOUDI_STANDIN_URL"


def stand_ins(url: str) -> list[Child]:
    """Return the processes of a demonstration that has none of its own, and tell our children where they are."""
    if os.environ.get("DOUDI_MODE") != DEMONSTRATION:
        return []
    made = {SMS: short_messages, DEPARTMENT: department}
    return [_standing_in(name, make, url) for name, make in made.items() if not os.environ.get(name)]


def _standing_in(name: str, make: Callable[[socket.socket, str], Child], url: str) -> Child:
    listener = socket.create_server((LOOPBACK, 0))
    os.environ[name] = f"http://{LOOPBACK}:{listener.getsockname()[1]}/"
    child = make(listener, url)
    child.kept = listener
    return child


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
