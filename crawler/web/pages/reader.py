"""Who is logged in. Every page asks here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import HTTPException, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person before a browser."""

    name: str = ""  # "" where nobody needs to log in
    may_edit: bool = True
    form_token: str = ""  # goes with every form; "" where none is needed


def reader_of(_request: Request) -> Reader:
    """Who asks."""
    return Reader()


def refuse_foreign(request: Request) -> None:
    """403 for a form that another site sends in the reader's name.

    Browsers tell whose page a form stands on. What is no browser has no cookies to be abused.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        is_ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not is_ours:
        raise HTTPException(403, "This form was sent by another site.")
