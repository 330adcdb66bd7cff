"""A made-up archive: words by Zipf's law in three languages, lengths like news, two years of days.

Phrases are planted in a known share of the articles, so that queries can ask for something rare,
common or near. The same seed makes the same archive.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from multiprocessing import get_context
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from sqlalchemy import text

from crawler.items import Access, Article
from crawler.storage import Store
from crawler.storage.search import inflections
from crawler.storage.search.blocks import LEVELS
from crawler.storage.search.index import write
from crawler.storage.search.terms import BLOCK, PUBLISHED, SEEN, Inflection, Terms, terms_of
from crawler.storage.search.vocabulary import learn
from crawler.storage.store import Tx
from crawler.storage.tables import article as articles
from crawler.storage.tables import feed, story
from crawler.topics.document import Document

FIRST_DAY = datetime(2024, 2, 1, tzinfo=UTC)
DAYS = 730
MINUTES = DAYS * 1.44e-3  # between two articles: a million in two years
OUTLETS = 80
WORDS = 250_000  # a language; news of two years has about so many that occur more than once
MIDDLE_LENGTH, SPREAD = 330, 0.6  # words of an article: lognormal, as in Reuters and Der Standard
KERNEL = 8_000
BATCH = 500

SYLLABLES = {
    "de": """
        ab ver ge stand rüst trag schaft heit berg land mei nung frie den krä fte ung be ent wick
        haus rat wahl kampf markt preis bahn schul geld wirt un auf bau kon zern bund tag
    """,
    "en": """
        tion re con ment pre ter de com in tro ver al ist ing ed man ship un for ward ly ness ate
        pol cy trea mar ket lec bud get min coun cil gov ern press port
    """,
    "fr": """
        con tion é lec mi nis tre ré pu bli que né go cia tra vail leur pré si dent eau mont vil
        bud gé mar ché pro jet loi sé na dé par te ment chan
    """,
}
FUNCTION_WORDS = {
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
    "en": "the of and to in a is that for on with as was by at it from be are has his an he have",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce",
}
HEADS = ("vertrag", "gesetz", "minister", "gipfel", "streik")  # ends of German compounds
# Words that every language has, in this share of articles; the phrases are made of them.
PLANTED = {
    "new start": 0.00003, "old bridge": 0.00003, "open letter": 0.0002, "red line": 0.002,
    "prime minister": 0.03, "climate summit": 0.01, "night train": 0.005, "sky lark": 0.00002,
    "treaty": 0.004, "kremlin": 0.01, "warhead": 0.0005, "football": 0.03, "zeppelin": 0.00002,
    "new": 0.25, "start": 0.08, "old": 0.12, "bridge": 0.03, "open": 0.1, "letter": 0.03,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """A vocabulary and how likely each word or a commoner one is."""

    words: Any  # an array of str
    upto: Any  # an array of float, rising to 1


def _tags_at(id_: str, seen: str, published: str) -> str:
    """In SQL: the tags that say when and where an article stands, as an array."""
    blocks_ = [f"'{BLOCK}{level}x' || (({id_}) >> {level})" for level in LEVELS]
    days = [
        f"'{sign}' || to_char(({at}) at time zone 'UTC', '{digits}')"
        for sign, at in ((SEEN, seen), (PUBLISHED, published))
        for digits in ("YYYYMMDD", "YYYYMM", "YYYY")
    ]
    decades = [
        f"'{sign}' || substr(to_char(({at}) at time zone 'UTC', 'YYYY'), 1, 3)"
        for sign, at in ((SEEN, seen), (PUBLISHED, published))
    ]
    return f"array[{', '.join([*blocks_, *days, *decades])}]"


_REPEAT = [
    text(
        "insert into story (id, title, first_at, last_at, articles) "
        "select id + :shift, title, first_at + :later, last_at + :later, articles "
        "from story where id <= :upto"
    ),
    text(
        "insert into article (id, story_id, feed_id, address_key, url, site, title, lead, text, "
        "access, authors, tags, language, published_at, first_seen_at, fetched_at, revision, "
        "n_words, text_hash, verdict) "
        "select id + :shift, story_id + :shift, feed_id, address_key || '-' || :shift, "
        "url || '-' || :shift, site, title, lead, text, access, authors, tags, language, "
        "published_at + :later, first_seen_at + :later, fetched_at + :later, revision, n_words, "
        "decode(md5(url || '-' || :shift), 'hex'), verdict from article where id <= :upto"
    ),
    text(
        "insert into article_words (article_id, words) select b.id, "
        f"ts_delete(w.words, {_tags_at('a.id', 'a.first_seen_at', 'a.published_at')}) || "
        f"array_to_tsvector({_tags_at('b.id', 'b.first_seen_at', 'b.published_at')}) "
        "from article a join article_words w on w.article_id = a.id "
        "join article b on b.id = a.id + :shift where a.id <= :upto"
    ),
]

Row = dict[str, Any]
Batch = tuple[list[Row], dict[int, Terms]]


def build(store: Store, count: int, *, seed: int = 1, times: int = 1) -> None:
    """Fill an empty archive with *count* articles and index them.

    It can be told to make only a part of them, and each of these so many *times*.
    """
    with store.writing() as tx:
        _add_feeds(tx)
        if not store.is_sqlite:
            # Built in one go at the end, as after a restore; one by one is measured apart.
            tx.exec_driver_sql("drop index ix_article_words")
    words, stems = set[str](), set[Inflection]()
    with TemporaryFile() as kept:
        for batch in _batches(count // times, seed):
            with store.writing() as tx:
                add(tx, batch)
            words.update(*(one.words() for one in batch[1].values()))
            stems.update(*(one.inflections for one in batch[1].values()))
            if store.is_sqlite and times > 1:
                pickle.dump(batch, kept)
        for number in range(1, times):
            shift = number * count // times
            if store.is_sqlite:
                _repeat_kept(store, kept, shift)
            else:
                with store.writing() as tx:
                    repeat(tx, shift, upto=count // times)
    with store.writing() as tx:
        learn(tx, words)
        inflections.learn(tx, stems)
        if not store.is_sqlite:
            for name in ("story", "article"):  # their ids were given, not drawn
                tx.exec_driver_sql(f"select setval('{name}_id_seq', {count})")
            _give_memory(tx)
            tx.exec_driver_sql("create index ix_article_words on article_words using gin (words)")
            tx.exec_driver_sql("analyze")


def _give_memory(tx: Tx) -> None:
    """A gigabyte for building the index, if the server gives less; a million profit from six."""
    held = "select cast(setting as bigint) from pg_settings where name = 'maintenance_work_mem'"
    if tx.exec_driver_sql(held).scalar_one() < 1 << 20:  # kB
        tx.exec_driver_sql("set local maintenance_work_mem = '1GB'")


def _batches(count: int, seed: int) -> Iterator[Batch]:
    """So many articles, made by a process of its own while this one stores them."""
    with get_context("spawn").Pool(1) as pool:
        yield from pool.imap(partial(batch_of, seed=seed), range(0, count, BATCH), chunksize=4)


def add(tx: Tx, batch: Batch) -> None:
    """Store rows of articles and index them, but for the vocabulary."""
    rows, terms = batch
    add_rows(tx, rows)
    write(tx, terms)


def add_rows(tx: Tx, rows: list[Row]) -> None:
    """Store rows of articles, each a story of its own."""
    stories = [
        {"id": row["id"], "title": row["title"], "first_at": row["first_seen_at"],
         "last_at": row["first_seen_at"], "articles": 1} for row in rows
    ]  # fmt: skip
    tx.execute(story.insert(), stories)
    tx.execute(articles.insert(), rows)


def repeat(tx: Tx, shift: int, *, upto: int) -> None:
    """Store the articles with ids *upto* again, *shift* ids later, at addresses and days of theirs.

    In the index they have blocks and days of their own too. Only on PostgreSQL.
    """
    later = {"shift": shift, "upto": upto, "later": timedelta(minutes=shift * MINUTES)}
    for statement in _REPEAT:
        tx.execute(statement, later)


def _repeat_kept(store: Store, kept: IO[bytes], shift: int) -> None:
    """``repeat`` for SQLite, whose index must be told all words again."""
    kept.seek(0)
    while batch := _next_of(kept):
        with store.writing() as tx:
            add(tx, _later(batch, shift))


def _next_of(kept: IO[bytes]) -> Batch | None:
    try:
        batch: Batch = pickle.load(kept)  # written by us just now
    except EOFError:
        return None
    return batch


def _later(batch: Batch, shift: int) -> Batch:
    """The same articles *shift* ids later, at addresses and days of theirs."""
    rows, terms = batch
    later = timedelta(minutes=shift * MINUTES)
    moved = [
        row
        | {"id": row["id"] + shift, "story_id": row["story_id"] + shift}
        | dict.fromkeys(("address_key", "url"), f"{row['url']}-{shift}")
        | {key: row[key] + later for key in ("published_at", "first_seen_at", "fetched_at")}
        | {"text_hash": hashlib.blake2b(f"{row['url']}-{shift}".encode(), digest_size=16).digest()}
        for row in rows
    ]
    return moved, {row["id"]: _dated(terms[row["id"] - shift], row) for row in moved}


def _dated(terms: Terms, row: Row) -> Terms:
    kept = [one for one in terms.tags.split() if one[0] not in (SEEN, PUBLISHED)]
    for sign, at in ((SEEN, row["first_seen_at"]), (PUBLISHED, row["published_at"])):
        kept += [f"{sign}{at:%Y%m%d}"[:digits] for digits in (9, 7, 5, 4)]
    return replace(terms, tags=" ".join(kept))


def batch_of(first: int, *, seed: int, count: int = BATCH) -> Batch:
    """The articles behind number *first*, and what the index holds of them."""
    rng = np.random.default_rng((seed, first))
    rows = list(_made(rng, _languages(seed), range(first + 1, first + count + 1)))
    return rows, {row["id"]: _terms(row) for row in rows}


def _terms(row: Row) -> Terms:
    one = Article(
        url=row["url"], title=row["title"], lead=row["lead"], text=row["text"],
        access=Access.FULL, language=row["language"], published_at=row["published_at"],
    )  # fmt: skip
    return terms_of(Document.of(one), feed_id=row["feed_id"], seen=row["first_seen_at"])


@cache
def _languages(seed: int) -> dict[str, Language]:
    rng = np.random.default_rng(seed)
    return {name: _language(rng, name) for name in SYLLABLES}


def _language(rng: Any, name: str) -> Language:
    common = FUNCTION_WORDS[name].split()
    syllables = np.array(SYLLABLES[name].split())
    lengths = rng.integers(2, 6, WORDS)
    drawn = rng.integers(0, len(syllables), (WORDS, 5))
    words = ["".join(syllables[row[:length]]) for row, length in zip(drawn, lengths, strict=True)]
    if name == "de":
        for at in range(len(common) + 300, WORDS, 150):
            words[at] += HEADS[at // 150 % len(HEADS)]
    words = [*common, *dict.fromkeys(words)]
    # Zipf and Mandelbrot; behind the first thousands words thin out faster (Montemurro 2001).
    ranks = np.arange(len(words)) + 2.7
    weights = np.where(ranks < KERNEL, 1 / ranks, KERNEL**0.6 / ranks**1.6)
    return Language(np.array(words, dtype=object), np.cumsum(weights) / weights.sum())


def _made(rng: Any, languages: dict[str, Language], ids: range) -> Iterator[Row]:
    names = rng.choice(list(languages), len(ids), p=[0.5, 0.35, 0.15])
    lengths = np.clip(np.exp(rng.normal(np.log(MIDDLE_LENGTH), SPREAD, len(ids))), 40, 4000)
    planted = list(PLANTED)
    strikes = rng.random((len(ids), len(planted))) < np.array(list(PLANTED.values()))
    for at, id_ in enumerate(ids):
        language = languages[names[at]]
        body = _words(rng, language, int(lengths[at]))
        for phrase in np.array(planted, dtype=object)[strikes[at]]:
            body.insert(int(rng.integers(0, len(body))), phrase)
        title = _words(rng, language, 8)
        yield _row(id_, names[at], title, body, int(rng.integers(0, OUTLETS)))


def _words(rng: Any, language: Language, count: int) -> list[str]:
    return list(language.words[np.searchsorted(language.upto, rng.random(count))])


def _row(id_: int, language: str, title: list[str], body: list[str], outlet: int) -> Row:
    seen = FIRST_DAY + timedelta(minutes=id_ * MINUTES)
    sentences = [" ".join(body[at : at + 17]).capitalize() for at in range(0, len(body), 17)]
    paragraphs = [". ".join(sentences[at : at + 4]) + "." for at in range(0, len(sentences), 4)]
    rest = "\n\n".join(paragraphs[1:]) or paragraphs[0]
    url = f"https://www.outlet{outlet}.example/{id_}"
    return {
        "id": id_, "story_id": id_, "feed_id": outlet + 1, "address_key": url, "url": url,
        "site": f"outlet{outlet}.example", "title": " ".join(title).capitalize(),
        "lead": paragraphs[0], "text": rest, "access": "full", "authors": "", "tags": "",
        "language": language, "published_at": seen - timedelta(minutes=outlet * 7),
        "first_seen_at": seen, "fetched_at": seen, "revision": 1, "n_words": len(body),
        "text_hash": hashlib.blake2b(url.encode(), digest_size=16).digest(), "verdict": "",
    }  # fmt: skip


def _add_feeds(tx: Tx) -> None:
    rows = [
        {"url": f"https://outlet{n}.example/feed", "name": f"Outlet {n}", "origin": "config",
         "state": "active", "trouble": 0.0, "next_look_at": FIRST_DAY, "created_at": FIRST_DAY}
        for n in range(OUTLETS)
    ]  # fmt: skip
    tx.execute(feed.insert(), rows)
