"""What matching an article against many topics costs, as a multiple of folding its text once.

    python -m benchmarks.topics.matching [--folder TEXTS] [--topics 10 100 1000 10000 100000]

Against each query in turn, one compiled regular expression, SQLite's FTS5 and tantivy, in the same
run on the same texts. A way that is left out is named with the reason.
"""

from __future__ import annotations

import argparse
import gc
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from benchmarks.topics.news import make_news, make_topics, read_news
from crawler.items import Article, Topic
from crawler.topics.document import Document
from crawler.topics.matching import Matcher
from crawler.topics.parsing import parse
from crawler.topics.places import holds
from crawler.topics.prefilter import AllOf, AnyOf, Prefilter, Words, prefilter
from crawler.topics.query import Query
from crawler.topics.words import fold_bytes

GOALS = {10: 1.3, 1_000: 1.6, 10_000: 3.0, 100_000: 10.0}
ROUNDS = 5


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument(
        "--topics", type=int, nargs="+", default=[10, 100, 1_000, 10_000, 100_000]
    )
    arguments.add_argument("--articles", type=int, default=500)
    options = arguments.parse_args()
    news = read_news(options.folder) if options.folder else make_news(options.articles)
    articles = news.articles[: options.articles]
    characters = statistics.mean(len(a.text) for a in articles)
    print(f"{len(articles)} articles of {characters:.0f} characters")
    all_topics = make_topics(news, max(options.topics))
    for count in options.topics:
        measure(articles, all_topics[:count])
    live(all_topics)


def measure(articles: list[Article], topics: list[Topic]) -> None:
    """One table for so many topics."""
    before_mb = memory_mb()
    began = time.process_time()
    matcher = Matcher(topics)
    build_s = time.process_time() - began
    used_mb = memory_mb() - before_mb
    matching = sum(len(matcher.matching(Document.of(a))) for a in articles) / len(articles)
    times = interleaved(
        {
            "folding": lambda: [fold_three(a) for a in articles],
            "document": lambda: [Document.of(a) for a in articles],
            "which topics": lambda: [matcher.matching(Document.of(a)) for a in articles],
            "with places": lambda: [matcher.match(Document.of(a)) for a in articles],
        }
    )
    folding = times["folding"]
    goal = f" (goal {GOALS[len(topics)]})" if len(topics) in GOALS else ""
    print(
        f"\n{len(topics):,} topics{goal}: {matching:.1f} match an article;"
        f" built in {build_s:.2f} s, {used_mb:.0f} MB"
    )
    for name, seconds in times.items():
        row(name, seconds / len(articles), folding / len(articles))
    for name, result in others(articles, topics):
        if isinstance(result, str):
            print(f"  {name:28} {result}")
        else:
            row(name, result, folding / len(articles))


def row(name: str, seconds: float, folding: float) -> None:
    print(f"  {name:28} {seconds * 1e6:12,.0f} µs {seconds / folding:10.2f} x folding")


def fold_three(article: Article) -> list[bytes]:
    return [fold_bytes(text) for text in (article.title, article.lead or "", article.text)]


def interleaved(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The best of several rounds in which each way has its turn."""
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            gc.collect()
            began = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - began)
    return best


def memory_mb() -> float:
    """What this process holds, the automaton's own memory too."""
    gc.collect()
    rss: int = psutil.Process().memory_info().rss
    return rss / 1e6


def others(articles: list[Article], topics: list[Topic]) -> Iterable[tuple[str, float | str]]:
    """(name, seconds an article) of other ways, or (name, why it was left out)."""
    count = max(1, min(len(articles), 20_000 // len(topics)))
    some, few = articles[:count], articles[:100]
    trees = [parse(topic.query) for topic in topics]
    ways: list[tuple[str, int, Callable[[], object], int]] = [
        ("each query in turn", 10_000, lambda: one_by_one(some, trees), len(some)),
        ("one regular expression", 1_000, lambda: by_regex(some, trees), len(some)),
        ("FTS5 in memory", 100_000, lambda: by_fts5(articles, trees), len(articles)),
        ("tantivy in memory", 100_000, lambda: by_tantivy(articles, trees), len(articles)),
        ("tantivy, 100 at a time", 100_000, lambda: by_tantivy(few, trees), len(few)),
    ]
    for name, most, way, n_articles in ways:
        if name.startswith("tantivy") and find_spec("tantivy") is None:
            yield name, "left out: not installed (pip install tantivy)"
        elif len(topics) > most:
            yield name, f"left out: beyond {most:,} topics it takes minutes"
        else:
            yield name, timed(way, n_articles)


def timed(way: Callable[[], object], count: int) -> float:
    began = time.process_time()
    way()
    return (time.process_time() - began) / count


def one_by_one(articles: list[Article], trees: list[Query]) -> None:
    for article in articles:
        document = Document.of(article)
        for tree in trees:
            holds(tree, document)


def by_regex(articles: list[Article], trees: list[Query]) -> None:
    """All terms as one alternation; what it finds would still have to be decided."""
    asked = (prefilter(tree) for tree in trees)
    terms = sorted({needle for one in asked if one for needle in needles(one)})
    pattern = re.compile("|".join(re.escape(term) for term in terms))
    for article in articles:
        document = Document.of(article)
        for field in document.fields:
            set(pattern.findall(field.folded.decode()))


def needles(asked: Prefilter) -> Iterable[str]:
    if isinstance(asked, Words):
        yield ("" if asked.suffix else " ") + asked.text + ("" if asked.prefix else " ")
    else:
        for part in asked.parts:
            yield from needles(part)


def by_fts5(articles: list[Article], trees: list[Query]) -> None:
    """All articles in one table, then each query; what it cannot say is not counted against it."""
    with sqlite3.connect(":memory:") as db:
        db.execute("create virtual table a using fts5(title, text, tokenize='unicode61')")
        documents = [Document.of(article) for article in articles]
        rows = [(d.indexed_title, d.indexed_text) for d in documents]
        db.executemany("insert into a values (?, ?)", rows)
        for tree in trees:
            asked = prefilter(tree)
            if asked is not None:
                db.execute("select rowid from a where a match ?", (fts5(asked),)).fetchall()


def by_tantivy(articles: list[Article], trees: list[Query]) -> None:
    """The same with tantivy, whose query language takes the same phrases."""
    tantivy: Any = import_module("tantivy")
    schema = tantivy.SchemaBuilder()
    for name in ("title", "text"):
        schema.add_text_field(name)
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for article in articles:
        document = Document.of(article)
        writer.add_document(
            tantivy.Document(title=document.indexed_title, text=document.indexed_text)
        )
    writer.commit()
    index.reload()
    searcher = index.searcher()
    for tree in trees:
        asked = prefilter(tree)
        if asked is not None:
            query = index.parse_query(fts5(asked).replace("*", ""), ["title", "text"])
            searcher.search(query, len(articles))


def fts5(asked: Prefilter) -> str:
    if isinstance(asked, Words):
        column = f"{asked.column}:" if asked.column else ""
        return f'{column}"{asked.text}"{"*" if asked.prefix else ""}'
    sign = " AND " if isinstance(asked, AllOf) else " OR "
    assert isinstance(asked, AllOf | AnyOf)
    return f"({sign.join(fts5(part) for part in asked.parts)})"


def live(topics: list[Topic]) -> None:
    """What one new topic costs the running service."""
    news = make_news(1, seed=9)
    document = Document.of(news.articles[0])
    matcher = Matcher(topics[:-1000])
    matcher.matching(document)
    longest, total = 0.0, 0.0
    for topic in topics[-1000:]:
        began = time.thread_time()  # of the loop's thread; another builds the large automaton
        matcher.add(topic)
        matcher.matching(document)
        took = time.thread_time() - began
        longest, total = max(longest, took), total + took
    matcher.settle()
    print(
        f"\none new topic beside {len(topics) - 1000:,}: in force with the next article after"
        f" {total:.2f} ms on average, {longest * 1e3:.1f} ms at most (goal 50)"
    )


if __name__ == "__main__":
    main()
