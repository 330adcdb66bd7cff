"""/alerts: what was told, what waits, what failed and why, the message itself; send again."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Response
from fastapi.responses import HTMLResponse

from crawler.errors import UsageError
from crawler.storage import outbox, topics
from crawler.web.pages.visit import Asked, Edits
from crawler.web.pages.words.alerts import WORDS
from crawler.web.shown.alerts import (
    STATES,
    Which,
    alert_page,
    alerts_page,
    message_of_alert,
)
from crawler.web.state import LOOKS
from crawler.wishes.choosing import topic_of
from crawler.wishes.moments import moment

router = APIRouter()
Text = Annotated[str, Query(max_length=200)]
State = Literal["", "waiting", "gathered", "muted", "sent", "dead"]
AlertId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Number = Annotated[int | None, Query(ge=0, le=2**63 - 1)]
MANY = 10**9
# In a mail stands what outlets wrote, with a style of its own.
MAIL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)


@router.api_route("/alerts", methods=LOOKS)
def listing(
    visit: Asked,
    *,
    state: State = "",
    topic: Text = "",
    channel: Text = "",
    before: Number = None,
    again: Annotated[int | None, Query(ge=0, le=MANY)] = None,
) -> Response:
    """The alerts, the newest first; *again* tells how many were put out to be sent again."""
    which = Which(state=state, topic=topic, channel=channel)
    with visit.store.reading() as tx:
        shown = alerts_page(tx, which, before=before)
    asked = {"state": state, "topic": topic, "channel": channel}

    def address(**other: object) -> str:
        """The same list, otherwise."""
        query = urlencode({key: value for key, value in {**asked, **other}.items() if value})
        return f"/alerts?{query}" if query else "/alerts"

    return visit.page(
        "alerts/list.html.j2", WORDS, shown=shown, which=which, states=STATES, address=address,
        before=before, again=again, channels=[one.name for one in visit.config.channels],
    )  # fmt: skip


@router.api_route("/alerts/{alert_id:int}", methods=LOOKS)
def one(visit: Asked, alert_id: AlertId, said: Literal["", "again"] = "") -> Response:
    """One alert, with its message as it would leave now."""
    with visit.store.reading() as tx:
        shown = alert_page(tx, alert_id, visit.config, visit.now)
    return visit.page("alerts/one.html.j2", WORDS, shown=shown, alert=shown.alert, said=said)


@router.api_route("/alerts/{alert_id:int}/message", methods=LOOKS)
def message(visit: Asked, alert_id: AlertId) -> Response:
    """The message alone, as text."""
    with visit.store.reading() as tx:
        made = message_of_alert(tx, alert_id, visit.config, visit.now)
    headers = {"Cache-Control": "private, no-store"}
    text = f"{made.subject}\n\n{made.text}"
    return Response(text, media_type="text/plain", headers=headers)


@router.api_route("/alerts/{alert_id:int}/message.html", methods=LOOKS)
def mail(visit: Asked, alert_id: AlertId) -> Response:
    """The message alone, as a mailer shows it: it runs nothing and fetches nothing."""
    with visit.store.reading() as tx:
        made = message_of_alert(tx, alert_id, visit.config, visit.now)
    headers = {"Cache-Control": "private, no-store", "Content-Security-Policy": MAIL}
    return HTMLResponse(made.html, headers=headers)


@router.post("/alerts/{alert_id:int}/again")
def send_again(visit: Edits, alert_id: AlertId) -> Response:
    """Try one that was given up, or send one that left once more, with the same key."""
    with visit.store.writing() as tx:
        done = outbox.retry(tx, visit.now, ids=[alert_id])
        done = done or outbox.replay(tx, visit.now, ids=[alert_id])
    if not done:
        raise UsageError(f"alert {alert_id} waits already, or is told in a digest")
    return visit.go(f"/alerts/{alert_id}?said=again")


@router.post("/alerts/retry")
def retry_all(visit: Edits) -> Response:
    """Try all that were given up."""
    with visit.store.writing() as tx:
        number = outbox.retry(tx, visit.now)
    return visit.go(f"/alerts?state=waiting&again={number}")


@router.post("/alerts/replay")
def replay(
    visit: Edits,
    since: Annotated[str, Form(max_length=40)],
    topic: Annotated[str, Form(max_length=200)] = "",
    channel: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Send once more what left since then, as when a receiver has lost it."""
    if channel:
        visit.config.channel(channel)
    begin = moment(since, now=visit.now, zone=visit.config.clock.timezone)
    with visit.store.writing() as tx:
        chosen = topic_of(topic, topics.listing(tx)).topic.id if topic.strip() else None
        number = outbox.replay(tx, visit.now, since=begin, topic_id=chosen, channel=channel or None)
    return visit.go(f"/alerts?state=waiting&again={number}")
