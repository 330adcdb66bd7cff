"""/feeds/hosts and /feeds/why: the ledger of hosts, and why an address was asked for or was not."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from crawler.errors import UsageError
from crawler.reading.why import evidence, next_slot
from crawler.web.pages.visit import Asked
from crawler.web.pages.words.feeds import WORDS
from crawler.web.shown.hosts import DAYS_SHOWN, host_page, hosts_page
from crawler.web.state import LOOKS

router = APIRouter()


@router.api_route("/feeds/hosts", methods=LOOKS)
def listing(visit: Asked, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """What each host was asked for in a week."""
    with visit.store.reading() as tx:
        shown = hosts_page(tx, page=page, now=visit.now)
    return visit.page("feeds/hosts.html.j2", WORDS, shown=shown)


@router.api_route("/feeds/hosts/{name}", methods=LOOKS)
def one(visit: Asked, name: Annotated[str, Path(max_length=300)]) -> Response:
    """The ledger of one host."""
    with visit.store.reading() as tx:
        shown = host_page(tx, name, visit.config, now=visit.now)
    return visit.page("feeds/host.html.j2", WORDS, shown=shown, days=DAYS_SHOWN)


@router.api_route("/feeds/why", methods=LOOKS)
def why(visit: Asked, url: Annotated[str, Query(max_length=2048)] = "") -> Response:
    """What is known of an address; nothing is fetched to find out."""
    found, error = None, ""
    if url.strip():
        try:
            with visit.store.reading() as tx:
                found = evidence(tx, url.strip(), visit.config, visit.now)
        except UsageError:
            error = WORDS[visit.language].not_an_address
    slot = next_slot(found.host) if found and found.host else None
    return visit.page(
        "feeds/why.html.j2", WORDS, url=url, found=found, error=error, slot=slot,
        status=422 if error else 200,
    )  # fmt: skip
