"""/topics: the list, one of them, and a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Response

from crawler.errors import QueryError, UsageError
from crawler.items import Origin
from crawler.measure.measure import measure_of
from crawler.storage import topics as rows
from crawler.topics.parsing import parse_whole
from crawler.topics.query import Query as Tree
from crawler.topics.suggest import Suggestion
from crawler.web.heavy import heavy
from crawler.web.pages.seen import COOKIE, seen
from crawler.web.pages.visit import Asked, Edits, Visit
from crawler.web.pages.words.topics import WORDS
from crawler.web.shown import topic as shown
from crawler.web.shown.queries import Refused, refused
from crawler.web.shown.trial import Attempt, attempt
from crawler.web.shown.wishes import offers
from crawler.web.state import LOOKS
from crawler.wishes import topics as wishes
from crawler.wishes.asking import saved_queries
from crawler.wishes.choosing import topic_place

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A form as it was filled in."""

    name: str = ""
    query: str = ""
    alert: str = ""
    channels: Sequence[str] = ("log",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The plain form as it was filled in."""

    phrase: str = ""
    also: str = ""
    without: str = ""
    near: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a form: something that is wrong, or what a draft found."""

    error: Refused | None = None
    problem: str = ""
    tried: Attempt | None = None

    @property
    def status(self) -> int:
        """Of the answer."""
        return 422 if self.error or self.problem else 200


Id = Annotated[int, Path(ge=0, le=2**63 - 1)]
Text = Annotated[str, Form(max_length=20_000)]
Line = Annotated[str, Form(max_length=500)]
Lines = Annotated[str, Query(max_length=2_000)]
Action = Annotated[str, Form(max_length=20)]


@router.api_route("/topics", methods=LOOKS)
def listed(
    visit: Asked,
    name: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str, Query(max_length=1_000)] = "",
    retired: bool = False,
) -> Response:
    """Topics by name, of those whose name contains *name*."""
    with visit.store.reading() as tx:
        found = shown.listed(tx, now=visit.now, containing=name, after=after, retired=retired)
    return visit.page(
        "topics.html.j2", WORDS, found=found, name=name, after=after, is_retired=retired
    )


@router.api_route("/topics/new", methods=LOOKS)
def new(  # noqa: PLR0917  # FastAPI calls it by name
    visit: Asked,
    phrase: Annotated[str, Query(max_length=300)] = "",
    also: Lines = "",
    without: Lines = "",
    near: bool = False,
    capitals: bool = False,
    query: Annotated[str, Query(max_length=20_000)] = "",
) -> Response:
    """A plain form that makes queries, and the form that follows one."""
    wish = Wish(phrase=phrase, also=also, without=without, near=near, capitals=capitals)
    made: list[Suggestion] = []
    mistake: Refused | None = None
    if phrase.strip():
        try:
            made = offers(phrase, _lines(also), _lines(without), near=near, capitals=capitals)
        except QueryError as error:
            mistake = refused(error)
    outcome = _tried(visit, query, None) if query.strip() else None
    return _new(visit, Given(query=query), outcome, wish=wish, made=made, wish_error=mistake)


@router.post("/topics")
def add(  # noqa: PLR0917  # FastAPI calls it by name
    visit: Edits,
    name: Line,
    query: Text,
    alert: Line = "",
    channel: Annotated[list[str] | None, Form()] = None,
    action: Action = "save",
) -> Response:
    """Follow a new topic, or only try it."""
    given = Given(name=name, query=query, alert=alert, channels=channel or ())
    if (further := _further(action)) is not None:
        return _new(visit, given, _tried(visit, query, None, further))
    wish = wishes.TopicWish(name=name, query=query, channels=channel or (), alert=alert or None)
    try:
        with visit.store.writing() as tx:
            kept = wishes.keep(tx, wish, visit.config, visit.now)
    except UsageError as error:
        return _new(visit, given, _wrong(error))
    return visit.go(f"/topics/{kept.topic.id}?done=added")


@router.post("/topics/draft")
def draft(
    visit: Edits,
    query: Text,
    topic: Annotated[int | None, Form(ge=0, le=2**63 - 1)] = None,
    action: Action = "try",
) -> Response:
    """What a draft finds, and what more or less than the topic; a part of a page."""
    tried = _tried(visit, query, topic, _further(action) or 0)
    return visit.page("trial.html.j2", WORDS, outcome=tried)


@router.api_route("/topics/{number}", methods=LOOKS)
def topic(visit: Asked, number: Id, done: str = "") -> Response:
    """Everything about one topic."""
    return _topic(visit, number, done=done)


@router.post("/topics/{number}")
def change(visit: Edits, number: Id, query: Text, action: Action = "save") -> Response:
    """Keep another query, or only try it."""
    if (further := _further(action)) is not None:
        return _topic(visit, number, _tried(visit, query, number, further), query=query)
    try:
        with visit.store.writing() as tx:
            wishes.reword(tx, rows.by_id(tx, number), query, visit.config, visit.now)
    except UsageError as error:
        return _topic(visit, number, _wrong(error), query=query)
    return visit.go(f"/topics/{number}?done=saved")


@router.post("/topics/{number}/retire")
def retire(visit: Edits, number: Id) -> Response:
    """Follow it no longer."""
    try:
        with visit.store.writing() as tx:
            wishes.leave(tx, rows.by_id(tx, number), visit.config)
    except UsageError as error:
        return _topic(visit, number, _wrong(error))
    return visit.go(f"/topics/{number}?done=retired")


def _new(
    visit: Visit,
    given: Given,
    outcome: Outcome | None = None,
    *,
    wish: Wish | None = None,
    made: Sequence[Suggestion] = (),
    wish_error: Refused | None = None,
) -> Response:
    outcome = outcome or Outcome()
    return visit.page(
        "newtopic.html.j2", WORDS, status=outcome.status, given=given, outcome=outcome,
        wish=wish or Wish(), made=made, wish_error=wish_error,
        known_channels=[one.name for one in visit.config.channels],
    )  # fmt: skip


def _topic(
    visit: Visit,
    number: int,
    outcome: Outcome | None = None,
    *,
    query: str | None = None,
    done: str = "",
) -> Response:
    outcome = outcome or Outcome()
    since = seen(visit.cookies.get(COOKIE), visit.now).unread_since
    with visit.store.reading() as tx:
        found = shown.topic(tx, number, now=visit.now, zone=visit.zone, unread_since=since)
    row = found.row
    is_file = row.origin is Origin.CONFIG and row.state == "active"
    return visit.page(
        "topic.html.j2", WORDS, status=outcome.status, shown=found, row=row,
        measure=measure_of(row.topic.measure), outcome=outcome, done=done,
        place=topic_place(visit.config, row.topic.name) if is_file else "",
        query=row.topic.query if query is None else query,
    )  # fmt: skip


def _further(action: str) -> int | None:
    """How many steps further back than at a glance a draft is tried; None: it is to be saved."""
    word, _, step = action.partition("-")
    return (int(step) if step.isdecimal() else 0) if word == "try" else None


def _tried(visit: Visit, query: str, topic_id: int | None, further: int = 0) -> Outcome:
    """What a draft found, or why it cannot be read."""
    place = heavy(visit.config) if further else nullcontext()
    with place, visit.store.reading() as tx:
        saved = saved_queries(tx, visit.config)
        followed = rows.query_of(tx, topic_id) if topic_id is not None else None
        try:
            tree = parse_whole(query, saved)
        except QueryError as error:
            return _wrong(error)
        old = _readable(followed, saved) if followed is not None else None
        return Outcome(tried=attempt(tx, tree, old=old, now=visit.now, further=further))


def _readable(query: str, saved: Mapping[str, str]) -> Tree | None:
    """None where it names a query that is gone."""
    try:
        return parse_whole(query, saved)
    except QueryError:
        return None


def _wrong(error: UsageError) -> Outcome:
    if isinstance(error, QueryError):
        return Outcome(error=refused(error))
    return Outcome(problem=str(error))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:20]
