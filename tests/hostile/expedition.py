"""The service sent through the hostile world; what it did on the wire, kept, and used of memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil
import pytest

from tests.hostile.case import Case
from tests.hostile.cases.tls import AUTHORITY
from tests.hostile.world import Host, World, filled
from tests.line.house import MAIN, House, Run

ROUND_S = 280.0  # a busy machine; CPU is about ten seconds
# Long enough for good hosts on a busy machine; those that stall all wait at the same time.
TIMEOUT_S = 5
EVERY_S = 0.02  # between two looks at the memory
# Of all processes together: a worker that starts beside a heavy case, or
# loads a library in it, takes so much. What the cases try takes many times that if unstopped.
NOISE_MIB = 64
MIB = 1024 * 1024

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the service held at a moment, in MiB."""

    at: float
    own: float  # its own process
    workers: tuple[float, ...]

    @property
    def all(self) -> float:
        """All processes together."""
        return self.own + sum(self.workers)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the database holds of one case."""

    looks: tuple[tuple[str | None, str], ...]  # (outcome, note) after each round
    articles: Mapping[str, str]  # path -> access
    published: tuple[tuple[str | None, str], ...]  # (published, first seen) of each article
    words: str  # everything that is kept of its articles and entries


@dataclass(kw_only=True)
class Aftermath:
    """Everything that tests ask about."""

    hosts: Mapping[str, Host]
    kept: dict[str, Kept] = field(default_factory=dict)
    canary: Host
    said: str = ""
    codes: list[int] = field(default_factory=list)
    rounds: list[tuple[float, float]] = field(default_factory=list)  # from when to when
    memory: list[Measured] = field(default_factory=list)

    def growth_mib(self, case: Case, of: Callable[[Measured], float]) -> float:
        """By how much *of* grew while this host was looked at, in the worse round."""
        return max(self._growth_within(case, of, *round_) for round_ in self.rounds)

    def _growth_within(
        self, case: Case, of: Callable[[Measured], float], start: float, end: float
    ) -> float:
        visits = [one for one in self.hosts[case.name].visits if start <= one.began <= end]
        if not visits:
            return 0.0
        began, ended = visits[0].began, max(visit.left or visit.began for visit in visits) + 0.5
        before = [of(one) for one in self.memory if start <= one.at <= began][-5:]
        during = [of(one) for one in self.memory if began <= one.at <= min(ended, end)]
        return max(during, default=0.0) - min(before, default=0.0)


def explore(house: House, cases: Mapping[str, Case], *, concurrency: int) -> Aftermath:
    """Two rounds over all cases."""
    hosts = {name: case.host() for name, case in cases.items()}
    with World(hosts.values()) as world:
        _furnish(house, cases, hosts, world, concurrency)
        found = Aftermath(hosts=hosts, canary=world.canary)
        looks = [_round(house, found) for _ in range(2)]
    for name in cases:
        found.kept[name] = _kept(house, name, [round_[name] for round_ in looks])
    found.said = "".join(run.said for run in house.runs)
    return found


def _furnish(
    house: House, cases: Mapping[str, Case], hosts: Mapping[str, Host], world: World, most: int
) -> None:
    feeds = []
    for name, case in cases.items():
        base = f"http{'s' if case.tls else ''}://127.0.0.1:{hosts[name].port}"
        url = filled(case.url, base, world.canary.port)
        feeds.append(f'[[feed]]\nurl = "{url}"\nname = {_quoted(name)}\n{case.settings}')
    house.furnish("\n".join(feeds), {"Unicorn": "unicorn"}, look_min=0.001, spacing_s=0, settle_s=0)
    main = MAIN.format(look_min=0.001, spacing_s=0, settle_s=0, timeout_s=TIMEOUT_S)
    changes = {
        "page_max_mib     = 1": f"page_max_mib = {10 if most == 1 else 1}",
        "feed_max_mib     = 1": f"feed_max_mib = {15 if most == 1 else 1}\nconcurrency = {most}"
        f"\nitems_max = 100",
        '"127.0.0.1", "::1"': '"127.0.0.1"',
    }
    for old, new in changes.items():
        assert old in main
        main = main.replace(old, new)
    (house.folder / "wirewatch.toml").write_text(main + "\n[work]\nprocesses = 1\n", "utf-8")


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _round(house: House, found: Aftermath) -> dict[str, tuple[str | None, str]]:
    """One round of the service; how the look at each feed ended."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(AUTHORITY))
        run = house.start("crawl", "--once")
    began = time.monotonic()
    with _watched(run, found.memory):
        found.codes.append(run.ends(seconds=ROUND_S))
    found.rounds.append((began, time.monotonic()))
    rows = house.ask("select name, last_outcome, coalesce(last_note, '') from feed")
    return {str(name): (str(how) if how else None, str(note)) for name, how, note in rows}


@contextmanager
def _watched(run: Run, memory: list[Measured]) -> Iterator[None]:
    over = threading.Event()

    def watch() -> None:
        process = psutil.Process(run.process.pid)
        while not over.wait(EVERY_S):
            try:
                own = process.memory_info().rss / MIB
                workers = [one.memory_info().rss / MIB for one in process.children(recursive=True)]
            except psutil.Error:
                continue
            memory.append(Measured(at=time.monotonic(), own=own, workers=tuple(workers)))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        if run.process.poll() is None:
            run.kill()


def _kept(house: House, name: str, looks: list[tuple[str | None, str]]) -> Kept:
    text = name.replace("'", "''")
    columns = "url, access, published_at, first_seen_at, title, lead, text, authors"
    rows = house.ask(f"select {columns} from v_articles where outlet = '{text}'")
    entries = house.ask(
        "select e.* from entry e join feed f on f.id = e.feed_id where f.name = '" + text + "'"
    )
    return Kept(
        looks=tuple(looks),
        articles={_path(str(row[0])): str(row[1]) for row in rows},
        published=tuple((str(row[2]) if row[2] else None, str(row[3])) for row in rows),
        words=repr(rows) + repr(entries) + "".join(str(cell) for row in rows for cell in row),
    )


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]
