"""The archive's word index: kept beside each article, asked by search.

Both databases index *our* folded words, so that they agree on what a word is; the index only
narrows down what our own evaluator then decides.
"""

from __future__ import annotations

from sqlalchemy import TextClause, text

from crawler.items import Finding
from crawler.storage.articles import Stored
from crawler.storage.store import Tx
from crawler.topics.words import fold

# SQLite: an FTS5 table without content of its own; a row can be taken out only by saying again
# what was put in. PostgreSQL: tsvectors; 'simple' neither stems nor drops words.
_INSERT = {
    "sqlite": text("insert into article_fts (rowid, title, body) values (:id, :title, :body)"),
    "postgresql": text(
        "insert into article_words (article_id, words) values (:id, "
        "setweight(to_tsvector('simple', :title), 'A') || "
        "setweight(to_tsvector('simple', :body), 'B'))"
    ),
}
_DELETE = {
    "sqlite": text(
        "insert into article_fts (article_fts, rowid, title, body) "
        "values ('delete', :id, :title, :body)"
    ),
    "postgresql": text("delete from article_words where article_id = :id"),
}
# A tsvector holds a megabyte; no news article comes near.
MOST_CHARACTERS = 400_000


def index(tx: Tx, article_id: int, finding: Finding) -> None:
    """Put a new article's words into the index."""
    _run(tx, _INSERT, article_id, finding.folded_title, finding.folded_text)


def reindex(tx: Tx, held: Stored, finding: Finding) -> None:
    """Put a revision's words in place of the held ones."""
    one = held.article
    _run(tx, _DELETE, held.id, fold(one.title), f"{fold(one.lead or '')} {fold(one.text)}")
    _run(tx, _INSERT, held.id, finding.folded_title, finding.folded_text)


def _run(tx: Tx, statements: dict[str, TextClause], article_id: int, title: str, body: str) -> None:
    values: dict[str, object] = {"id": article_id, "title": title, "body": body[:MOST_CHARACTERS]}
    if tx.dialect.name == "postgresql" and statements is _DELETE:
        values = {"id": article_id}
    tx.execute(statements[tx.dialect.name], values)
