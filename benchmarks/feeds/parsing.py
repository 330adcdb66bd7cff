"""CPU to read a feed of 30 items: parse_feed beside feedparser.parse with its defaults, as a ratio.

    python -m benchmarks.feeds.parsing [FOLDER]

Without FOLDER on feeds made here; with it on every file in it. The two are called by turns and the
median of the rounds counts, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

import feedparser

from crawler.errors import FeedError
from crawler.feeds.parse import parse_feed

NOW = datetime(2026, 2, 6, 12, tzinfo=UTC)
URL = "https://paper.example/feed"
ROUNDS = 15
GOAL = 0.4  # of feedparser's time, though ours does more with what it reads
SENTENCE = "Der Ausschuss prüft den Bericht über die Brücke und vertagt die Entscheidung. "


def main() -> int:
    """Print the table; 1 where the median of the ratios misses the goal."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?")
    folder = options.parse_args().folder
    feeds = from_folder(folder) if folder else made()
    print(f"{'feed':44} {'KB':>5} {'items':>5} {'ours ms':>8} {'feedparser':>10} {'ratio':>6}")
    ratios = [row(name, body) for name, body in feeds.items()]
    median = statistics.median(ratios)
    print(f"median ratio {median:.2f} (goal {GOAL}) over {len(ratios)} feeds")
    return 0 if median <= GOAL else 1


def row(name: str, body: bytes) -> float:
    """One line of the table, and its ratio."""
    ours, theirs = by_turns(
        lambda: parse_feed(body, url=URL, now=NOW, timezone="Europe/Berlin"),
        lambda: feedparser.parse(body),
    )
    items = len(parse_feed(body, url=URL, now=NOW).entries)
    size, ratio = len(body) / 1024, ours / theirs
    print(f"{name[:44]:44} {size:5.0f} {items:5} {ours:8.2f} {theirs:10.2f} {ratio:6.2f}")
    return ours / theirs


def by_turns(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of CPU that each takes: medians over interleaved rounds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, kept in zip((first, second), times, strict=True):
            start = time.process_time()
            call()
            kept.append((time.process_time() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def from_folder(folder: Path) -> dict[str, bytes]:
    """The feeds in *folder*; what is none is left out."""
    feeds = {}
    for path in sorted(folder.iterdir()):
        body = path.read_bytes()
        try:
            parse_feed(body, url=URL, now=NOW)
        except FeedError as error:
            print(f"{path.name} is left out: {error}")
        else:
            feeds[path.name] = body
    return feeds


def made() -> dict[str, bytes]:
    """Feeds of 30 items in the usual formats, about 1 KB an item."""
    rss = [
        f"<item><title>Meldung {n}: {SENTENCE[:60]}</title><link>https://paper.example/{n}?ref=rss</link>"
        f"<guid isPermaLink='false'>paper-{n}</guid><pubDate>{format_datetime(moment(n))}</pubDate>"
        f"<dc:creator>Anna Berg</dc:creator><category>Politik</category><category>Inland</category>"
        f"<media:content url='https://img.example/{n}.jpg' medium='image' width='800'/>"
        f"<description><![CDATA[{html(n)}]]></description></item>"
        for n in range(30)
    ]
    atom = [
        f"<entry><title type='html'>{escape(SENTENCE[:60])} {n}</title>"
        f"<id>tag:paper.example,2026:{n}</id><link href='https://paper.example/{n}'/><published>{moment(n).isoformat()}</published>"
        f"<updated>{moment(n).isoformat()}</updated><author><name>Anna Berg</name></author>"
        f"<category term='politik' label='Politik'/>"
        f"<summary type='html'>{escape(html(n))}</summary></entry>"
        for n in range(30)
    ]
    spaces = (
        "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/'"
    )
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return {
        "RSS 2.0": f"{head}<rss version='2.0' {spaces}><channel><title>Paper</title>"
        f"<link>https://paper.example/</link>{''.join(rss)}</channel></rss>".encode(),
        "Atom 1.0": f"{head}<feed xmlns='http://www.w3.org/2005/Atom'><title>Paper</title>"
        f"{''.join(atom)}</feed>".encode(),
        "RSS 2.0 with a bare ampersand": f"{head}<rss version='2.0' {spaces}><channel>"
        f"<title>R&D</title>{''.join(rss)}</channel></rss>".encode(),
        "RSS 2.0, cut off": f"{head}<rss version='2.0' {spaces}><channel>{''.join(rss)}".encode(),
    }


def moment(n: int) -> datetime:
    """When item *n* came out."""
    return NOW - timedelta(minutes=17 * n)


def html(n: int) -> str:
    """The text of item *n*, with the markup that feeds bring."""
    return f'<p><img src="/{n}.jpg" alt="">{SENTENCE * 4}</p><p><a href="/{n}">Mehr …</a></p>'


if __name__ == "__main__":
    raise SystemExit(main())
