"""Would articles themselves be better off in a part for each month? Measured on PostgreSQL.

    python -m benchmarks.scale.partitions postgresql://…/empty [--rows 240000]

Four forms of one table of articles with texts, twenty-four months of them, and hits that refer to
it. *Whole*: the key is the id, as it is. *Months*: parted by month, so the key is (id, month), hits
have both, and no address can be unique over all months. *Ids*: parted by stretches of the id, which
grows with time, so that the id stays the key and a look-up asks one part; addresses are unique in a
table of their own. *Apart*: the rows as in *whole*, the texts
in a table of their own that is parted by month. Told is what intake and pages do (an article by its
id, those of a story, the newest fifty of a feed, a new one with its hit), and what retention does:
the oldest month by DELETE, or dropped. All is CPU time, of this process and its server process
together.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

MONTHS = 24
TEXT = "repeat(md5((i * 7)::text) || md5((i * 13)::text) || ' ', 30)"  # 2 KB that do not pack
FORMS = ("whole", "months", "ids", "apart")
FEEDS = 300
OF_STORY = "select id, address, seen from article where story = %s"
OF_FEED = "select id, address, seen from article where feed = %s order by seen desc limit 50"


def main() -> None:
    """Fill, measure, print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Articles in one table or in parts.")
    parser.add_argument("url", help="an empty PostgreSQL database")
    parser.add_argument("--rows", type=int, default=240_000)
    parser.add_argument("--rounds", type=int, default=400)
    options = parser.parse_args()
    print("| form | by id, ms | of a story, ms | of a feed, ms | new article, ms "
          "| month away: DELETE, s | VACUUM, s | DROP, s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    with psycopg.connect(options.url, autocommit=True, prepare_threshold=None) as link:
        clock = Clock(link)
        for form in FORMS:
            fill(link, form, options.rows)
            print(measured(link, clock, form, options.rows, options.rounds), flush=True)


def fill(link: psycopg.Connection[Any], form: str, rows: int) -> None:
    """The tables of that form with *rows* articles, one in ten of them with a hit."""
    run(link, "drop table if exists hit, body, address, article cascade")
    month = f"(i * {MONTHS}::bigint / {rows + 1})::int"
    columns = (
        "id bigint not null, month int not null, address text not null, seen timestamptz not null, "
        "story bigint, feed int"
    )
    if form == "months":
        run(link, f"create table article ({columns}, body text, primary key (id, month)) "
                  "partition by range (month)")  # fmt: skip
        parts(link, "article")
        run(link, "create index on article (address)")
        key = "foreign key (article_id, month) references article (id, month) on delete cascade"
    elif form == "ids":
        run(link, f"create table article ({columns}, body text, primary key (id)) "
                  "partition by range (id)")  # fmt: skip
        parts(link, "article", rows // MONTHS)
        run(link, "create table address (address text primary key, article_id bigint not null "
                  "references article (id) on delete cascade)")  # fmt: skip
        run(link, "create index on address (article_id)")
        key = "foreign key (article_id) references article (id) on delete cascade"
    else:
        body = "" if form == "apart" else ", body text"
        run(link, f"create table article ({columns}{body}, primary key (id), unique (address))")
        key = "foreign key (article_id) references article (id) on delete cascade"
    for columns in ("seen", "story", "feed, seen"):
        run(link, f"create index on article ({columns})")
    run(
        link, f"create table hit (article_id bigint not null, month int not null, topic int, {key})"
    )
    run(link, "create index on hit (article_id)")
    source = f"generate_series(1, {rows}) i"
    said = (
        f"i, {month}, 'https://outlet.example/' || md5(i::text), "
        f"now() + i * interval '1 second', i / 2, i % {FEEDS}"
    )
    if form == "apart":
        run(link, "create table body (month int, article_id bigint, body text, "
                  "primary key (month, article_id)) partition by range (month)")  # fmt: skip
        parts(link, "body")
        run(link, f"insert into article select {said} from {source}")
        run(link, f"insert into body select {month}, i, {TEXT} from {source}")
    else:
        run(link, f"insert into article select {said}, {TEXT} from {source}")
    if form == "ids":
        run(link, "insert into address select address, id from article")
    run(link, f"insert into hit select i, {month}, 1 from {source} where i % 10 = 0")
    run(link, "vacuum analyze")


def parts(link: psycopg.Connection[Any], table: str, each: int = 1) -> None:
    """One for each month, of so many keys *each*, and the next."""
    for month in range(MONTHS + 2):
        run(link, f"create table {table}_{month} partition of {table} "
                  f"for values from ({month * each}) to ({(month + 1) * each})")  # fmt: skip


class Clock:
    """Seconds of work, here and in the server's process for our link."""

    def __init__(self, link: psycopg.Connection[Any]) -> None:
        self._server = Path(f"/proc/{link.info.backend_pid}/schedstat")

    def __call__(self) -> float:
        return time.process_time() + int(self._server.read_text().split()[0]) / 1e9

    def each(self, do: Callable[[int], None], rounds: int) -> list[float]:
        """Milliseconds of each round."""
        found = []
        for number in range(rounds):
            began = self()
            do(number)
            found.append((self() - began) * 1000)
        return found

    def once(self, do: Callable[[], object]) -> float:
        """Seconds."""
        began = self()
        do()
        return self() - began


def measured(link: psycopg.Connection[Any], clock: Clock, form: str, rows: int, rounds: int) -> str:
    """One line of the table."""
    by_id = median(clock.each(lambda n: look_up(link, form, n * 7919 % rows + 1), rounds))
    story = median(clock.each(lambda n: ask(link, OF_STORY, n * 7919 % (rows // 2) + 1), rounds))
    feed = median(clock.each(lambda n: ask(link, OF_FEED, n % FEEDS), rounds))
    new = median(clock.each(lambda n: add(link, form, rows + n + 1), rounds))
    if form == "whole":
        gone = clock.once(lambda: run(link, "delete from article where month = 0"))
        vacuum = clock.once(lambda: run(link, "vacuum article"))
        tail = f"{gone:.2f} | {vacuum:.2f} | – |"
    elif form in {"months", "ids"}:
        # What refers to it has to go first, else it cannot be dropped.
        hits = clock.once(lambda: run(link, "delete from hit where month = 0"))
        if form == "ids":
            rid = "delete from address using article_0 where article_id = article_0.id"
            hits += clock.once(lambda: run(link, rid))
        gone = hits + clock.once(lambda: drop(link, "article"))
        tail = f"– | – | {gone:.2f} |"
    else:
        rest = clock.once(lambda: run(link, "delete from article where month = 0"))
        vacuum = clock.once(lambda: run(link, "vacuum article"))
        tail = f"{rest:.2f} | {vacuum:.2f} | {clock.once(lambda: drop(link, 'body')):.3f} |"
    return f"| {form} | {by_id:.2f} | {story:.2f} | {feed:.2f} | {new:.2f} | {tail}"


def drop(link: psycopg.Connection[Any], table: str) -> None:
    """The part of the oldest month."""
    run(link, f"alter table {table} detach partition {table}_0")
    run(link, f"drop table {table}_0")


def look_up(link: psycopg.Connection[Any], form: str, id_: int) -> None:
    """An article with its text, as intake asks for one that is like a new one."""
    joined = " join body on body.month = article.month and body.article_id = article.id"
    link.execute(
        f"select * from article{joined if form == 'apart' else ''} where id = %s", [id_]
    ).fetchall()


def ask(link: psycopg.Connection[Any], statement: str, number: int) -> None:
    """What a page asks besides articles by their ids."""
    link.execute(statement.encode(), [number]).fetchall()


def add(link: psycopg.Connection[Any], form: str, id_: int) -> None:
    """A new article with a hit, in one transaction."""
    with link.transaction():
        link.execute(
            "insert into article (id, month, address, seen) values (%s, %s, %s, now())",
            [id_, MONTHS, f"new{form}{id_}"],
        )
        if form == "ids":
            link.execute("insert into address values (%s, %s)", [f"new{form}{id_}", id_])
        where = "body (month, article_id, body) values (%s, %s, %s)"
        if form == "apart":
            link.execute(f"insert into {where}", [MONTHS, id_, "x" * 2000])
        else:
            link.execute("update article set body = %s where id = %s and month = %s",
                         ["x" * 2000, id_, MONTHS])  # fmt: skip
        link.execute("insert into hit values (%s, %s, 1)", [id_, MONTHS])


def run(link: psycopg.Connection[Any], statement: str) -> None:
    """One statement of this file's own words."""
    link.execute(statement.encode())


if __name__ == "__main__":
    main()
