"""Put a query to a source and say truly what came of it. What failed never reads as nothing on record."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter
from tenacity.nap import sleep as nap

from doudi.exchange.description import QUERIES
from doudi.exchange.messages import Answer, MessageWrong, Outcome, Query, StillWorking, read
from doudi.exchange.signatures import SignatureWrong, Signed, SignedAnswer, require_answer, sign_request
from doudi.verification.asking.way import Way

MOST_BYTES: Final = 1 << 16
ATTEMPTS: Final = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0
OK, TAKEN, UNKNOWN, TOO_MANY, FIRST_FAULT = 200, 202, 404, 429, 500
ACCEPTS: Final = {"Accept": "application/json", "Content-Type": "application/json", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Answered:
    """The source has something on record, or nothing; `told.outcome` says which."""

    told: Answer


@dataclass(frozen=True, slots=True)
class Later:
    """The source is still working on it; ask again after so long."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing is known, and why. `is_down`: it could not be reached or could not look, which counts for the breaker."""

    reason: str
    is_down: bool = False


Came = Answered | Later | Failed


class _DownError(Exception):
    """This attempt came to nothing; another may not."""


def ask(
    way: Way, query: Query, *, key: Ed25519PrivateKey, again: bool = False, sleep: Callable[[float], None] = nap
) -> Came:
    """Ask, up to three times with longer and longer pauses; `again`: the source has taken this query in before.

    Asked again about a query it has forgotten, a source is asked anew: it is the same query."""
    attempts = Retrying(
        stop=stop_after_attempt(ATTEMPTS), wait=wait_exponential_jitter(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE),
        retry=retry_if_exception_type(_DownError), sleep=sleep, reraise=True,
    )  # fmt: skip
    try:
        return attempts(_attempt, way, query, key, again=again)
    except _DownError as error:
        return Failed(f"{error}，试了 {ATTEMPTS} 次", is_down=True)


def _attempt(way: Way, query: Query, key: Ed25519PrivateKey, *, again: bool) -> Came:
    """Ask once; each attempt is signed anew, for a source refuses what it has seen before."""
    base = f"{way.url.rstrip('/')}{QUERIES}"
    if again:
        request, status, headers, body = _sent(way, Signed("GET", f"{base}/{query.query}"), b"", key)
        if status != UNKNOWN:
            return _understood(way, query, SignedAnswer(status, request, headers), body)
    content = query.model_dump_json().encode()
    request, status, headers, body = _sent(way, Signed("POST", base), content, key)
    return _understood(way, query, SignedAnswer(status, request, headers), body)


def _sent(
    way: Way, request: Signed, content: bytes, key: Ed25519PrivateKey
) -> tuple[Signed, int, dict[str, str], bytes]:
    """Send a request, and read no more of the answer than one has. Raises _DownError."""
    request.headers |= {"Host": urlsplit(way.url).netloc, **ACCEPTS}
    sign_request(request, content, by=key)
    try:
        with (
            httpx.Client(timeout=way.seconds, trust_env=False, verify=_trusted()) as client,
            client.stream(request.method, request.url, content=content or None, headers=request.headers) as came,
        ):
            return request, came.status_code, dict(came.headers), _body(came, way.seconds)
    except httpx.TimeoutException:
        raise _DownError(f"{way.seconds:g} 秒内没有答复") from None
    except httpx.RemoteProtocolError:
        raise _DownError("答复不完整") from None
    except httpx.HTTPError:
        raise _DownError("连接不上") from None


@cache
def _trusted() -> ssl.SSLContext:
    """Trust the authorities that this machine trusts; reading them takes longer than asking."""
    return ssl.create_default_context()


def _body(came: httpx.Response, seconds: float) -> bytes:
    """Read the answer; one that comes drop by drop has no more time than one that does not come."""
    body, until = b"", time.monotonic() + seconds
    for part in came.iter_raw():
        body += part
        if time.monotonic() > until:
            raise httpx.ReadTimeout("")
        if len(body) > MOST_BYTES:
            return body
    return body


def _understood(way: Way, query: Query, answer: SignedAnswer, body: bytes) -> Came:
    """Hold an answer against what was agreed, before anything of it is believed. Raises _DownError."""
    if answer.status_code >= FIRST_FAULT or answer.status_code == TOO_MANY:
        raise _DownError(f"对方出错（HTTP {answer.status_code}）")
    if answer.status_code not in (OK, TAKEN):
        return Failed(f"对方没有受理（HTTP {answer.status_code}）")
    if len(body) > MOST_BYTES:
        return Failed("答复太长")
    try:
        require_answer(answer, body, holder=way.holder)
        told = read(StillWorking, body) if answer.status_code == TAKEN else read(Answer, body)
    except SignatureWrong:
        return Failed("答复的签名不符，没有采用")
    except MessageWrong as error:
        return Failed(f"答复有误：{error}")
    return _fitting(query, told)


def _fitting(query: Query, told: Answer | StillWorking) -> Came:
    if told.query != query.query:
        return Failed("答复有误：“query”不是这次查询的编号")
    if isinstance(told, StillWorking):
        return Later(timedelta(seconds=told.seconds))
    if told.source != query.source:
        return Failed("答复有误：“source”不是所问的来源")
    if told.as_of > query.day:
        return Failed("答复有误：“as_of”晚于查询日期")
    if told.outcome is Outcome.OTHER_NAME:
        return Failed("证件号在该来源登记的是另一个姓名，请核实证件号和姓名")
    return Answered(told)
