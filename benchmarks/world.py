"""Articles a second of the whole service on a news world of real pages, on the cores there are.

    python -m benchmarks.world NEWSWORLD.py [--port 8960] [--hosts N] [--peers PYTHON]

NEWSWORLD.py is a program that serves publishers on loopback through a proxy (`serve --corpus
shared`, its feeds named at http://world.test/feeds). One round over all feeds, without pauses, is
made twice: with our reader and with trafilatura in its place. CPU is of all processes together,
and what two cores could do with it is the number that does not depend on who else is at work. It is
counted from the fiftieth article on, when every process has started and loaded its models. The
line with trafilatura stores titles and texts only, so it does less. Made-up pages with which the
world can be padded are left out: they are a tenth as long as real ones, and any reader is fast.

--peers names a Python with news-please or fundus, or several: what reading the same pages costs
them, without asking, matching or storing anything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil

from benchmarks.article import told_by_peers
from crawler.storage import Store, schema

CONFIG = """
[database]
url = "sqlite:///bench.db"
[politeness]
spacing_s = 0
concurrency = 32
[network]
proxy = "http://127.0.0.1:{port}"
allow_private = ["127.0.0.1"]
[identity]
contact = "bench@example.org"
"""
WARM = 50  # articles until every worker has loaded what it needs
# Read by each worker as it starts: trafilatura in place of our reader, nothing else changed.
TRAFILATURA = """
import sys
if "crawler" in " ".join(sys.orig_argv) or "spawn" in " ".join(sys.orig_argv):
    from crawler.errors import PageError
    from crawler.extraction import article as reading
    from crawler.extraction.paging import Part
    from crawler.items import Access, Article

    def read_part(page, **more):
        from trafilatura import bare_extraction
        html = page.body.decode("utf-8", "replace")
        found = bare_extraction(html, url=page.url, include_comments=False, with_metadata=True)
        if found is None or not found.text:
            raise PageError(f"{page.url}: no article")
        return Part(Article(url=page.url, title=found.title or "", text=found.text,
                            access=Access.FULL, language=found.language))

    read_part.__module__, read_part.__qualname__ = reading.__name__, "read_part"
    reading.read_part = read_part
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.world")
    parser.add_argument("world", type=Path)
    parser.add_argument("--port", type=int, default=8960)
    parser.add_argument("--hosts", type=int, default=0, help="publishers; 0 for all")
    parser.add_argument("--peers", nargs="*", default=[], metavar="PYTHON")
    asked = parser.parse_args(arguments)
    heads = ("articles", "seconds", "a second", "CPU s", "CPU ms each", "two cores")
    print(" " * 14 + "".join(f"{head:>12}" for head in heads))
    for name in ("wirewatch", "trafilatura"):
        with ExitStack() as stack:
            feeds = stack.enter_context(world(asked.world, asked.port, asked.hosts))
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            articles, seconds, cpu = one_round(folder, feeds, asked.port, name)
            pages = kept(folder, asked.port) if asked.peers and name == "wirewatch" else []
            each, full = cpu / articles * 1_000, 2 * articles / cpu
            numbers = (articles, seconds, articles / seconds, cpu, each)
            line = "".join(f"{number:12.1f}" for number in numbers)
            print(f"{name:14}{line}{full:10.0f}/s", flush=True)
            for python in asked.peers if pages else ():
                print("\n".join(told_by_peers(python, pages)), flush=True)
    return 0


def kept(folder: Path, port: int) -> list[tuple[str, Path]]:
    """(address, gzip file) of every page that became an article, asked for once more."""
    store = Store.connect(f"sqlite:///{folder / 'bench.db'}")
    with store.reading() as tx:
        asked = tx.exec_driver_sql("select entry.url from entry where article_id > 0")
        urls = [str(url) for url in asked.scalars()]
    store.close()
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"})
    )
    found = []
    for number, url in enumerate(urls):
        file = folder / f"{number}.gz"
        with opener.open(url) as answer:
            file.write_bytes(gzip.compress(answer.read()))
        found.append((url, file))
    return found


@contextmanager
def world(program: Path, port: int, hosts: int) -> Iterator[list[str]]:
    """The news world, all of its articles there from the start; the addresses of its feeds."""
    command = [
        sys.executable, str(program), "serve", "--corpus", "shared", "--clock", "manual",
        "--initial", "1", "--update-share", "0", "--gone-share", "0",
        "--copy-share", "0", "--port", str(port), "--log", os.devnull,
        "--pad", "0", "--max-hosts", str(hosts),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()  # it says when it is there
        proxy = urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"})
        with urllib.request.build_opener(proxy).open("http://world.test/feeds") as answer:
            yield json.load(answer)
    finally:
        process.terminate()
        process.wait(10)


def one_round(
    folder: Path, feeds: Sequence[str], port: int, reader: str
) -> tuple[int, float, float]:
    """(articles read, seconds, CPU seconds of all processes) of one round, once it is warm."""
    (folder / "wirewatch.toml").write_text(CONFIG.format(port=port))
    (folder / "feeds.toml").write_text("".join(f'[[feed]]\nurl = "{url}"\n' for url in feeds))
    (folder / "topics.toml").write_text("")
    environ = dict(os.environ)
    if reader == "trafilatura":
        (folder / "sitecustomize.py").write_text(TRAFILATURA)
        environ["PYTHONPATH"] = f"{folder}{os.pathsep}{Path.cwd()}"
    command = [sys.executable, "-m", "crawler.cli", "--config", str(folder), "crawl", "--once"]
    spent, warm = dict[int, float](), (0, 0.0, 0.0)
    store = Store.connect(f"sqlite:///{folder / 'bench.db'}")
    schema.upgrade(store)
    with (folder / "log").open("w") as log:
        process = psutil.Popen(command, env=environ, stdout=log, stderr=log)
        while process.poll() is None:
            for one in (process, *process.children(recursive=True)):
                with suppress(psutil.Error):
                    times = one.cpu_times()
                    spent[one.pid] = times.user + times.system
            reached = (_articles(store), time.monotonic(), sum(spent.values()))
            if reached[0] <= WARM:
                warm = reached
            time.sleep(0.2)
    articles, end, cpu = _articles(store), time.monotonic(), sum(spent.values())
    store.close()
    if articles <= 2 * WARM:
        told = (folder / "log").read_text(encoding="utf-8")
        raise SystemExit(f"only {articles} articles: more --hosts\n{told[-2_000:]}")
    return articles - warm[0], end - warm[1], cpu - warm[2]


def _articles(store: Store) -> int:
    with store.reading() as tx:
        asked = tx.exec_driver_sql("select count(*) from entry where article_id > 0")
        return int(asked.scalar_one())


if __name__ == "__main__":
    sys.exit(main())
