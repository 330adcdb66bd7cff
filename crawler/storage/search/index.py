"""An article's words go into the index, and come out when its text changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from sqlalchemy import text

from crawler.storage.articles import Stored
from crawler.storage.search import blocks, inflections, neighbours, vocabulary
from crawler.storage.search.known import KnownWords
from crawler.storage.search.standing import is_indexed
from crawler.storage.search.terms import BORDER, LONG, Terms, terms_of
from crawler.storage.store import Tx
from crawler.topics.document import Document

# PostgreSQL keeps this many places of a word, up to that place. An article with more is tagged
# LONG, and phrases are asked of it as loose words.
_MOST_PLACES, _LAST_PLACE = 255, 16_383

# SQLite: an FTS5 table without content of its own; a row can be taken out only by saying again
# what was put in.
_INSERT_FTS = text(
    "insert into article_fts (rowid, title, body, tags) values (:id, :title, :body, :tags)"
)
_DELETE_FTS = text(
    "insert into article_fts (article_fts, rowid, title, body, tags) "
    "values ('delete', :id, :title, :body, :tags)"
)
# PostgreSQL: a tsvector made by us. Its own parser would part words otherwise than we do.
_UPSERT_WORDS = text(
    "insert into article_words (article_id, words) values (:id, cast(:words as tsvector)) "
    "on conflict (article_id) do update set words = excluded.words"
)


def index(tx: Tx, stored: Stored, known: KnownWords | None = None) -> None:
    """Put a new article's words into the index, as its row has them.

    What goes in has to be told again, word by word, when it comes out. Words that are *known*
    are only written into the article's own entry; the caller says when all this is committed.
    """
    if not is_indexed(tx, stored.id):
        return
    document = Document.of(stored.article)
    language = document.language
    held = known.of(language) if known is not None else frozenset[str]()
    terms = terms_of_row(stored, document, held)
    fresh = terms.words() - held
    vocabulary.learn(tx, fresh)
    inflections.learn(tx, terms.inflections)
    write(tx, {stored.id: terms})
    if known is not None:
        known.note(language, fresh & terms.plain)


def reindex(tx: Tx, before: Stored, now: Stored) -> None:
    """Put the words of an article's present row in place of those that it had *before*."""
    if not is_indexed(tx, now.id):
        return
    if tx.dialect.name == "sqlite":
        tx.execute(_DELETE_FTS, _columns(before.id, terms_of_row(before)))
    put(tx, {now.id: terms_of_row(now)})


def take_out(tx: Tx, held: Sequence[Stored]) -> None:
    """Take the words of articles out before their rows go; PostgreSQL's go with the rows."""
    if tx.dialect.name == "sqlite":
        gone = [_columns(one.id, terms_of_row(one)) for one in held if is_indexed(tx, one.id)]
        if gone:
            tx.execute(_DELETE_FTS, gone)


def put(tx: Tx, terms: Mapping[int, Terms]) -> None:
    """Put terms under the ids of their articles; on SQLite there must be none yet."""
    vocabulary.learn(tx, set().union(*(one.words() for one in terms.values())))
    inflections.learn(tx, set().union(*(one.inflections for one in terms.values())))
    write(tx, terms)


def write(tx: Tx, terms: Mapping[int, Terms]) -> None:
    """``put`` for who tells the vocabulary himself."""
    if tx.dialect.name == "sqlite":
        tx.execute(_INSERT_FTS, [_columns(id_, one) for id_, one in terms.items()])
    else:
        rows = [{"id": id_, "words": tsvector(id_, one)} for id_, one in terms.items()]
        tx.execute(_UPSERT_WORDS, rows)


def tsvector(article_id: int, terms: Terms) -> str:
    """The terms as PostgreSQL reads a tsvector: each word with its places, A in the title."""
    places: dict[str, list[str]] = defaultdict(list)
    at = 0
    for words, weight in ((terms.title, "A"), (terms.body, "B"), (terms.tags, "")):
        at += 1  # a gap: nothing is next to each other across it
        for at, word in enumerate(words.split(), at + 1):  # noqa: B020  # counts on
            if word != BORDER:
                places[word].append(f"{at}{weight}")
    is_long = at > _LAST_PLACE or any(len(some) > _MOST_PLACES for some in places.values())
    lexemes = [f"'{word}':{','.join(some[:_MOST_PLACES])}" for word, some in places.items()]
    lexemes += [f"'{one}'" for one in blocks.tags(article_id)]
    lexemes += [f"'{one}'" for one in neighbours.marks_of((terms.title, terms.body))]
    return " ".join([*lexemes, f"'{LONG}'"] if is_long else lexemes)


def _columns(article_id: int, terms: Terms) -> dict[str, object]:
    return {"id": article_id, "title": terms.title, "body": terms.body, "tags": terms.tags}


def terms_of_row(
    stored: Stored, document: Document | None = None, stemmed: Container[str] = frozenset()
) -> Terms:
    """What stands in the index of an article, by its row; words that were *stemmed* are known."""
    document = document or Document.of(stored.article)
    seen = stored.first_seen_at
    return terms_of(document, feed_id=stored.feed_id, seen=seen, stemmed=stemmed)
