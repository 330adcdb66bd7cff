"""Progress bars for long work, on a terminal only."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler.cli.showing import console, error_console, on_terminal

if TYPE_CHECKING:
    from rich.progress import Progress

    from crawler.storage import Store

Step = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


@contextmanager
def bar(title: str) -> Iterator[Step]:
    """A bar on standard error; the work calls what it is given."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with _progress(to_errors=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for work of several stages, which says each one's name."""
    if not sys.stderr.isatty():
        yield lambda _name, _done, _total: None
        return
    with _progress(to_errors=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda name, done, total: progress.update(
            task, description=name, completed=done, total=total
        )


@contextmanager
def crawling(store: Store, handler: logging.Handler) -> Iterator[None]:
    """A bar below the log of a crawl, which counts the feeds that were looked at."""
    if getattr(handler, "stream", None) is not sys.stdout or not on_terminal():
        yield
        return
    with _progress(to_errors=False) as progress:
        counter = _Counter(progress, _due(store))
        counter.setFormatter(handler.formatter)
        counter.setLevel(handler.level)
        root = logging.getLogger()
        root.removeHandler(handler)
        root.addHandler(counter)
        try:
            yield
        finally:
            root.removeHandler(counter)
            root.addHandler(handler)


class _Counter(logging.Handler):
    """Prints each line above the bar and moves it when a feed was looked at."""

    def __init__(self, progress: Progress, total: int) -> None:
        super().__init__()
        self.progress, self.articles = progress, 0
        self.task = progress.add_task("feeds", total=total or None)

    def emit(self, record: logging.LogRecord) -> None:
        """The first word of a line says what it is about."""
        self.progress.console.print(self.format(record), soft_wrap=True)
        if not isinstance(record.msg, str):
            return
        if record.msg.startswith("poll "):
            self.progress.advance(self.task)
        elif record.msg.startswith("article "):
            self.articles += 1
            self.progress.update(self.task, description=f"feeds, {self.articles} articles")


def _due(store: Store) -> int:
    from datetime import UTC, datetime

    from crawler.storage.census import due_feeds

    with store.reading() as tx:
        return due_feeds(tx, datetime.now(UTC))


def _progress(*, to_errors: bool) -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=error_console() if to_errors else console(),
        transient=True,
    )
