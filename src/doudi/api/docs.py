"""A page about the interface for people, made of its own description; nothing is fetched from another site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doudi.api.description import DescribedAPI

EXAMPLE = {
    "place": "371702",
    "on": "2024-03-01",
    "household": {
        "household": {"register": "rural", "assets": {}},
        "members": [
            {
                "id": "m1",
                "name": "张某甲",
                "relation": "applicant",
                "age": 45,
                "situation": {},
                "incomes": {"wage": "9000.00"},
            }
        ],
    },
}


def docs_page(api: DescribedAPI) -> Any:
    """Make the view that shows an interface."""

    @require_safe
    def docs(request: HttpRequest) -> HttpResponse:
        described = api.get_openapi_schema()
        context = {**described["info"], "operations": list(_operations(described["paths"]))}
        return render(request, "api/docs.html", context)

    return docs


def _operations(paths: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, operations in paths.items():
        for method, operation in operations.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "statuses": sorted(str(status) for status in operation["responses"]),
                "example": json.dumps(EXAMPLE, ensure_ascii=False, indent=2) if method == "post" else "",
            }
