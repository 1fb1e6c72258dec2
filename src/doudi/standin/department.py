"""The stand-in department without HTTP: who may ask, what it answers, and what goes wrong on the way."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from doudi.exchange.messages import Answer, MessageWrong, Outcome, Problem, Query, StillWorking, read
from doudi.exchange.signatures import (
    Nonces,
    Replayed,
    SignatureWrong,
    Signed,
    SignedAnswer,
    require_request,
    sign_answer,
)
from doudi.kernel.residentid import ResidentNumberWrong
from doudi.standin.faults import Fault, Faults
from doudi.standin.records import RECORDS, answer

OK, TAKEN, BAD, UNSIGNED, UNKNOWN, CONFLICT, NO_SOURCE, BROKEN = 200, 202, 400, 401, 404, 409, 422, 503
SECONDS_LATER = 1


@dataclass(frozen=True)
class Reply:
    """A status, headers and a body; `cut` sends so many bytes less than the headers promise."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cut: int = 0
    waits: bool = False


class Department:
    """Answers signed requests of callers it knows; `asked` counts the queries that came through the door."""

    def __init__(self, *, seed: int, callers: Mapping[str, Ed25519PublicKey]) -> None:
        self.seed, self.callers, self.faults, self.nonces = seed, dict(callers), Faults(), Nonces()
        self.asked: list[tuple[str, UUID]] = []
        self._kept: dict[UUID, Query] = {}
        self._lock = threading.Lock()
        self.key = own_key(seed)

    def ask(self, request: Signed, body: bytes) -> Reply:
        """Answer a query."""
        try:
            require_request(request, body, callers=self.callers, nonces=self.nonces)
            query = read(Query, body)
        except SignatureWrong as error:
            return _refused(CONFLICT if isinstance(error, Replayed) else UNSIGNED, error.code, str(error))
        except MessageWrong as error:
            return _refused(BAD, error.code, str(error))
        if query.source not in RECORDS:
            return _refused(NO_SOURCE, "standin.source", "这里没有这个来源")
        with self._lock:
            self._kept[query.query] = query
            self.asked.append((query.source, query.query))
        return self._answered(request, query)

    def ask_again(self, request: Signed, number: str) -> Reply:
        """Answer whether a query has its answer."""
        try:
            require_request(request, b"", callers=self.callers, nonces=self.nonces)
        except SignatureWrong as error:
            return _refused(CONFLICT if isinstance(error, Replayed) else UNSIGNED, error.code, str(error))
        query = self._found(number)
        if query is None:
            return _refused(UNKNOWN, "standin.unknown", "没有这次查询")
        return self._answered(request, query)

    def _found(self, number: str) -> Query | None:
        try:
            return self._kept.get(UUID(number))
        except ValueError:
            return None

    def _answered(self, request: Signed, query: Query) -> Reply:
        fault = self.faults.meet(query.source)
        if fault is Fault.ERROR:
            return _refused(BROKEN, "standin.unavailable", "暂时不能查询")
        if fault is Fault.LATE:
            working = StillWorking(query=query.query, seconds=SECONDS_LATER)
            return self._signed(request, TAKEN, working.model_dump_json().encode())
        try:
            told = answer(query, seed=self.seed)
        except ResidentNumberWrong as error:
            return _refused(BAD, error.code, str(error))
        body = _spoiled(told, fault)
        reply = self._signed(request, OK, body)
        headers = {} if fault is Fault.UNSIGNED else reply.headers
        cut = len(body) // 2 if fault is Fault.TRUNCATED else 0
        return Reply(reply.status, body, headers, cut, waits=fault is Fault.SLOW)

    def _signed(self, request: Signed, status: int, body: bytes) -> Reply:
        signed = SignedAnswer(status, request)
        sign_answer(signed, body, by=self.key)
        return Reply(status, body, signed.headers)


def own_key(seed: int) -> Ed25519PrivateKey:
    """Return the stand-in's key. It follows from the seed and is no secret: nobody real is behind it."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"doudi stand-in {seed}".encode()).digest())


def _spoiled(told: Answer, fault: Fault | None) -> bytes:
    """Write an answer, with what a fault does to its content."""
    if fault is Fault.OTHER_NAME:
        told = told.model_copy(update={"outcome": Outcome.OTHER_NAME, "elements": ()})
    content = told.model_dump(mode="json")
    if fault is Fault.WRONG_SCHEMA:
        content["as_of"] = "昨天"
    if fault is Fault.DUPLICATE:
        content["outcome"] = Outcome.FOUND.value
        content["elements"] = [*content["elements"], *content["elements"]] or [{"name": "wage", "value": "1.00"}] * 2
    return json.dumps(content, ensure_ascii=False).encode()


def _refused(status: int, code: str, told: str) -> Reply:
    return Reply(status, Problem(error=code, told=told).model_dump_json().encode())
