"""What an answer's status says, for feeds and for pages."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from crawler.items import Cause, Outcome, Page

# Answers after which another try in a few minutes is sensible.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})

OUTCOMES = {
    Cause.REFUSED: Outcome.REFUSED,
    Cause.UNTOLD: Outcome.REFUSED,
    Cause.CUT: Outcome.SOFT,
    Cause.BROKEN: Outcome.SOFT,
    Cause.UNTRUSTED: Outcome.HARD,
    Cause.NOWHERE: Outcome.HARD,
    Cause.UNREACHABLE: Outcome.TEMPORARY,
}
# Failures that our own network may have caused.
OURS_PERHAPS = frozenset({Cause.NOWHERE, Cause.UNREACHABLE})
# Failures after which a page may be had some hours later: certificates are renewed, too.
OWED = OURS_PERHAPS | {Cause.UNTOLD, Cause.CUT, Cause.UNTRUSTED}


def judge_status(page: Page, *, validated: bool = True) -> tuple[Outcome | None, str]:
    """What a feed's status says; None when there is a body to read.

    *validated* tells whether we hold a validator of this server: without one nothing can be
    unchanged.
    """
    note = status_text(page.status)
    if page.status == HTTPStatus.NOT_MODIFIED:
        if validated:
            return Outcome.UNCHANGED, note
        return Outcome.SOFT, f"{note}, though nothing was asked for on a condition"
    if 200 <= page.status < 300:
        return None, ""
    if page.status == HTTPStatus.GONE:
        return Outcome.GONE, note
    if page.status in PASSING or page.status >= 500:
        return Outcome.TEMPORARY, note
    # 404 is soft: feeds vanish while a site is rebuilt and come back under the same address.
    soft = page.status in (HTTPStatus.NOT_FOUND,) or 300 <= page.status < 400
    return (Outcome.SOFT if soft else Outcome.HARD), note


def page_objection(asked_for: str, page: Page) -> str | None:
    """Why this answer gives no article, or None."""
    if not 200 <= page.status < 300:
        return status_text(page.status)
    if urlsplit(page.url).path in ("", "/") and urlsplit(asked_for).path not in ("", "/"):
        return "redirected to the home page"
    return None


def status_text(status: int) -> str:
    """Such as: 404 Not Found."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"
