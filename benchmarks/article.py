"""What one new article costs, from the server's answer to the stored row, part by part.

    python -m benchmarks.article [FOLDER] [--sets NAME …] [--peers PYTHON]

Real pages walk the line in one process, one after the other, into a new SQLite archive; CPU is
measured around each part, what runs inside another part is counted once. Beside it the same pages
read by trafilatura (bare_extraction with metadata) in the same run, and by news-please and fundus,
which do not install beside our dependencies: --peers names a Python that has them.
"""

from __future__ import annotations

import argparse
import gc
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from crawler.dedup import passages
from crawler.dedup.urls import address_key
from crawler.errors import PageError
from crawler.extraction import article as reading
from crawler.extraction import body, decode
from crawler.extraction.article import read_part
from crawler.extraction.training import corpus
from crawler.extraction.training.corpus import KnownPage
from crawler.intake import AlertRules, admit
from crawler.items import Entry, Feed, Origin, Page
from crawler.reading import finding
from crawler.storage import Store, entries, feeds, schema
from crawler.storage import passages as counted
from crawler.storage.entries import Announced, Waiting
from crawler.storage.feeds import FeedSpec
from crawler.stories import StoryMemory
from crawler.topics.matching import Matcher
from crawler.topics.words import fold

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SETS = ("fundus_de", "fundus_nonde")
# (part, module or class, function): what is timed inside of reading and finding.
INNER: tuple[tuple[str, Any, str], ...] = (
    ("decode the bytes", decode, "read"),
    ("parse the HTML", decode, "parse"),
    ("meta tags and JSON-LD", reading, "read_head"),
    ("cut the page into blocks", reading, "lay_out"),
    ("choose the article's blocks", body, "read_body"),
    ("sentences of the text", finding, "read_passages"),
    ("fingerprint", finding, "fingerprint"),
)
PEERS = """
import gzip, json, signal, socket, sys, time, warnings
warnings.simplefilter("ignore")
def refuse(*given): raise OSError("no network here")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
def late(*given): raise TimeoutError("more than 10 s")
signal.signal(signal.SIGPROF, late)  # of its own time: a busy machine is not its fault
out = {}
pages = [json.loads(line) for line in sys.stdin]
for name in ("news-please", "fundus"):
    try:
        if name == "news-please":
            from newsplease import NewsPlease
            def read(page, html): return NewsPlease.from_html(html, url=page["url"])
        else:
            # fundus wants a name that its HTTP library has dropped.
            import curl_cffi.requests.impersonate as old
            old.normalize_browser_type = lambda name: "chrome120"
            from fundus import PublisherCollection
            from urllib.parse import urlsplit
            known = {}
            for group in PublisherCollection:
                for one in [group] if hasattr(group, "domain") else group:
                    known[urlsplit(one.domain).netloc.removeprefix("www.")] = one
            def read(page, html):
                one = known[urlsplit(page["url"]).netloc.removeprefix("www.")]
                return one.parser.latest_version().parse(html, "suppress")
    except Exception as error:
        out[name] = {"error": f"{type(error).__name__}: {error}"}
        continue
    times, failed, why = [], 0, ""
    for page in pages:
        html = gzip.open(page["file"]).read().decode("utf-8", "replace")
        begun = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, 10)
            read(page, html)
            signal.setitimer(signal.ITIMER_PROF, 0)
        except Exception as error:
            signal.setitimer(signal.ITIMER_PROF, 0)
            failed += 1
            why = f"{type(error).__name__}: {error}"[:80]
            continue
        times.append((time.process_time() - begun) * 1000)
    out[name] = {"times": times, "failed": failed, "why": why}
print("RESULT" + json.dumps(out))
"""


class Meter:
    """CPU milliseconds by part; a part inside another is taken off the outer one."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What runs in it is spent on *name*."""
        self._inner.append(0.0)
        begun = time.process_time()
        try:
            yield
        finally:
            whole = (time.process_time() - begun) * 1_000
            self.spent[name] += whole - self._inner.pop()
            self._inner[-1] += whole

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """*function*, measured."""

        def measured(*given: Any, **named: Any) -> Any:
            with self.part(name):
                return function(*given, **named)

        return measured


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when there are no pages."""
    asked = _parser().parse_args(arguments)
    names = [name for name in asked.sets if (asked.folder / f"{name}.jsonl").exists()]
    pages = [page for name in names for page in corpus.pages(asked.folder, name)]
    if not pages:
        print(f"{asked.folder}: no pages of {', '.join(asked.sets)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        store = Store.connect(f"sqlite:///{folder}/bench.db")
        schema.upgrade(store)
        meter, stored, peer = walk(store, pages)
        store.close()
    _print(meter, stored, len(pages), peer)
    if asked.peers:
        _print_peers(asked.peers, asked.folder, names)
    return 0


def walk(store: Store, pages: list[KnownPage]) -> tuple[Meter, int, list[float]]:
    """Every page through the line; the meter, how many were stored, trafilatura's milliseconds."""
    meter, peer, stored = Meter(), list[float](), 0
    memory = StoryMemory()
    rules = AlertRules(topics={}, settle=timedelta(seconds=60), max_age=None)
    feed, waiting = announce(store, pages)
    with store.reading() as tx:
        memory.prepare(tx)
    line = _Line(store, meter, rules, memory, feed)
    inner = [(home, name, getattr(home, name), label) for label, home, name in INNER]
    for number, page in enumerate([pages[0], *pages]):  # the first one loads models
        if number == 1:
            meter.spent.clear()
            gc.freeze()  # the models: no garbage, and long to look through
        peer.append(_by_trafilatura(page))
        gc.collect()  # what trafilatura left is not our line's cost
        with ExitStack() as stack:
            for home, name, function, label in inner:
                timed = meter.timed(label, function)
                stack.enter_context(patch.object(home, name, timed))
            stored += line.read(page, waiting[page.url]) if number else line.warm(page)
    return meter, stored, peer[1:]


@dataclass(frozen=True)
class _Line:
    """From an answer to a row."""

    store: Store
    meter: Meter
    rules: AlertRules
    memory: StoryMemory
    feed: Feed
    matcher: Matcher = field(default_factory=Matcher)

    def warm(self, page: KnownPage) -> int:
        """What is loaded at the first page is no part of any."""
        with suppress(PageError):
            read_part(_answer(page))
        return 0

    def read(self, page: KnownPage, waiting: Waiting) -> int:
        """1 when it was stored."""
        meter = self.meter
        with meter.part("to the worker and back"):
            answer = pickle.loads(pickle.dumps(_answer(page)))
        with meter.part("title, people, times, lead"):
            try:
                article = read_part(answer, timezone="Europe/Berlin").article
            except PageError:
                return 0
        with meter.part("to the worker and back"):
            article = pickle.loads(pickle.dumps(article))
        with meter.part("sentences of the text"):
            pieces = passages.read_passages(article.text, fold)
        with meter.part("what the site prints everywhere"), self.store.reading() as tx:
            counts = counted.counts(tx, waiting.host, passages.keys(pieces))
        with meter.part("fold and match topics"):
            found = finding.find(
                article, waiting, self.feed, self.matcher, pieces=pieces, counts=counts, now=NOW
            )
        with meter.part("judge and store"):
            admit(
                self.store,
                replace(found, read_chars=len(article.text)),
                known_as=[found.address_key],
                rules=self.rules,
                now=NOW,
                memory=self.memory,
            )
        return 1


def announce(store: Store, pages: list[KnownPage]) -> tuple[Feed, dict[str, Waiting]]:
    """The pages as entries of one feed, by address."""
    announced = [
        Announced(
            entry=Entry(url=page.url, guid=page.url, title=""),
            address_key=address_key(page.url),
            host="bench.example",
        )
        for page in pages
    ]
    with store.writing() as tx:
        feed_id = feeds.add(tx, FeedSpec(url="https://b.example/", name="B"), Origin.PERSON, NOW)
        entries.receive(tx, feed_id, announced, NOW, rest=timedelta())
        return feeds.by_id(tx, feed_id), {one.url: one for one in entries.waiting(tx)}


def _answer(page: KnownPage) -> Page:
    kind = "text/html; charset=utf-8"
    return Page(url=page.url, status=200, body=page.html, content_type=kind, fetched_at=NOW)


def _by_trafilatura(page: KnownPage) -> float:
    from trafilatura import bare_extraction  # noqa: PLC0415 - a benchmark's peer

    gc.collect()
    begun = time.process_time()
    html = page.html.decode("utf-8", "replace")
    bare_extraction(html, url=page.url, include_comments=False, with_metadata=True)
    return (time.process_time() - begun) * 1_000


READ = frozenset(label for label, home, _ in INNER if home in (decode, reading, body))
READ |= {"title, people, times, lead"}


def _print(meter: Meter, stored: int, n_pages: int, peer: list[float]) -> None:
    spent = {name: ms / n_pages for name, ms in meter.spent.items()}
    whole = sum(spent.values())
    print(f"{n_pages} pages, {stored} stored; CPU ms of one article, and its share of the line")
    for name, ms in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {name:36}{ms:8.2f}{ms / whole:8.0%}")
    read = sum(ms for name, ms in spent.items() if name in READ)
    theirs = sum(peer) / n_pages
    print(f"  {'the whole line':36}{whole:8.2f}")
    print(f"  {'  of it reading the page':36}{read:8.2f}{read / whole:8.0%}")
    print(
        f"  {'trafilatura, reading the page':36}{theirs:8.2f}   {read / theirs:.2f} of it is ours"
    )
    print(f"  {'the same line with trafilatura':36}{whole - read + theirs:8.2f}")
    print(f"two cores: {2_000 / whole:.0f} articles a second, with trafilatura "
          f"{2_000 / (whole - read + theirs):.0f}")  # fmt: skip


def _print_peers(python: str, folder: Path, names: list[str]) -> None:
    pages = []
    for name in names:
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            page = json.loads(line)
            pages.append((page["url"], folder / page["file"]))
    for line in told_by_peers(python, pages):
        print(line)


def told_by_peers(python: str, pages: Sequence[tuple[str, Path]]) -> list[str]:
    """A line for news-please and one for fundus: what reading *pages* (address, gzip) costs each.

    *python* is one that has them; what it has not is named with the reason.
    """
    asked = "\n".join(json.dumps({"url": url, "file": str(file)}) for url, file in pages)
    told = subprocess.run(
        [python, "-c", PEERS], input=asked, capture_output=True, text=True, check=False
    )
    found = [line for line in told.stdout.splitlines() if line.startswith("RESULT")]
    if not found:
        return [f"the peers ended without a result: {told.stderr[-300:]}"]
    lines = []
    for name, result in json.loads(found[0].removeprefix("RESULT")).items():
        if times := result.get("times"):
            mean, middle = sum(times) / len(times), median(times)
            failed = f"{result['failed']} failed {result['why']}" if result["failed"] else ""
            read = f"{len(times)} pages read, two cores {2_000 / mean:.0f}/s {failed}"
            lines.append(
                f"  {name + ', reading the page':36}{mean:8.2f}   median {middle:.1f}, {read}"
            )
        else:
            why = result.get("error") or result.get("why")
            lines.append(f"  {name:36}  not run: {why}")
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.article")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/corpora/articles"))
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--peers", help="a Python that has newsplease and fundus")
    return parser


if __name__ == "__main__":
    sys.exit(main())
