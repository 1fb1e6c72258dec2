"""What /api/v1/openapi.json says beyond the endpoints: the whole schema of the household file, problems as problems."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from doudi.api.problems import CONTENT_TYPE
from doudi.policy.schema import household_schema
from doudi.standards.lawbook import packs

FIRST_PROBLEM = 400


class DescribedAPI(NinjaAPI):
    """The interface with a complete description of itself."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description."""
        described = super().get_openapi_schema(**options)
        schemas = described["components"]["schemas"]
        schemas["Household"] = household_schema(packs().facts)
        for asking in ("AssessmentRequest", "ApplicationRequest"):
            schemas[asking]["properties"]["household"] = {"$ref": "#/components/schemas/Household"}
        for operations in described["paths"].values():
            for operation in operations.values():
                _name_problems(operation["responses"])
        return described


def _name_problems(responses: dict[Any, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= FIRST_PROBLEM and "content" in response:
            response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}
