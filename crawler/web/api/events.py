"""/api/v1/events: new matches as they come (server-sent events, as browsers know them)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from time import monotonic
from typing import Annotated

from fastapi import Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from crawler.web.api.filters import topic_id_of
from crawler.web.api.frame import LARGEST, TopicWord, looks_of
from crawler.web.live import QUIET_S, Live
from crawler.web.serving import GO_ON
from crawler.web.state import Known, State

looks = looks_of("events")
# Then the client comes again by itself, and is asked for its token or session again.
LONGEST_S = 15 * 60.0
RETRY_MS = 3000
NOTHING = ": nothing new\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
After = Annotated[
    int | None, Query(ge=0, le=LARGEST, description="Begin after the event of this id.")
]
LastEvent = Annotated[
    int | None, Header(alias="Last-Event-ID", ge=0, le=LARGEST, description="The same; it wins.")
]


@looks.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(
    request: Request,
    state: Known,
    after: After = None,
    last_event_id: LastEvent = None,
    topic: TopicWord = None,
) -> StreamingResponse:
    """New matches, each with the id of its hit, which is also where to go on after a break."""
    topic_id = await run_in_threadpool(_topic, state, topic)
    begin = after if last_event_id is None else last_event_id
    state.live.refuse_when_full()
    go_on: Callable[[], None] = request.scope.get(GO_ON, lambda: None)
    told = _told(state.live, begin, topic_id, go_on)
    return StreamingResponse(told, media_type="text/event-stream", headers=HEADERS)


async def _told(
    live: Live, after: int | None, topic_id: int | None, go_on: Callable[[], None]
) -> AsyncIterator[str]:
    end, said_at = monotonic() + LONGEST_S, monotonic()
    # Here and not before: of a client that is gone by now nobody runs this to its end.
    async with live.listening() as listener:
        yield f"retry: {RETRY_MS}\n\n"
        async for one in listener.after(after):
            go_on()
            if one is not None and topic_id in (None, one.match.topic_id):
                said_at = monotonic()
                yield f"id: {one.match.id}\nevent: match\ndata: {one.text}\n\n"
            elif one is None or monotonic() - said_at > QUIET_S:
                said_at = monotonic()
                yield NOTHING
            if monotonic() > end:
                return


def _topic(state: State, word: str | None) -> int | None:
    with state.store.reading() as tx:
        return topic_id_of(tx, word)
