"""/preferences: the language, light or dark; kept in the browser."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response

from crawler.web.pages.visit import LANGUAGE_COOKIE, THEME_COOKIE, Edits

router = APIRouter()
YEAR_S = 365 * 24 * 3600


@router.post("/preferences")
def prefer(
    visit: Edits,
    back: Annotated[str, Form(max_length=4000)] = "/",
    language: Annotated[Literal["en", "de"] | None, Form()] = None,
    theme: Annotated[Literal["light", "dark", "system"] | None, Form()] = None,
) -> Response:
    """Remember what was chosen and show the page again that it was chosen on."""
    answer = visit.go(local(back))
    chosen = {LANGUAGE_COOKIE: language, THEME_COOKIE: theme}
    for name, value in chosen.items():
        if value is not None:
            answer.set_cookie(
                name, value, max_age=YEAR_S, httponly=True, samesite="lax",
                secure=visit.is_secure,
            )  # fmt: skip
    return answer


def local(path: str) -> str:
    """*path*, if it leads to a page of ours; else the first page."""
    # Browsers read "//host" and "/\host" as another host, and drop tabs and line breaks.
    is_ours = path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
    return path if is_ours else "/"
