"""No request holds more than a form may, so that nobody fills the memory from outside."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FORM_MOST = 64 * 1024
# Of lists of feeds: twenty thousand of them fit.
LIST_MOST = 8 * 1024 * 1024
# Hubs send whole feeds; `hubs` counts for itself.
FEEDS = "/websub/"
LISTS = frozenset({"/api/v1/feeds/opml", "/feeds/import"})


class Bounds:
    """Answers 413 to what is larger."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count while the body is read, as its length need not be what the sender says."""
        size = 0
        most = LIST_MOST if scope.get("path") in LISTS else FORM_MOST

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise HTTPException(413, "More than this may have.")
            return message

        is_form = scope["type"] == "http" and not scope["path"].startswith(FEEDS)
        await self._app(scope, counted if is_form else receive, send)
