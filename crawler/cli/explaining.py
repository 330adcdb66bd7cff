"""`wirewatch topics explain`: why an article matches a topic, or how near it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.completing import topic_names
from crawler.cli.session import AsJson, session_of
from crawler.errors import NotFound

if TYPE_CHECKING:
    from crawler.backtest.nearness import NearMiss
    from crawler.items import Article, Place
    from crawler.storage import Tx
    from crawler.storage.articles import Stored
    from crawler.storage.topics import HitRow
    from crawler.topics.document import Document
    from crawler.topics.explain import Explanation
    from crawler.topics.query import Query

PLACES = 3  # shown of each part
PART_MAX = 100  # characters of a part or a note, which may name parts as long as a query
MISSES = 5  # alternatives of an OR that do not occur, and parts named at the end
SENTENCES, SENTENCE_MAX = 5, 220


def explain_topic(  # noqa: PLR0917  # typer calls it by name
    context: typer.Context,
    name: Annotated[str, typer.Argument(autocompletion=topic_names, help="The topic's name.")],
    article: Annotated[int, typer.Argument(metavar="ARTICLE", help="The article's id.")],
    revision: Annotated[
        int | None, typer.Option(min=1, help="Its text as it was in this revision.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also each alternative that does not occur.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a topic's query as a tree, each part true (✓) or false (✗) of one article, with places.

    For an article that does not match it says how near it was: "14 words apart at the closest".
    It is the query as it is now; an alert may have been earned by an earlier one.
    """
    from crawler.backtest.nearness import nearest
    from crawler.cli.showing import show_json
    from crawler.storage import articles, topics
    from crawler.topics.explain import explain
    from crawler.wishes.asking import active_topic, followed_query

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        row = active_topic(tx, name, config)
        query, stored = followed_query(tx, row, config), articles.by_id(tx, article)
        hit = next((h for h in topics.hits_of(tx, article) if h.topic == row.topic.name), None)
        read = _as_of(tx, stored, revision)
    document = articles.as_queried(stored, datetime.now(UTC), read)
    explanation = explain(query, document)
    if as_json:
        number = revision or stored.revision
        misses = nearest(query, explanation, document)
        show_json(_document(row.topic.name, stored, number, hit, explanation, misses))
        return
    _tell_head(row.topic.name, stored, read, explanation)
    for line, style in _lines(query, explanation, document, everything=everything):
        _print(line, style)
    print()
    if explanation.holds:
        _quote(explanation, document)
    else:
        _tell_misses(nearest(query, explanation, document))
    _tell_record(hit, stored, row.topic.version, config.clock.timezone)


def _as_of(tx: Tx, stored: Stored, revision: int | None) -> Article:
    """The article with the text of that revision."""
    from crawler.storage import articles

    if revision in (None, stored.revision):
        return stored.article
    for old in articles.revisions(tx, stored.id):
        if old.number == revision:
            return replace(stored.article, title=old.title, lead=old.lead, text=old.text)
    raise NotFound(f"article {stored.id} has {stored.revision} revision(s), no {revision}")


def _document(  # noqa: PLR0917  # all that is known, once
    topic: str,
    stored: Stored,
    revision: int,
    hit: HitRow | None,
    explanation: Explanation,
    misses: Sequence[NearMiss],
) -> dict[str, Any]:
    return {
        "topic": topic,
        "article_id": stored.id,
        "title": stored.article.title,
        "revision": revision,
        "matches": explanation.holds,
        "recorded_at": hit.matched_at if hit else None,
        "tree": _tree(explanation),
        "nearest": [{"part": one.part, "note": one.note or None} for one in misses],
    }


def _tree(one: Explanation) -> dict[str, Any]:
    return {
        "part": one.text,
        "holds": one.holds,
        "note": one.note or None,
        "places": [[place.field, place.start, place.end] for place in one.places],
        "parts": [_tree(part) for part in one.parts],
    }


def _tell_head(name: str, stored: Stored, read: Article, explanation: Explanation) -> None:
    from crawler.cli.showing import say
    from crawler.cli.wording import one_line

    verb = "matches" if explanation.holds else "does not match"
    say(f'Article {stored.id} {verb} "{one_line(name)}"', "bold")
    print(f"{one_line(stored.outlet)}: {one_line(read.title)}\n")


def _lines(
    query: Query, one: Explanation, document: Document, depth: int = 0, *, everything: bool
) -> Iterator[tuple[str, str]]:
    """Each part in a line, with its style."""
    from crawler.cli.wording import shortened
    from crawler.topics.query import Near, children

    mark, style = ("✓", "green") if one.holds else ("✗", "dim")
    # What a NEAR lacks, its parts say themselves.
    has_lack = isinstance(query, Near) and not all(part.holds for part in one.parts)
    note = "" if has_lack else shortened(one.note, PART_MAX)
    said = [_label(query), "" if one.parts else _where(one.places, document), note]
    yield f"{'  ' * depth}{mark} {'  '.join(filter(None, said))}", style
    parts = list(zip(children(query), one.parts, strict=True))
    shown = parts if everything else _worth_showing(query, parts)
    for part, explanation in shown:
        yield from _lines(part, explanation, document, depth + 1, everything=everything)
    if len(shown) < len(parts):
        rest = len(parts) - len(shown)
        yield f"{'  ' * (depth + 1)}✗ and {rest} more that do not hold (--all)", "dim"


def _worth_showing(
    query: Query, parts: Sequence[tuple[Query, Explanation]]
) -> Sequence[tuple[Query, Explanation]]:
    """Of many alternatives those that hold, and of the others some that came near first."""
    from crawler.topics.query import Or

    if not isinstance(query, Or):
        return parts
    misses = [pair for pair in parts if not pair[1].holds]
    if len(misses) <= MISSES:
        return parts
    misses.sort(key=lambda pair: not _is_near(pair[1]))
    return [pair for pair in parts if pair[1].holds or pair in misses[:MISSES]]


def _is_near(one: Explanation) -> bool:
    """Did anything of a failed part occur?"""
    return any(part.holds or _is_near(part) for part in one.parts) or bool(
        one.note and not one.parts and not one.note.startswith("without")
    )


def _label(query: Query) -> str:
    """A part's own word; what it joins stands below it."""
    from crawler.topics.query import And, AtLeast, In, Near, Not, Or

    match query:
        case And():
            return "AND"
        case Or():
            return "OR"
        case Not():
            return "NOT"
        case Near():
            distance = str(query.distance) if query.unit == "words" else query.unit[0]
            order = "O" if query.ordered else ""
            return f"{'NOT ' if query.without else ''}{order}NEAR/{distance}"
        case In(field, _, first):
            return f"{field}:" if first is None else f"{field}/{first}:"
        case AtLeast(count, _):
            return f"atleast/{count}:"
        case _:
            return str(query)


def _where(places: Sequence[Place], document: Document) -> str:
    from crawler.cli.wording import one_line

    named = [f"{p.field} {p.start}-{p.end} “{one_line(document.text(p))}”" for p in places[:PLACES]]
    more = len(places) - len(named)
    return ", ".join([*named, f"{more} more"] if more > 0 else named)


def _print(line: str, style: str) -> None:
    from crawler.cli.showing import say

    say(line, style)


def _tell_misses(misses: Sequence[NearMiss]) -> None:
    from crawler.cli.wording import shortened

    if not any(one.nearness or one.note for one in misses):
        print("Nothing of it occurs.")
        return
    print("Nearest to a match:")
    for one in misses[:MISSES]:
        note = f": {one.note}" if one.note else ": does not occur"
        print(f"  {shortened(one.part, PART_MAX)}{shortened(note, PART_MAX)}")
    if len(misses) > MISSES:
        print(f"  and {len(misses) - MISSES} more")


def _tell_record(hit: HitRow | None, stored: Stored, version: str, zone: str) -> None:
    """Whether the archive has a hit of it, and if so, of which text and wording."""
    from crawler.cli.wording import local

    if hit is None:
        print("No hit of it is recorded.")
        return
    differs = [
        *(["an earlier wording of the query"] if hit.version != version else []),
        *([f"revision {hit.revision} of the text"] if hit.revision != stored.revision else []),
    ]
    by = f", by {' and '.join(differs)}" if differs else ""
    print(f"A hit is recorded, of {local(hit.matched_at, zone)}{by}.")


def _quote(explanation: Explanation, document: Document) -> None:
    from crawler.alerts.excerpts import excerpts
    from crawler.cli.quoting import quote

    fields = [(field.name, field.text) for field in document.fields]
    for one in excerpts(fields, _leaf_places(explanation), most=SENTENCE_MAX)[:SENTENCES]:
        quote(one, indent=2)
    print()


def _leaf_places(one: Explanation) -> list[Place]:
    """Where the parts that hold stand."""
    if not one.parts:
        return list(one.places) if one.holds else []
    return [place for part in one.parts if part.holds for place in _leaf_places(part)]
