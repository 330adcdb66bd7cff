"""What an article's new text makes happen: it was revised, corrected, topics entered or left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from crawler.dedup.corrections import NoteKind, find_notes
from crawler.dedup.diff import changed_words, diff
from crawler.items import Access, Article, Finding, Topic
from crawler.storage import Tx, revisions
from crawler.storage.articles import Stored
from crawler.storage.revisions import Event, EventKind

_NOTES = {
    NoteKind.CORRECTION: EventKind.CORRECTION,
    NoteKind.UPDATE: EventKind.UPDATE,
    NoteKind.NOTE: EventKind.NOTE,
}


def of_arrival(stored: Stored, now: datetime) -> list[Event]:
    """Corrections and editor's notes that were there from the start."""
    return list(_notes(stored, "", now))


def of_revision(
    tx: Tx, before: Stored, after: Stored, finding: Finding, topics: Mapping[int, Topic]
) -> list[Event]:
    """What happened between two texts of an article; *finding* has the hits of the second."""
    at = after.fetched_at
    if is_first_reading(before.article, after.article):
        # Its outlet changed nothing: these are the first words of its page.
        return [happened(after, EventKind.READ, at, ""), *of_arrival(after, at)]
    return [
        happened(after, EventKind.REVISED, at, _difference(before, after)),
        *_notes(after, before.article.text, at),
        *_moved_topics(tx, before, after, finding, topics),
    ]


def is_first_reading(before: Article, after: Article) -> bool:
    """Whether there were the feed's own words only before its page was read."""
    return before.access is Access.ENTRY and after.access is not Access.ENTRY


def happened(
    stored: Stored, kind: EventKind, at: datetime, detail: str, topic_id: int | None = None
) -> Event:
    """Something became of the article as it is held."""
    return Event(
        article_id=stored.id,
        kind=kind,
        at=at,
        revision=stored.revision,
        detail=detail,
        topic_id=topic_id,
    )


def _notes(stored: Stored, before: str, at: datetime) -> Iterator[Event]:
    """Corrections and editor's notes that were not in the text *before*."""
    known = {note.text for note in find_notes(before)} if before else set()
    for note in find_notes(stored.article.text):
        if note.text not in known:
            yield happened(stored, _NOTES[note.kind], at, note.text)


def _moved_topics(
    tx: Tx, before: Stored, after: Stored, finding: Finding, topics: Mapping[int, Topic]
) -> Iterator[Event]:
    """Topics that enter or leave headline or text, asking the same as before."""
    at = after.fetched_at
    here = {hit.topic_id: _parts(p.field for p in hit.places) for hit in finding.hits}
    stood = {one.topic_id: one for one in revisions.standings(tx, before.id)}
    asked = revisions.followed_before(tx, [*here], before.fetched_at)
    for topic_id, parts in here.items():
        was = _parts(stood[topic_id].fields) if topic_id in stood else frozenset()
        if topic_id in asked and parts - was:
            detail = " and ".join(sorted(parts - was))
            yield happened(after, EventKind.ENTERED, at, detail, topic_id)
    for topic_id, standing in stood.items():
        topic = topics.get(topic_id)
        left = _parts(standing.fields) - here.get(topic_id, frozenset())
        if topic and topic.version == standing.version and left:
            yield happened(after, EventKind.LEFT, at, " and ".join(sorted(left)), topic_id)


def _parts(fields: Iterable[str]) -> frozenset[str]:
    """A reader sees a headline and a text."""
    return frozenset("headline" if field == "title" else "text" for field in fields)


def _difference(before: Stored, after: Stored) -> str:
    """What a revision changed, for people."""
    old, new = before.article, after.article
    out, into = changed_words(
        diff(f"{old.lead or ''}\n{old.text}", f"{new.lead or ''}\n{new.text}")
    )
    parts = ["another headline"] if old.title != new.title else []
    parts += [f"{out} words out, {into} in"] if out or into else []
    return ", ".join(parts) or "nothing that a reader sees"
