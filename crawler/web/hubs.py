"""/websub/PATH: where hubs confirm a subscription and tell of news.

What they send is not read: a signed word that there is news makes the feed due, and it is asked as
always, so that there is one way for entries to come in.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import PlainTextResponse, Response

from crawler.feeds.hubs import Intent, is_signed, lease_until, renew_at
from crawler.storage import Tx, subscriptions
from crawler.storage.subscriptions import Subscription
from crawler.web.state import Known, State

router = APIRouter()
BODY_MOST = 15 * 1024 * 1024
UNKNOWN = HTTPException(404, "Nothing is subscribed here.")


@router.get("/websub/{path}", response_class=PlainTextResponse)
def verify(  # noqa: PLR0917  # FastAPI calls it by name
    path: str,
    state: Known,
    mode: Annotated[str, Query(alias="hub.mode")],
    topic: Annotated[str, Query(alias="hub.topic")],
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=2000)] = "",
    lease_s: Annotated[int | None, Query(alias="hub.lease_seconds", ge=0)] = None,
    reason: Annotated[str, Query(alias="hub.reason")] = "",
) -> str:
    """Confirm what we asked for, and nothing else."""
    intent = Intent(mode=mode, topic=topic, challenge=challenge, lease_s=lease_s, reason=reason)
    with state.store.writing() as tx:
        _confirm(tx, _known(tx, path), intent, state)
    return challenge


def _known(tx: Tx, path: str) -> Subscription:
    found = subscriptions.by_path(tx, path)
    if found is None:
        raise UNKNOWN
    return found


def _confirm(tx: Tx, held: Subscription, intent: Intent, state: State) -> None:
    now = state.now()
    if intent.topic != held.topic_url:
        raise UNKNOWN
    if intent.mode == "denied":
        subscriptions.deny(tx, held.feed_id, intent.reason, now)
    elif intent.mode == "subscribe" and intent.challenge:
        until = lease_until(intent, now)
        subscriptions.confirm(tx, held.feed_id, until=until, renew_at=renew_at(now, until))
    else:
        raise UNKNOWN  # we never leave by ourselves; a lease simply ends


@router.post("/websub/{path}", status_code=202)
async def told(path: str, request: Request, state: Known) -> Response:
    """There is news. 202 also where the signature is wrong, as the specification wants it."""
    body = await _body(request)
    signature = request.headers.get("x-hub-signature", "")
    with state.store.writing() as tx:
        held = _known(tx, path)
        if is_signed(body, signature, held.secret):
            subscriptions.pushed(tx, held.feed_id, state.now())
    return Response(status_code=202)


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_MOST:
            raise HTTPException(413, "More than a feed may have.")
        parts.append(part)
    return b"".join(parts)
