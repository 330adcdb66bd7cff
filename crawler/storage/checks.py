"""What can be wrong with rows: how each is counted, and how it is mended."""

# ruff: noqa: S608  # statements are put together from this file's own words

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError

from crawler.storage import articles, search
from crawler.storage.references import mend_references, missing_references
from crawler.storage.search.presence import absent, strangers
from crawler.storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that can be wrong."""

    name: str
    mending: str
    count: Callable[[Tx], int | tuple[int, str]]
    mend: Callable[[Tx], None] | None


# The order is that of mending: rows that refer to nothing first, counts last.
_ENTRIES = "update entry set state = 'forgotten', summary_html = '', content_html = '', "


def _counting(statement: str) -> Callable[[Tx], int]:
    return lambda tx: int(tx.exec_driver_sql(f"select count(*) {statement}").scalar_one())


def _doing(*statements: str) -> Callable[[Tx], None]:
    def run(tx: Tx) -> None:
        for statement in statements:
            tx.exec_driver_sql(statement)

    return run


def _rebuild(tx: Tx) -> None:
    search.rebuild(tx)


def _index_absent(tx: Tx) -> None:
    for article_id in absent(tx):
        search.index(tx, articles.by_id(tx, article_id))


_HELD = "(select count(*) from article a where a.story_id = story.id)"
_EMPTY_STORIES = (
    "from story where merged_into is null "
    "and not exists (select 1 from article a where a.story_id = story.id) "
    "and not exists (select 1 from alert l where l.story_id = story.id)"
)
_UNADDRESSED = (
    "from article where not exists "
    "(select 1 from article_address d where d.address_key = article.address_key)"
)
_ALERTS_WITHOUT_HITS = (
    "from alert where kind = 'story' and article_id is not null and topic_id is not null "
    "and not exists (select 1 from hit h "
    "where h.article_id = alert.article_id and h.topic_id = alert.topic_id)"
)
_UNREAD = "from entry where state = 'read' and article_id is null"
_CHAINED = (
    "from article where original_id = id or exists "
    "(select 1 from article o where o.id = article.original_id and o.original_id is not null)"
)
_BEHIND = (
    "from article where revision <= "
    "(select coalesce(max(r.number), 0) from revision r where r.article_id = article.id)"
)


def _unchain(tx: Tx) -> None:
    """Each round halves what is left of a chain; a ring is cut at its oldest."""
    tx.exec_driver_sql("update article set original_id = null where original_id = id")
    for _ in range(40):
        # Only backwards in time, so that rings come apart.
        done = tx.exec_driver_sql(
            "update article set original_id = (select o.original_id from article o "
            "where o.id = article.original_id) where exists (select 1 from article o "
            "where o.id = article.original_id and o.original_id is not null "
            "and o.original_id < article.id)"
        )
        if not done.rowcount:
            break
    tx.exec_driver_sql(f"update article set original_id = null where id in (select id {_CHAINED})")
    tx.exec_driver_sql(
        "update article set relation = 'new' where original_id is null and relation = 'copy'"
    )


def _broken_words(tx: Tx) -> int:
    """FTS5 compares its lists with each other when it is asked to."""
    if tx.dialect.name != "sqlite":
        return 0
    try:
        tx.exec_driver_sql(
            "insert into article_fts (article_fts, rank) values ('integrity-check', 0)"
        )
    except DatabaseError:
        return 1
    return 0


CHECKS: Sequence[Check] = (
    Check(
        name="rows that refer to a missing row",
        mending="what belongs to nothing is removed; a lost feed or story is put in its place",
        count=missing_references,
        mend=mend_references,
    ),
    Check(
        name="entries that were read and lead to no article",
        mending="they are remembered as forgotten, and not fetched again",
        count=_counting(_UNREAD),
        mend=_doing(f"{_ENTRIES} look_again_at = null where state = 'read' and article_id is null"),
    ),
    Check(
        name="articles that are not known under their own address",
        mending="the address is noted again",
        count=_counting(_UNADDRESSED),
        mend=_doing(
            "insert into article_address (address_key, article_id) "
            f"select address_key, id {_UNADDRESSED}"
        ),
    ),
    Check(
        name="copies of a copy",
        mending="they go back to the first original",
        count=_counting(_CHAINED),
        mend=_unchain,
    ),
    Check(
        name="alerts without the hit that earned them",
        mending="the hit is noted again, without its places",
        count=_counting(_ALERTS_WITHOUT_HITS),
        mend=_doing(
            "insert into hit (article_id, topic_id, version, revision, places, matched_at) "
            "select alert.article_id, alert.topic_id, t.version, a.revision, '[]', "
            "min(alert.created_at) from alert join article a on a.id = alert.article_id "
            "join topic t on t.id = alert.topic_id where alert.id in "
            f"(select id {_ALERTS_WITHOUT_HITS}) "
            "group by alert.article_id, alert.topic_id, t.version, a.revision"
        ),
    ),
    Check(
        name="stories without articles",
        mending="they are removed",
        count=_counting(_EMPTY_STORIES),
        mend=_doing(
            f"delete from mending where story_id in (select id {_EMPTY_STORIES}) "
            f"or from_story_id in (select id {_EMPTY_STORIES})",
            f"delete {_EMPTY_STORIES}",
        ),
    ),
    Check(
        name="stories that count their articles wrongly",
        mending="they are counted again",
        count=_counting(f"from story where articles <> {_HELD}"),
        mend=_doing(f"update story set articles = {_HELD} where articles <> {_HELD}"),
    ),
    Check(
        name="articles that are behind their own revisions",
        mending="they count on from the last",
        count=_counting(_BEHIND),
        mend=_doing(
            "update article set revision = 1 + (select max(r.number) from revision r "
            f"where r.article_id = article.id) where id in (select id {_BEHIND})"
        ),
    ),
    Check(
        name="articles that the word index does not hold",
        mending="they are indexed",
        count=lambda tx: len(absent(tx)),
        mend=_index_absent,
    ),
    Check(
        name="articles in the word index that are gone",
        mending="the index is made anew, about a second for a thousand articles",
        count=lambda tx: len(strangers(tx)),
        mend=_rebuild,
    ),
    Check(
        name="a word index that contradicts itself",
        mending="the index is made anew, about a second for a thousand articles",
        count=_broken_words,
        mend=_rebuild,
    ),
)
