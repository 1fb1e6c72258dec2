"""A page about the interface for people, made of its own description; nothing is fetched from another site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doudi.accounts.models import TokenScope
from doudi.api.description import DescribedAPI


def docs_page(api: DescribedAPI) -> Any:
    """Make the view that shows an interface."""

    @require_safe
    def docs(request: HttpRequest) -> HttpResponse:
        described = api.get_openapi_schema()
        context = {**described["info"], "operations": list(_operations(described)), "scopes": TokenScope.labels}
        return render(request, "api/docs.html", context)

    return docs


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    schemas = described["components"]["schemas"]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "statuses": sorted(str(status) for status in operation["responses"]),
                "sent": _example(operation.get("requestBody"), schemas),
                "got": _example(operation["responses"].get(200), schemas),
                "token": bool(operation.get("security")),
                "scope": operation.get("x-scope", ""),
            }


def _example(content: dict[str, Any] | None, schemas: dict[str, Any]) -> str:
    """Return the example of what is sent or answered, empty where its schema has none."""
    schema = (content or {}).get("content", {}).get("application/json", {}).get("schema", {})
    example = schemas.get(schema.get("$ref", "").rpartition("/")[2], {}).get("example")
    return json.dumps(example, ensure_ascii=False, indent=2) if example else ""
