"""The protocol as an OpenAPI document, for whoever wants to be asked, or to ask us, the same way."""

from __future__ import annotations

from typing import Any, Final

from pydantic.json_schema import models_json_schema

from doudi.exchange.messages import Answer, Problem, Query, StillWorking

QUERIES: Final = "/queries"
VERSION: Final = "1"
ABOUT: Final = """An office that has a person's signed authorisation 核对授权书 asks a holder what is on record of them.

Every request is signed after RFC 9421 with Ed25519: `Content-Digest` (RFC 9530) over the body, also an empty one, and a
signature with tag `doudi-query` that covers `@method`, `@authority`, `@path` and `content-digest`, with `created`, a
`nonce` used once and the `keyid`: the first 16 hexadecimal digits of the SHA-256 of the public key's 32 bytes. A
request older than two minutes, one whose clock is over a minute ahead, and one that came before are refused.

Every answer with status 200 or 202 is signed by the holder with tag `doudi-answer` over `@status`, `content-digest` and
`"signature";req`, the signature of the request it answers. Asked again under the same `query`, it is the same query.

`found` and `nothing_on_record` are different from a failure: a holder that cannot look says so with a status of 500 or
above, and never with `nothing_on_record`."""
KINDS: Final = (Query, Answer, StillWorking, Problem)
TAKEN: Final = {
    "200": ("What is on record, or that nothing is.", "Answer"),
    "202": ("Taken in; ask again later under the same number.", "StillWorking"),
}
REFUSED: Final = {
    "400": ("The message does not have this shape.", "Problem"),
    "401": ("The signature is missing, wrong or too old.", "Problem"),
    "409": ("This very request came before.", "Problem"),
    "413": ("The message is too long.", "Problem"),
    "422": ("The holder does not keep this source.", "Problem"),
    "503": ("The holder cannot look now. This says nothing of the person.", "Problem"),
}
UNKNOWN: Final = {"404": ("There is no such query.", "Problem")}


def description(server: str = "/") -> dict[str, Any]:
    """Return the document."""
    _, schemas = models_json_schema(
        [(kind, "validation") for kind in KINDS], ref_template="#/components/schemas/{model}"
    )
    body = {"required": True, "content": {"application/json": {"schema": _ref("Query")}}}
    number = {"name": "query", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    asking = {"operationId": "ask", "summary": "Ask what is on record of one person.", "requestBody": body}
    asking_again = {
        "operationId": "ask_again",
        "summary": "Ask whether a query has its answer.",
        "parameters": [number],
    }
    refused = {status: said for status, said in REFUSED.items() if status not in ("413", "422")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "doudi 核对查询 query protocol", "version": VERSION, "description": ABOUT},
        "servers": [{"url": server}],
        "paths": {
            QUERIES: {"post": {**asking, "responses": _responses(TAKEN | REFUSED)}},
            f"{QUERIES}/{{query}}": {"get": {**asking_again, "responses": _responses(TAKEN | refused | UNKNOWN)}},
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _responses(said: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {
        status: {"description": told, "content": {"application/json": {"schema": _ref(kind)}}}
        for status, (told, kind) in said.items()
    }


def _ref(kind: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind}"}
