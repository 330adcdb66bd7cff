"""/api/v1/openapi.json: the API described for programs, made of the code itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

import crawler
from crawler.web.problems import MEDIA_TYPE, NAMES

ABOUT = """Everything that Wirewatch's commands show and do.

A token goes into the header `Authorization: Bearer ww_…`; `wirewatch tokens add --api WHOSE` makes
one. What is wrong is told as RFC 9457 has it (`application/problem+json`). Lists go on where `next`
says: give it as `cursor`, with the same parameters."""
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": f"{NAMES}NAME; the names stay."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do, for people."},
        "query": {"type": "string", "description": "Of a query that cannot be read."},
        "column": {"type": "integer", "description": "Where in it, in code points from 0."},
        "caret": {"type": "string", "description": "Its line with a sign below the place."},
        "suggestion": {"type": "string", "description": "A query that works."},
        "errors": {
            "type": "array",
            "description": "Of values that cannot be taken.",
            "items": {
                "type": "object",
                "required": ["at", "says"],
                "properties": {
                    "at": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "says": {"type": "string"},
                },
            },
        },
    },
}
_OPERATIONS = ("get", "post", "put", "patch", "delete")


def description_of(routers: Iterable[APIRouter]) -> dict[str, Any]:
    """The OpenAPI document of these resources."""
    alone = FastAPI(openapi_url=None)
    for router in routers:
        alone.include_router(router)
    made = get_openapi(
        title="Wirewatch", version=crawler.__version__, description=ABOUT, routes=alone.routes
    )
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}, {}]
    for path in made["paths"].values():
        for method in _OPERATIONS:
            if method in path:
                _tell_problems(path[method])
    return made


def _tell_problems(operation: dict[str, Any]) -> None:
    """Whatever is wrong is told in one way."""
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = {
        "description": "What is wrong.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
