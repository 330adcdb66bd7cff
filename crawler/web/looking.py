"""An address -> what a look at it now would bring, as `wirewatch feeds test` finds it.

In a process of its own, which is ended when it takes too long: Scrapy's reactor starts once in a
process, and what a stranger's server sends is read outside of ours. All rules of reach, robots.txt
and limits are those of the service, because it is the same code that asks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.config import Config
from crawler.errors import FeedError
from crawler.feeds.opml import FeedList, Outline
from crawler.feeds.parse import ParsedFeed
from crawler.items import Entry

# A page, then a few feeds or usual places, each with its pause; beyond this something hangs.
PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A feed as it is at this moment."""

    url: str
    parsed: ParsedFeed
    others: tuple[tuple[str, str], ...]  # what else the page names: address, title


def look(url: str, pick: int | None, config: Config) -> Looked | FeedList:
    """The feed at *url* or the one it leads to; FeedError tells why there is none."""
    command = [sys.executable, "-m", "crawler.cli", "--config", str(config.folder)]
    command += ["feeds", "test", "-", "--json", *(["--pick", str(pick)] if pick else [])]
    try:
        # The address goes by the standard input: it may hold a key, and everybody sees arguments.
        done = subprocess.run(  # noqa: S603
            command, input=f"{url}\n", capture_output=True, text=True, encoding="utf-8",
            timeout=PATIENCE_S, check=False, start_new_session=True, env={**os.environ},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise FeedError(f"{url}: no answer within {PATIENCE_S:.0f} seconds") from None
    if done.returncode != 0:
        raise FeedError(_reason(done.stderr) or f"{url}: the look ended with {done.returncode}")
    said = json.loads(done.stdout)
    return _list(said) if "feeds" in said else _feed(said)


def _reason(told: str) -> str:
    """What the command said last, without its name."""
    _, _, reason = f"\n{told}".rpartition("\nwirewatch: ")
    return reason.strip()


def _feed(said: dict[str, Any]) -> Looked:
    entries = tuple(
        Entry(
            url=one["url"],
            guid=one["url"],
            title=one["title"],
            published_at=_time(one["published_at"]),
        )
        for one in said["entries"]
    )
    parsed = ParsedFeed(
        kind=said["kind"],
        entries=entries,
        title=said["title"],
        home_url=said["home_url"],
        language=said["language"],
        problems=tuple(said["problems"]),
    )
    others = tuple((one["url"], one["title"]) for one in said["others"])
    return Looked(url=said["url"], parsed=parsed, others=others)


def _list(said: dict[str, Any]) -> FeedList:
    outlines = tuple(
        Outline(
            url=one["url"], title=one["title"], folder=one["group"] or "", language=one["language"]
        )
        for one in said["feeds"]
    )
    return FeedList(outlines, tuple((one["url"], one["reason"]) for one in said["refused"]))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
