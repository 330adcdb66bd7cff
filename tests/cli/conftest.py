"""A folder of settings, an archive with something in it, and the program itself, run on both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from crawler.cli.app import app
from crawler.config import load
from crawler.intake import AlertRules, admit
from crawler.items import Access, Article, Origin
from crawler.provision import provision
from crawler.reading.finding import find
from crawler.storage import Store, alerts, entries, feeds, schema, topics
from crawler.storage.feeds import FeedSpec
from crawler.topics.matching import Matcher
from tests.samples import NOW, PARLIAMENT, RIVER, announced, make_entry

ROOT = Path(__file__).parents[2]
DATABASE = "wirewatch.db"
# Made once: to make it of its thousand parts takes longer than most commands do.
COMMAND = get_command(app)
MAIN = """
[database]
url = "sqlite:///wirewatch.db"
[identity]
contact = "desk@example.org"
[politeness]
floor_min = 0.05
first_min = 0.05
ceiling_min = 0.1
spacing_s = 0.1
[network]
allow_private = ["127.0.0.1"]
[clock]
tick_s = 0.2
[alerts]
settle_s = 1
max_age_days = 0
"""
FEEDS = """
[[feed]]
url = "https://paper.example/feed.xml"
name = "The Paper"
language = "en"
group = "World"
"""
TOPICS = """
[queries]
water = "river OR flood*"

[[topic]]
name = "Floods"
query = "@water"

[[topic]]
name = "New START"
query = 'case:"New START" OR "new start vertrag*"'
"""


@dataclass
class Answer:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Wirewatch:
    """The program on one folder of settings."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str, stdin: str | None = None) -> Answer:
        """Run it in this process."""
        args = ["--config", str(self.folder), *words]
        environ = {"WIREWATCH_DATABASE": None, "WIREWATCH_CONFIG": None, **self.environ}
        with CliRunner().isolation(input=stdin, env=environ) as (out, err, _):
            with pytest.raises(SystemExit) as ended:
                COMMAND.main(args=args, prog_name="wirewatch")
            sys.stdout.flush()
            sys.stderr.flush()
            said = [stream.getvalue().decode() for stream in (out, err)]
        return Answer(int(ended.value.code or 0), *said)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "crawler.cli", "--config", str(self.folder), *words]

    @property
    def own_environ(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WIREWATCH_")}
        return {**kept, "PYTHONPATH": str(ROOT), **self.environ}

    def apart(self, *words: str, seconds: float = 60, say: str = "") -> Answer:
        """Run it in a process of its own, as people do."""
        done = subprocess.run(
            self.command(*words),
            input=say,
            capture_output=True,
            text=True,
            timeout=seconds,
            env=self.own_environ,
            check=False,
        )
        return Answer(code=done.returncode, out=done.stdout, err=done.stderr)

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Start it and let it run."""
        return subprocess.Popen(
            self.command(*words),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.own_environ,
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def open(self) -> Store:
        return Store.connect(load(self.folder, {}).database.url)


def settings(folder: Path) -> Wirewatch:
    """The program with settings in *folder*, which is made."""
    folder.mkdir()
    program = Wirewatch(folder)
    for name, text in (("wirewatch.toml", MAIN), ("feeds.toml", FEEDS), ("topics.toml", TOPICS)):
        program.write(name, text)
    return program


@pytest.fixture
def wirewatch(tmp_path: Path) -> Wirewatch:
    """Settings, and no database yet."""
    return settings(tmp_path / "settings")


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A database without anything in it, and one that is filled, to be copied."""
    found = {}
    for name in ("begun", "filled"):
        program = settings(tmp_path_factory.mktemp(name) / "settings")
        store = program.open()
        schema.upgrade(store)
        if name == "filled":
            fill(store, program.folder)
        store.close()
        found[name] = program.folder / DATABASE
    return found


@pytest.fixture
def begun(wirewatch: Wirewatch, _templates: dict[str, Path]) -> Wirewatch:
    """With a database without anything in it."""
    shutil.copy(_templates["begun"], wirewatch.folder / DATABASE)
    return wirewatch


@pytest.fixture
def filled(wirewatch: Wirewatch, _templates: dict[str, Path]) -> Wirewatch:
    """With an archive: see `fill`."""
    shutil.copy(_templates["filled"], wirewatch.folder / DATABASE)
    return wirewatch


def fill(store: Store, folder: Path) -> None:
    """Two feeds, two topics, four articles of three stories, and alerts.

    1 The river rises (The Paper, revised once) · 2 Parliament votes (The Paper)
    3 New START expires (The Gazette) · 4 its copy (The Paper)
    """
    with store.writing() as tx:
        provision(tx, load(folder, {}), NOW)
        spec = FeedSpec(url="https://gazette.example/rss", name="The Gazette", language="en")
        feeds.add(tx, spec, Origin.PERSON, NOW)
    paper, gazette = _ids(store)
    _put(store, paper, "river", "The river rises", RIVER)
    _put(store, paper, "budget", "Parliament votes", PARLIAMENT)
    _put(store, gazette, "treaty", "A treaty ends", TREATY)
    _put(store, paper, "treaty-too", "A treaty ends", TREATY)
    _put(store, paper, "river", "The river falls", RIVER.replace("rose", "fell"), minutes=90)
    with store.writing() as tx:
        [first, *_] = alerts.lease(tx, NOW + timedelta(days=1), hold=timedelta(minutes=1), limit=1)
        alerts.sent(tx, first.id, receipt="logged", now=NOW)


TREATY = (
    "The treaty known as New START, the last to limit strategic arms, ends at midnight.\n\n"
    "Diplomats of both sides met until late in the evening and parted without a word to the "
    "cameras; a spokesman called the talks frank, and said that nobody had left the table.\n\n"
    "Observers expect both arsenals to stay as they are for the time being, because building "
    "more would take years and money that neither parliament has granted so far."
)


def _ids(store: Store) -> Sequence[int]:
    with store.reading() as tx:
        return sorted(feed.id for feed in feeds.due(tx, NOW + timedelta(days=1), limit=9))


def _put(
    store: Store, feed_id: int, name: str, title: str, text: str, *, minutes: float = 0
) -> None:
    """An article goes the way that all go, from the entry of a feed to its alerts."""
    now, url = NOW + timedelta(minutes=minutes), f"https://paper.example/{feed_id}/{name}"
    with store.writing() as tx:
        entry = announced(make_entry(url, title=title))
        receipt = entries.receive(tx, feed_id, [entry], now, rest=timedelta(0))
        feed, active = feeds.by_id(tx, feed_id), topics.active(tx)
        matcher = Matcher(active, saved=topics.queries(tx))
    [waiting] = receipt.to_read
    article = Article(
        url=url, title=title, text=text, access=Access.FULL, language="en", published_at=now
    )
    finding = find(article, waiting, feed, matcher)
    rules = AlertRules(
        topics={topic.id: topic for topic in active}, settle=timedelta(0), max_age=None
    )
    admit(store, finding, known_as=[finding.address_key], rules=rules, now=now)
