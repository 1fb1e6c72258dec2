"""`python -m doudi.project.leash PARENT COMMAND …`: become COMMAND, and be told to stop when the parent dies.

Linux sends the signal whatever ended the parent, also kill -9, so no orphan keeps a port or a connection.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def leashed(command: list[str]) -> list[str]:
    """Return the command line that runs `command` on the leash of this process."""
    return [sys.executable, "-m", "doudi.project.leash", str(os.getpid()), *command]


def main(parent: int, command: list[str]) -> None:
    """Tie ourselves to `parent` and become `command`."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the leash was on
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted: the arguments are the command


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
