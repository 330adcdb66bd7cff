"""The service as a process of its own, on settings that a test writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.storage import Store

PATIENCE_S = 60.0

MAIN = """\
[identity]
contact = "test@example.org"

[politeness]
floor_min        = {look_min}
first_min        = {look_min}
ceiling_min      = {look_min}
reread_after_min = {look_min}
spacing_s        = {spacing_s}
first_byte_s     = {timeout_s}
timeout_s        = {timeout_s}
page_max_mib     = 1
feed_max_mib     = 1
redirects_max    = 4

[network]
allow_private = ["127.0.0.1", "::1"]

[clock]
tick_s   = 0.1
timezone = "Europe/Berlin"

[alerts]
settle_s     = {settle_s}
max_age_days = 0
"""

FEED = """\
[[feed]]
url  = "{url}"
name = "{name}"
"""

TOPIC = """\
[[topic]]
name  = "{name}"
query = '{query}'
"""


@dataclass
class Run:
    """A service that was started; what it says is in a file that grows."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        """Everything that it said so far."""
        return self.log.read_text("utf-8", "replace")

    def waits_for(self, claim: Callable[[], object], *, seconds: float = PATIENCE_S) -> None:
        """Until *claim* holds; fails with the log when the service ends before that."""
        end = time.monotonic() + seconds
        while not claim():
            assert self.process.poll() is None, f"the service has ended:\n{self.said}"
            assert time.monotonic() < end, f"still not so after {seconds} s:\n{self.said}"
            time.sleep(0.05)

    def waits_for_words(self, words: str, *, seconds: float = PATIENCE_S) -> None:
        """Until it has said *words*."""
        self.waits_for(lambda: words in self.said, seconds=seconds)

    def stop(self, *, seconds: float = 30.0) -> int:
        """SIGTERM; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.ends(seconds=seconds)

    def ends(self, *, seconds: float = 30.0) -> int:
        """The exit code."""
        return self.process.wait(seconds)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()


@dataclass
class House:
    """A folder of settings and a database."""

    folder: Path
    database: str
    runs: list[Run] = field(default_factory=list)

    def furnish(
        self,
        feeds: str | dict[str, str],
        topics: str | dict[str, str],
        *,
        look_min: float = 0.01,
        spacing_s: float = 0.02,
        settle_s: float = 0.5,
        timeout_s: float = 5.0,
        more: str = "",
    ) -> None:
        """Write the settings; feeds and topics as TOML or by name (address, query)."""
        if not isinstance(feeds, str):
            feeds = "\n".join(FEED.format(name=name, url=url) for name, url in feeds.items())
        if not isinstance(topics, str):
            topics = "\n".join(TOPIC.format(name=name, query=q) for name, q in topics.items())
        main = MAIN.format(
            look_min=look_min, spacing_s=spacing_s, settle_s=settle_s, timeout_s=timeout_s
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in (
            ("wirewatch.toml", main + more), ("feeds.toml", feeds), ("topics.toml", topics),
        ):  # fmt: skip
            (self.folder / name).write_text(text, "utf-8")

    def start(self, *command: str, through: Sequence[str] = ()) -> Run:
        """Start `wirewatch run`, or another command; *through* what stands before it."""
        log = self.folder / f"run-{len(self.runs) + 1}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*through, *self.line(*(command or ("run",)))],
                stdout=out,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        run = Run(process, log)
        self.runs.append(run)
        return run

    def line(self, *command: str) -> list[str]:
        """The command line."""
        program = [sys.executable, "-m", "crawler.cli"]
        return [*program, "--config", str(self.folder), "--database", self.database, *command]

    @contextmanager
    def running(self, *command: str) -> Iterator[Run]:
        """A service that is gone at the end, whatever happens."""
        run = self.start(*command)
        try:
            yield run
        finally:
            if run.process.poll() is None:
                run.kill()

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """Rows of plain SQL, as a person with a database tool would get them."""
        store = Store.connect(self.database)
        try:
            with store.reading() as tx:
                return [tuple(row) for row in tx.exec_driver_sql(statement)]
        finally:
            store.close()

    def tell(self, statement: str) -> None:
        """Change rows behind the service's back."""
        store = Store.connect(self.database)
        try:
            with store.writing() as tx:
                tx.exec_driver_sql(statement)
        finally:
            store.close()

    def number(self, statement: str) -> int:
        """The one number that *statement* gives."""
        found = self.ask(statement)[0][0]
        assert isinstance(found, int)
        return found
