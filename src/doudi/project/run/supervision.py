"""Keeping it running: what ends without being asked is started again, a bounded number of times."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from doudi.kernel.errors import Refused
from doudi.project.postgres import Server
from doudi.project.run.children import Child

PAUSE = 0.5
RESTARTS = 5
WITHIN_SECONDS = 60


class GaveUp(Refused):
    """A process ends again and again; starting it once more would only hide why."""

    code = "run.gave_up"
    sentence = "{label}在 {seconds} 秒内第 {times} 次意外退出，已全部停止；请查看上面的记录，或运行 doudi doctor。"


@dataclass
class Patience:
    """Counts the restarts of one thing."""

    label: str
    _times: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS + 1))

    def spend(self) -> None:
        """Count one more; raises GaveUp when there were too many lately."""
        self._times.append(time.monotonic())
        if len(self._times) > RESTARTS and self._times[-1] - self._times[0] < WITHIN_SECONDS:
            raise GaveUp(label=self.label, seconds=WITHIN_SECONDS, times=RESTARTS + 1)


def watch(children: list[Child], server: Server | None, *, say: Callable[[str], None]) -> None:
    """Look after `children` and the embedded `server` until a signal or GaveUp ends it."""
    patience = {thing: Patience(thing) for thing in ("数据库", *(child.label for child in children))}
    while True:
        if server is not None and not server.is_alive():
            patience["数据库"].spend()
            say("数据库意外退出，正在重新启动。")
            _start_again(server, children)
        for child in children:
            if child.has_ended():
                patience[child.label].spend()
                say(f"{child.label}意外退出，正在重新启动。")
                child.start()
        if server is not None:
            server.log.keep_small()
        time.sleep(PAUSE)


def _start_again(server: Server, children: list[Child]) -> None:
    """Start the server; its port may have been taken meanwhile, and then the children must learn the new one."""
    url = server.ensure_running().app
    for child in children:
        if child.url != url:
            child.url = url
            child.ask_to_stop()
            child.wait_or_kill()
            child.start()
