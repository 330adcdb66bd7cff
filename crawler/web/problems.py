"""What went wrong, as RFC 9457 has programs told: application/problem+json."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
# A name for each kind, which stays as it is; what it says to people need not.
NAMES = "urn:wirewatch:problem:"


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
