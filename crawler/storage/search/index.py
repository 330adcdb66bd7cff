"""An article's words go into the index, and come out when its text changes."""

from __future__ import annotations

from sqlalchemy import text

from crawler.items import Finding
from crawler.storage.articles import Stored
from crawler.storage.store import Tx
from crawler.topics.document import Document

# A tsvector holds a megabyte; no news article comes near.
MOST_CHARACTERS = 400_000

# SQLite: an FTS5 table without content of its own; a row can be taken out only by saying again
# what was put in.
_INSERT_FTS = text("insert into article_fts (rowid, title, body) values (:id, :title, :body)")
_DELETE_FTS = text(
    "insert into article_fts (article_fts, rowid, title, body) "
    "values ('delete', :id, :title, :body)"
)
# PostgreSQL: a tsvector; 'simple' neither stems nor drops words, the weights tell title and body.
_UPSERT_WORDS = text(
    "insert into article_words (article_id, words) values (:id, "
    "setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :body), 'B'))"
    " on conflict (article_id) do update set words = excluded.words"
)


def index(tx: Tx, article_id: int, finding: Finding) -> None:
    """Put a new article's words into the index."""
    statement = _INSERT_FTS if tx.dialect.name == "sqlite" else _UPSERT_WORDS
    tx.execute(statement, _values(article_id, finding.indexed_title, finding.indexed_text))


def reindex(tx: Tx, held: Stored, finding: Finding) -> None:
    """Put a revision's words in place of the held ones."""
    if tx.dialect.name == "sqlite":
        old = Document.of(held.article)
        tx.execute(_DELETE_FTS, _values(held.id, old.indexed_title, old.indexed_text))
    index(tx, held.id, finding)


def _values(article_id: int, title: str, body: str) -> dict[str, object]:
    return {"id": article_id, "title": title, "body": body[:MOST_CHARACTERS]}
