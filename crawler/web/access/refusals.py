"""How those who may not are told: people are sent to /login, programs get a status and a reason."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from crawler.web.problems import is_program, problem

NO_KEY = "No password is set, so nobody can log in. On the machine itself: wirewatch web password"


class LoginNeeded(Exception):
    """Nobody knows who asks."""

    def __init__(self, reason: str = "", *, has_password: bool = True) -> None:
        self.reason = reason or (
            "Log in, or send a token: Authorization: Bearer ww_…" if has_password else NO_KEY
        )
        super().__init__(self.reason)


class Forbidden(Exception):
    """It is known who asks, and they may not."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def login_needed(request: Request, error: Exception) -> Response:
    """To /login and back; a script of ours is told by a header that htmx understands."""
    assert isinstance(error, LoginNeeded)
    if is_program(request):
        named = {"WWW-Authenticate": "Bearer"}
        return problem(401, "unauthorized", error.reason, headers=named)
    back = request.url.path if request.method in ("GET", "HEAD") else "/"
    if back != "/" and request.url.query:
        back = f"{back}?{request.url.query}"
    place = (
        f"/login?{urlencode({'next': back}, quote_via=quote, safe='/')}"
        if back != "/"
        else "/login"
    )
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": place})
    return RedirectResponse(place, 303)


def forbidden(request: Request, error: Exception) -> Response:
    """403 with the reason."""
    assert isinstance(error, Forbidden)
    if is_program(request):
        return problem(403, "forbidden", error.reason)
    return PlainTextResponse(error.reason + "\n", 403)


def install(app: FastAPI) -> None:
    """Have *app* answer so."""
    app.add_exception_handler(LoginNeeded, login_needed)
    app.add_exception_handler(Forbidden, forbidden)
