"""What went wrong, as RFC 9457 has programs told: application/problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from crawler.errors import ConfigError, NotFound, QueryError, StorageError, UsageError

MEDIA_TYPE = "application/problem+json"
# A name for each kind, which stays as it is; what it says to people need not.
NAMES = "urn:wirewatch:problem:"
AWAY = "The database does not answer: it is busy, its disk is full, or it is away."
BROKEN = "This is a fault in Wirewatch. Its log tells more; please report it."
AGAIN_S = "5"
ERRORS_MOST = 20


def problem(
    status: int, name: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """An answer that says what is wrong and what to do about it; *more* are members of its own."""
    said = {
        "type": f"{NAMES}{name}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(said, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def is_program(request: Request) -> bool:
    """Whether who asks is a program and no person."""
    return request.url.path.startswith(("/api/", "/metrics"))


def problem_of(error: Exception) -> JSONResponse:
    """What was raised, as an answer."""
    match error:
        case QueryError():
            return _of_query(error)
        case NotFound():
            return problem(404, "not-found", str(error))
        case ConfigError():
            return problem(409, "settings", str(error))
        case UsageError():
            return problem(400, "usage", str(error))
        case StorageError():
            return problem(503, "database", AWAY, headers={"Retry-After": AGAIN_S})
        case RequestValidationError():
            return _of_values(error)
        case HTTPException():
            names = {404: "not-found", 405: "method", 413: "too-large"}
            name = names.get(error.status_code, "http")
            return problem(error.status_code, name, str(error.detail), headers=error.headers)
        case _:
            return problem(500, "fault", BROKEN)


def _of_query(error: QueryError) -> JSONResponse:
    start = error.query.rfind("\n", 0, error.column) + 1
    line = error.query[start:].split("\n", 1)[0]
    caret = f"{line}\n{' ' * (error.column - start)}^"
    more: dict[str, Any] = {"suggestion": error.suggestion} if error.suggestion else {}
    return problem(
        400, "query", error.reason, query=error.query, column=error.column, caret=caret, **more
    )


def _of_values(error: RequestValidationError) -> JSONResponse:
    # Without what was given: it may be long, or secret.
    errors = [{"at": list(one["loc"]), "says": one["msg"]} for one in error.errors()[:ERRORS_MOST]]
    detail = "; ".join(f"{'.'.join(map(str, one['at']))}: {one['says']}" for one in errors)
    return problem(422, "values", detail, errors=errors)
