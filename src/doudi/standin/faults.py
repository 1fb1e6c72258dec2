"""What goes wrong at the stand-in, source by source, until it is told otherwise."""

from __future__ import annotations

import threading
from enum import StrEnum

from doudi.kernel.errors import Refused


class Fault(StrEnum):
    """What a source does instead of answering well."""

    SLOW = "slow"
    ERROR = "error"
    WRONG_SCHEMA = "wrong_schema"
    TRUNCATED = "truncated"
    DUPLICATE = "duplicate"
    LATE = "late"
    UNSIGNED = "unsigned"
    OTHER_NAME = "other_name"


class FaultUnknown(Refused):
    """There is no such fault."""

    code = "standin.fault_unknown"
    sentence = "没有“{name}”这种故障，可以写：{known}。"


class Faults:
    """Which source has which fault; `times` ends it by itself after so many requests."""

    def __init__(self) -> None:
        self._now: dict[str, tuple[Fault, int | None]] = {}
        self._lock = threading.Lock()

    def set(self, source: str, name: str, *, times: int | None = None) -> None:
        """Give a source a fault; an empty name takes it away. Raises FaultUnknown."""
        with self._lock:
            if not name:
                self._now.pop(source, None)
                return
            self._now[source] = _read(name), times

    def meet(self, source: str) -> Fault | None:
        """Return the fault that a request to a source meets now."""
        with self._lock:
            fault, left = self._now.get(source, (None, None))
            if fault is not None and left is not None:
                self._now[source] = fault, left - 1
                if left <= 1:
                    del self._now[source]
            return fault

    def listed(self) -> dict[str, str]:
        """Return which source has which."""
        with self._lock:
            return {source: fault.value for source, (fault, _) in self._now.items()}


def _read(name: str) -> Fault:
    try:
        return Fault(name)
    except ValueError:
        raise FaultUnknown(name=name, known="、".join(Fault)) from None
