"""/feeds/add: from an address to a feed that is followed; lists in and out. What takes long is an
errand, and its page tells how it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, Path, Response, UploadFile

from crawler.dedup.urls import address_key
from crawler.errors import FeedError, UsageError
from crawler.feeds.opml import FeedList, read_opml
from crawler.items import Entry
from crawler.storage import entries, feeds, health
from crawler.web.errands import Busy, Errand
from crawler.web.looking import Looked, look
from crawler.web.pages.feeds import FeedId, may_be_asked
from crawler.web.pages.visit import Asked, Edits, Visit
from crawler.web.pages.words.feeds import WORDS
from crawler.web.state import LOOKS
from crawler.wishes.feeds import checked, follow, refuse_followed, spec_at
from crawler.wishes.lists import Harvest, followed, keep, opml_of, sift

router = APIRouter()
Key = Annotated[str, Path(max_length=40)]
Line = Annotated[str, Form(max_length=2048)]
SHOWN, LEFT_OUT = 30, 200
LOOK, IMPORT = "look", "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """An entry that a look brought."""

    entry: Entry
    is_new: bool


@router.api_route("/feeds/add", methods=LOOKS)
def ask(visit: Asked) -> Response:
    """Where feeds are added, by address or as a list."""
    return _form(visit)


@router.post("/feeds/add")
def seek(visit: Edits, url: Line = "", pick: Annotated[int, Form(ge=0, le=1000)] = 0) -> Response:
    """Look at that address; unless it is followed already, or no address."""
    address = url.strip()
    if not address:
        return _form(visit, error=_words(visit).no_address, status=422)
    address = address if "://" in address else f"https://{address}"
    try:
        checked({"url": address})
        with visit.store.reading() as tx:
            refuse_followed(tx, visit.config, address)
        return _begin(
            visit, LOOK, lambda: look(address, pick or None, visit.config), url=address, feed_id=0
        )
    except (UsageError, Busy) as error:
        return _form(visit, url=url, error=_told(visit, error), status=422)


@router.post("/feeds/{feed_id:int}/test")
def test(visit: Edits, feed_id: FeedId) -> Response:
    """Look at a feed that is followed, and keep nothing."""
    with visit.store.reading() as tx:
        feed = health.by_id(tx, feed_id)
        why_not = may_be_asked(tx, feed, visit)
    if why_not:
        return visit.go(f"/feeds/{feed_id}?said={why_not}")
    url, config = feed.url, visit.config
    try:
        return _begin(visit, LOOK, lambda: look(url, None, config), url=url, feed_id=feed_id)
    except Busy as error:
        return _form(visit, error=_told(visit, error), status=429)


@router.api_route("/feeds/found/{key}", methods=LOOKS)
def found(visit: Asked, key: Key) -> Response:
    """How a look or a list stands, and what came of it."""
    return _found(visit, key)


@router.post("/feeds/found/{key}")
def take(
    visit: Edits,
    key: Key,
    *,
    name: Line = "",
    language: Line = "",
    country: Line = "",
    group: Line = "",
    every_min: Line = "",
) -> Response:
    """Follow what was found, as the form wants it."""
    errand = _errand(visit, key)
    wanted: dict[str, Any] = {
        "name": name.strip() or None,
        "language": language.strip() or None,
        "country": country.strip() or None,
        "group": group.strip() or None,
        "every_min": _number(every_min),
    }
    if errand is None or not isinstance(errand.result, Looked):
        raise HTTPException(404)
    looked = errand.result
    try:
        spec = spec_at(looked.url, looked.parsed, wanted)
        with visit.store.writing() as tx:
            number = follow(tx, spec, visit.config, visit.now)
    except UsageError as error:
        return _found(visit, key, error=str(error), given={**wanted, "every_min": every_min})
    return visit.go(f"/feeds/{number}?said=added")


@router.post("/feeds/found/{key}/all")
def take_all(visit: Edits, key: Key, group: Line = "") -> Response:
    """Follow all feeds of a list that was found at an address."""
    errand = _errand(visit, key)
    if errand is None or not isinstance(errand.result, FeedList):
        raise HTTPException(404)
    return _import(visit, errand.result, group)


@router.post("/feeds/import")
def import_list(
    visit: Edits,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form()] = "",
    group: Line = "",
) -> Response:
    """Follow all feeds of a list in OPML, as a file or as text."""
    body = (file.file.read() if file is not None else b"") or text.encode()
    if not body.strip():
        return _form(visit, list_error=_words(visit).no_list, status=422)
    try:
        return _import(visit, read_opml(body), group)
    except FeedError as error:
        return _form(visit, list_error=str(error), status=422)


@router.api_route("/feeds/opml", methods=LOOKS)
def export(visit: Asked) -> Response:
    """All feeds that are followed, for other programs."""
    with visit.store.reading() as tx:
        held = feeds.named(tx)
    headers = {
        "Content-Disposition": 'attachment; filename="wirewatch-feeds.opml"',
        "Cache-Control": "private, no-store",
    }
    return Response(opml_of(held, visit.now), media_type="text/x-opml", headers=headers)


def _import(visit: Visit, listed: FeedList, group: str) -> Response:
    store, now = visit.store, visit.now

    def run() -> Harvest:
        with store.reading() as tx:
            harvest = sift(listed, group.strip() or None, followed(tx))
        for _ in keep(store, harvest.added, now):
            pass
        return harvest

    try:
        return _begin(visit, IMPORT, run)
    except Busy as error:
        return _form(visit, list_error=_told(visit, error), status=429)


def _begin(visit: Visit, kind: str, run: Callable[[], Any], **about: Any) -> Response:
    return visit.go(f"/feeds/found/{visit.state.errands.begin(kind, run, **about)}")


def _errand(visit: Visit, key: str) -> Errand | None:
    errand = visit.state.errands.found(key)
    return errand if errand is not None and errand.kind in (LOOK, IMPORT) else None


def _found(
    visit: Visit, key: str, *, error: str = "", given: dict[str, Any] | None = None
) -> Response:
    errand = _errand(visit, key)
    coming: list[Coming] = []
    if errand is not None and isinstance(errand.result, Looked):
        coming = _coming(visit, errand.result)
    template = "feeds/progress.html.j2" if visit.is_part else "feeds/found.html.j2"
    return visit.page(
        template, WORDS, errand=errand, key=key, error=error, given=given or {},
        status=404 if errand is None else 422 if error else 200,
        result=errand.result if errand else None, coming=coming, shown=SHOWN, left_out=LEFT_OUT,
        outcome=_outcome(errand),
    )  # fmt: skip


def _outcome(errand: Errand | None) -> str:
    """Which part of the page is shown."""
    if errand is None:
        return "gone"
    if not errand.is_done:
        return "waits"
    if errand.error:
        return "failed"
    result = errand.result
    return "feed" if isinstance(result, Looked) else (
        "list" if isinstance(result, FeedList) else "imported"
    )  # fmt: skip


def _coming(visit: Visit, looked: Looked) -> list[Coming]:
    keys = {one.url: address_key(one.url) for one in looked.parsed.entries}
    with visit.store.reading() as tx:
        known = entries.known(tx, keys.values())
    return [Coming(entry=one, is_new=keys[one.url] not in known) for one in looked.parsed.entries]


def _form(visit: Visit, *, status: int = 200, **values: Any) -> Response:
    shown = {"url": "", "error": "", "list_error": "", **values}
    return visit.page("feeds/add.html.j2", WORDS, status=status, **shown)


def _number(text: str) -> float | str | None:
    """What was typed for a number; what is none is refused where all values are."""
    text = text.strip().replace(",", ".")
    try:
        return float(text) if text else None
    except ValueError:
        return text


def _told(visit: Visit, error: Exception) -> str:
    return _words(visit).busy if isinstance(error, Busy) else str(error)


def _words(visit: Visit) -> Any:
    return WORDS[visit.language]
