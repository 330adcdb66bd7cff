"""`python -m benchmarks.web`: pages and API asked of a large archive, by time, size and queries.

    python -m benchmarks.web                          a million articles, 1,000 topics, on SQLite
    python -m benchmarks.web --database postgresql+psycopg://postgres@127.0.0.1/bench
    python -m benchmarks.web --keep FOLDER            the archive is kept, and used again
    python -m benchmarks.web --only search facets     pages whose names have one of these words
    python -m benchmarks.web --indexed --database URL all articles are in the word index: an hour

A page is asked for inside this process, so that the time is that of the server without a network.
Beside the clock stands the processor's time, which a busy machine does not stretch: of this process
at p95, and of PostgreSQL's own on average. The limits are 200 ms at p95, a dozen queries, and
100 kB for the first page with all its files.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import psutil
from sqlalchemy import event, func, select, text
from starlette.testclient import TestClient

from benchmarks.search.archive import OUTLETS, build
from benchmarks.web.desk import fill_desk
from benchmarks.web.filling import complete, fill, now
from crawler.config import Config, Web
from crawler.storage import Store, schema
from crawler.storage.tables import article, hit, topic
from crawler.web.access import csrf
from crawler.web.app import application

LIMIT_MS, QUERIES_MAX, FIRST_PAGE_MAX = 200.0, 12, 100_000
PLACE = "http://127.0.0.1:8420"
HTML = {"accept": "text/html", "accept-encoding": "identity"}
ASKED = (
    "treaty", "warhead", "kremlin", "zeppelin OR lark", "new start", '"open letter"', '"red line"',
    '"prime minister"', '"climate summit"', "kremlin NEAR/30 treaty", "bridge NEAR/5 start",
    "lang:de bridge", "football -old", "(treaty OR warhead) kremlin", "krem*", "*vertrag",
    "title:treaty", "site:outlet7.example letter", "published:2025-06 football", "stem:warheads",
)  # fmt: skip

Ask = Callable[[TestClient, random.Random], str]


def main() -> int:
    """How many pages break a limit."""
    options = _options()
    with _store(options) as store:
        chance = random.Random(3)
        config = Config(web=Web(listen="127.0.0.1:8420"))
        app = application(store, config, now)
        token = csrf.made(app.state.wirewatch.secret, None, now())
        with TestClient(app, base_url=PLACE, headers={**HTML, csrf.HEADER: token}) as client:
            broken = _first_page(client)
            with store.reading() as tx:
                top = tx.execute(select(func.max(article.c.id))).scalar_one()
                hits = tx.execute(select(func.max(hit.c.id))).scalar_one()
            head = ("p50 ms", "p95 ms", "CPU p95", "database", "kB", "queries")
            print(f"{'page':24}" + "".join(f"{one:>10}" for one in head), flush=True)
            for name, ask in _pages(top, hits, options.topics).items():
                if options.only and not any(word in name for word in options.only):
                    continue
                broken += _measure(name, ask, client, chance, store, options.times)
    return broken


def _pages(top: int, hits: int, topics: int) -> dict[str, Ask]:
    def get(pattern: str) -> Ask:
        def ask(client: TestClient, chance: random.Random) -> str:
            path = pattern.format(
                topic=min(int(chance.paretovariate(0.4)), topics),
                newest=top - chance.randrange(min(top, 5_000)),
                article=chance.randrange(1, top + 1),
                hit=chance.randrange(1, hits + 1), story=chance.randrange(1, top // 100) * 100,
                last=hits, before=hits - 1, q=chance.choice(ASKED),
                feed=chance.randrange(1, OUTLETS + 1), alert=chance.randrange(1, hits // 2),
            )  # fmt: skip
            answer = client.get(path, headers={"hx-request": "true"} if "facets" in path else {})
            assert answer.status_code in (200, 204) or path == "/health", (path, answer.status_code)
            return answer.text

        return ask

    def tried(client: TestClient, data: dict[str, str]) -> str:
        answer = client.post("/topics/draft", data=data)
        assert answer.status_code == 200
        return answer.text

    def draft(client: TestClient, chance: random.Random) -> str:
        """Held against the query of a topic, whose words another draft would not have."""
        data = {"query": chance.choice(ASKED), "topic": str(chance.randrange(1, topics))}
        return tried(client, data)

    def fresh(client: TestClient, chance: random.Random) -> str:
        return tried(client, {"query": chance.choice(ASKED)})

    shown = {
        "now": "/", "now, one topic": "/?topic={topic}", "now, any older page": "/?before={hit}",
        "news, none": "/news?after={last}", "news": "/news?after={before}",
        "topics": "/topics", "topics by name": "/topics?name=00", "topic": "/topics/{topic}",
        "new topic": "/topics/new?phrase=open+letter", "article, newest": "/articles/{newest}",
        "article, any": "/articles/{article}", "story of ten": "/stories/{story}",
        "search, empty": "/search", "search": "/search?q={q}",
        "search, best first": "/search?q={q}&sort=relevance", "facets": "/search/facets?q={q}",
        "feeds": "/feeds", "a feed": "/feeds/{feed}", "hosts": "/feeds/hosts",
        "a host": "/feeds/hosts/outlet{feed}", "alerts": "/alerts",
        "alerts given up": "/alerts?state=dead", "alerts sent by mail":
        "/alerts?state=sent&channel=mail", "an alert": "/alerts/{alert}",
        "channels": "/alerts/channels", "mutes": "/alerts/mutes", "service": "/service",
        "api: articles": "/api/v1/articles", "api: article": "/api/v1/articles/{article}",
        "api: stories": "/api/v1/stories", "api: story": "/api/v1/stories/{story}",
        "api: best first": "/api/v1/search?q={q}&sort=relevance",
        "api: topics": "/api/v1/topics", "api: hits": "/api/v1/topics/{topic}/hits",
        "api: volume": "/api/v1/topics/{topic}/volume", "api: search": "/api/v1/search?q={q}",
        "api: facets": "/api/v1/search/facets?q={q}", "api: feeds": "/api/v1/feeds",
        "api: alerts": "/api/v1/alerts", "api: times": "/api/v1/alerts/times",
        "api: status": "/api/v1/status", "health": "/health", "metrics": "/metrics",
    }  # fmt: skip
    return {
        **{name: get(path) for name, path in shown.items()},
        "draft": draft,
        "draft of a new topic": fresh,
    }


def _measure(  # noqa: PLR0917
    name: str, ask: Ask, client: TestClient, chance: random.Random, store: Store, times: int
) -> int:
    try:
        with _counted(store) as queries:
            said = ask(client, chance)  # the first also warms up
            n = len(queries)
    except AssertionError as error:
        print(f"{name:24}   not there: {error}")
        return 0
    walls, cpus, before = [], [], _database_s(store)
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        said = ask(client, chance)
        walls.append(1e3 * (time.perf_counter() - wall))
        cpus.append(1e3 * (time.process_time() - cpu))
    p50, p95 = quantiles(walls, n=20)[9], quantiles(walls, n=20)[18]
    cpu95, size = quantiles(cpus, n=20)[18], len(said.encode()) / 1e3
    database = 1e3 * (_database_s(store) - before) / times
    figures = "".join(f"{one:10.1f}" for one in (p50, p95, cpu95, database, size))
    print(f"{name:24}{figures}{n:10}", flush=True)
    return (p95 > LIMIT_MS) + (n > QUERIES_MAX)


def _database_s(store: Store) -> float:
    """Processor time of PostgreSQL's processes for us so far; 0 on SQLite, which is in ours."""
    if store.is_sqlite:
        return 0.0
    with store.reading() as tx:
        asked = "select pid from pg_stat_activity where datname = current_database()"
        pids = tx.execute(text(asked)).scalars().all()
    times = [psutil.Process(pid).cpu_times() for pid in pids if psutil.pid_exists(pid)]
    return sum(one.user + one.system for one in times)


def _first_page(client: TestClient) -> int:
    """Its size with all files, as they stand and as a browser is sent them."""
    text = client.get("/").text
    plain = sent = len(text.encode())
    for path in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text)):
        plain += len(client.get(path).content)
        packed = client.get(path, headers={"accept-encoding": "gzip"})
        sent += int(packed.headers["content-length"])
    print(f"first page with its files: {plain / 1e3:.1f} kB, sent as {sent / 1e3:.1f} kB")
    return sent > FIRST_PAGE_MAX


@contextmanager
def _counted(store: Store) -> Iterator[list[str]]:
    seen: list[str] = []

    def keep(_link: object, _cursor: object, text: str, *_rest: object) -> None:
        if not text.upper().startswith(("BEGIN", "SET ", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(text)

    event.listen(store.engine, "before_cursor_execute", keep)
    yield seen
    event.remove(store.engine, "before_cursor_execute", keep)


@contextmanager
def _store(options: argparse.Namespace) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="ww-web-") as folder:
        place = options.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        url = options.database or f"sqlite:///{place / 'wirewatch.db'}"
        store = Store.connect(url, durable=False)
        schema.upgrade(store)
        with store.reading() as tx:
            held = tx.execute(select(func.max(article.c.id))).scalar()
            has_topics = tx.execute(select(topic.c.id).limit(1)).first() is not None
        began = time.perf_counter()
        if held is None and options.indexed:
            build(store, options.articles, times=16)
            complete(store, options.articles, n_topics=options.topics)
        elif held is None:
            fill(store, options.articles, genuine=options.genuine, n_topics=options.topics)
        elif not has_topics:
            complete(store, held, n_topics=options.topics)
        fill_desk(store)
        print(f"ready after {time.perf_counter() - began:.0f} s", flush=True)
        yield store
        store.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--genuine", type=int, default=30_000, help="so many are in the index")
    parser.add_argument("--topics", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--indexed", action="store_true", help="all articles are in the index")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="pages by a word of their name")
    parser.add_argument("--database", help="empty, or filled by this or benchmarks.search")
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
