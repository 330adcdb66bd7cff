"""Everything that is raised on purpose, by what the caller can do about it.

WirewatchError
├── UsageError            the person can mend it: a wrong word, a missing thing
│   ├── ConfigError       a file of settings, with file and line
│   │   └── ConfigErrors  all that is wrong with the files, at once
│   ├── QueryError        a topic's query, with the column
│   └── NotFound          no feed, topic or article of that name
├── FeedError             this body is no feed; the outcome is stored on the feed
├── PageError             this page gives no article; the entry's own text is used
├── StorageError          the database refused
│   ├── DatabaseNewer     made by a later version of the program
│   ├── DatabaseOlder     needs `wirewatch db upgrade`
│   └── DatabaseBusy      locked or away for now: try again later
├── AlreadyRunning        another service works on this database
├── Fenced                another worker has taken over what was to be written
└── DeliveryError         a channel did not take a message
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class WirewatchError(Exception):
    """The root: a message for a person that names the thing, the place and the remedy."""


class UsageError(WirewatchError):
    """The person can mend it."""


class ConfigError(UsageError):
    """A setting is wrong; *path* and *line* (from 1) say where."""

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        self.path, self.line, self.reason = path, line, message
        place = ":".join(str(part) for part in (path, line) if part is not None)
        super().__init__(f"{place}: {message}" if place else message)


class ConfigErrors(ConfigError):
    """Everything that is wrong with the settings, one *problem* each; never empty.

    ``str()`` gives a line or more for each; *path* and *line* are those of the first.
    """

    def __init__(self, problems: Sequence[ConfigError]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
        self.path, self.line = problems[0].path, problems[0].line


class QueryError(UsageError):
    """A query cannot be read; *column* counts code points from 0.

    ``str()`` gives the reason, the query with a caret under the place, and a query that works.
    """

    def __init__(self, reason: str, *, query: str, column: int, suggestion: str = "") -> None:
        self.reason, self.query, self.column, self.suggestion = reason, query, column, suggestion
        start = query.rfind("\n", 0, column) + 1
        line = query[start:].split("\n", 1)[0]
        text = f"{reason}\n  {line}\n  {' ' * (column - start)}^"
        super().__init__(f"{text}\nTry: {suggestion}" if suggestion else text)


class NotFound(UsageError):
    """No feed, topic, article or alert of that name."""


class FeedError(WirewatchError):
    """These bytes are no feed. The message is stored as the outcome of the look."""


class SitemapList(FeedError):
    """A sitemap index, with the addresses that it names, those that speak of news first."""

    def __init__(self, message: str, sitemaps: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.sitemaps = sitemaps


class PageError(WirewatchError):
    """This page gives no article."""


class StorageError(WirewatchError):
    """The database refused."""


class DatabaseNewer(StorageError):
    """The database was made by a later version of the program."""


class DatabaseOlder(StorageError):
    """The database needs ``wirewatch db upgrade``."""


class DatabaseBusy(StorageError):
    """Locked, full or away: nothing is wrong with the data; try again later."""


class AlreadyRunning(WirewatchError):
    """Another service works on this database."""


class Fenced(WirewatchError):
    """Another worker has taken over, because we were thought dead: nothing was written."""


class DeliveryError(WirewatchError):
    """A channel did not take a message.

    ``lasting`` is True when another try cannot help (an address that does not exist);
    ``wait_s`` is what the receiver asked for (Retry-After), if it did.
    """

    def __init__(self, message: str, *, lasting: bool = False, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.lasting, self.wait_s = lasting, wait_s
