"""/feeds/TOKEN.atom and /feeds/TOKEN.json: a topic or a search for a feed reader.

The token in the address is the key, as feed readers know no other. An answer that has not changed
is a 304, as we like it ourselves.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from fastapi import APIRouter, Header, HTTPException, Response

from crawler.errors import NotFound, QueryError
from crawler.feeds.writing import OutFeed, atom_of, json_feed_of
from crawler.storage import tokens
from crawler.storage.tokens import TokenKind
from crawler.web.items import feed_of
from crawler.web.state import LOOKS, Known, State

router = APIRouter()
# Readers that look more often get the same answer anyway.
FRESH = "private, max-age=60"
TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}


@router.api_route("/feeds/{token}.{form}", response_class=Response, methods=LOOKS)
def feed(
    token: str,
    form: Literal["atom", "json"],
    state: Known,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The feed that *token* opens."""
    found = _found(state, token, form)
    body = atom_of(found) if form == "atom" else json_feed_of(found)
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": FRESH}
    if if_none_match and etag in (
        one.strip().removeprefix("W/") for one in if_none_match.split(",")
    ):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=f"{TYPES[form]}; charset=utf-8", headers=headers)


def _found(state: State, given: str, form: str) -> OutFeed:
    now = state.now()
    with state.store.reading() as tx:
        held = tokens.find(tx, given)
        if held is None or held.kind == TokenKind.API:
            raise HTTPException(404, "No feed is here.")
        address = f"{state.config.web.url}/feeds/{given}.{form}"
        try:
            found = feed_of(tx, held, self_url=address, now=now)
        except (NotFound, QueryError):
            raise HTTPException(410, f'"{held.subject}" is not followed any more.') from None
    if tokens.is_use_news(held, now):
        with state.store.writing() as tx:
            tokens.used(tx, held, now)
    return found
