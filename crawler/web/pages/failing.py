"""What is said when a page cannot be shown: to people a page, to programs what they had before."""

from __future__ import annotations

import logging
import re

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from crawler.errors import NotFound, StorageError, UsageError
from crawler.web.pages.visit import visit_of
from crawler.web.pages.words import common
from crawler.web.problems import AWAY, is_program, problem_of

log = logging.getLogger("wirewatch")
# What programs ask for, whatever they say that they accept.
PROGRAMS = re.compile(r"/(api/|websub/|health|metrics|static/|feeds/[^/]+\.(atom|json)$)")


def register(app: FastAPI) -> None:
    """Let the application answer so."""
    app.add_exception_handler(HTTPException, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _unreadable)  # type: ignore[arg-type]
    app.add_exception_handler(NotFound, _missing)  # type: ignore[arg-type]
    app.add_exception_handler(UsageError, _unwise)  # type: ignore[arg-type]
    app.add_exception_handler(StorageError, _away)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _broken)


def is_person(request: Request) -> bool:
    """Whether somebody before a browser asks."""
    wants = "text/html" in request.headers.get("accept", "") or "hx-request" in request.headers
    return wants and not PROGRAMS.match(request.url.path)


def error_page(request: Request, status: int, detail: str = "") -> Response:
    """The page that says what went wrong, in the reader's language."""
    visit = visit_of(request)
    said = common.WORDS[visit.language].errors
    what, remedy = said.get(status) or said[500 if status >= 500 else 400]
    return visit.page(
        "error.html.j2", status=status, number=status, what=what, remedy=remedy, detail=detail
    )


async def _refused(request: Request, error: HTTPException) -> Response:
    if is_program(request):
        return problem_of(error)
    if not is_person(request):
        return await http_exception_handler(request, error)
    answer = error_page(request, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _unreadable(request: Request, error: RequestValidationError) -> Response:
    if is_program(request):
        return problem_of(error)
    if not is_person(request):
        return await request_validation_exception_handler(request, error)
    return error_page(request, 400)


async def _missing(request: Request, error: NotFound) -> Response:
    if is_program(request):
        return problem_of(error)
    if not is_person(request):
        return JSONResponse({"detail": str(error)}, 404)
    return error_page(request, 404)


async def _unwise(request: Request, error: UsageError) -> Response:
    if is_program(request):
        return problem_of(error)
    if not is_person(request):
        return JSONResponse({"detail": str(error)}, 422)
    return error_page(request, 422, str(error))


async def _away(request: Request, error: StorageError) -> Response:
    log.error("web: %s", error)
    if is_program(request):
        return problem_of(error)
    if not is_person(request):
        return JSONResponse({"detail": AWAY}, 503)
    return error_page(request, 503)


async def _broken(request: Request, error: Exception) -> Response:
    # The path may hold a token; the traceback names the place.
    log.error("web: an answer could not be made", exc_info=error)
    if is_program(request):
        return problem_of(error)
    if not is_person(request):
        return JSONResponse({"detail": "Internal error."}, 500)
    return error_page(request, 500)
