"""Schedulers and workers as processes of their own, and what befalls them."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from crawler.cli.codes import Code
from crawler.errors import StorageError
from tests.cluster.machines import Machine
from tests.cluster.world import Asked, World, closest
from tests.line.house import House, Run

WORK = "\n[work]\nprocesses = 1\nlost_after_s = {lost_after_s:g}\n"
BEGUN = "asking   as"
# Until everything is read at the end; a busy machine takes its time.
PATIENCE_S = 240.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What differs from a service that nothing befell; empty when nothing was lost or doubled."""

    missing: set[str]  # addresses of articles
    extra: set[str]
    doubled: set[str]
    hits_missing: int
    alerts_doubled: int
    too_close: list[tuple[float, Asked]]  # requests, and by how many seconds
    requests: int


@dataclass
class Fleet:
    """One house with many processes in it."""

    house: House
    world: World
    spacing_s: float
    schedulers: list[Run] = field(default_factory=list)
    workers: list[Run] = field(default_factory=list)

    def furnish(
        self,
        *,
        look_min: float,
        lost_after_s: float,
        manners: str = "",
        feeds: dict[str, str] | None = None,
    ) -> None:
        """The same settings for all; *manners* are lines of [politeness]."""
        self.house.furnish(
            self.world.feeds() if feeds is None else feeds,
            {"Reports": "report"},
            look_min=look_min,
            spacing_s=self.spacing_s,
            timeout_s=30.0,
            more=WORK.format(lost_after_s=lost_after_s),
        )
        file = self.house.folder / "wirewatch.toml"
        text = file.read_text("utf-8").replace('["127.0.0.1", "::1"]', f'["{self.world.plan.net}"]')
        text = text.replace("[politeness]\n", f"[politeness]\n{manners}\n")
        file.write_text(text, "utf-8")

    def add_scheduler(self) -> Run:
        """One more."""
        self.schedulers.append(self.house.start("scheduler"))
        return self.schedulers[-1]

    def add_worker(self, *, by: House | None = None, on: Machine | None = None) -> Run:
        """One more, that may reach the database *by* another way, or run *on* another machine."""
        through = on.through if on else ()
        self.workers.append((by or self.house).start("worker", through=through))
        return self.workers[-1]

    def kill_one(self, chance: random.Random, *, schedulers: bool) -> Run:
        """kill -9 for one of them that has begun, by chance; it is gone from the fleet."""
        kind = self.schedulers if schedulers else self.workers
        self.comes(lambda: any(BEGUN in run.said for run in kind))
        victim = chance.choice([run for run in kind if BEGUN in run.said])
        kind.remove(victim)
        victim.kill()
        return victim

    def supervise(self) -> int:
        """Start again whoever found no database and ended, as systemd does; how many."""
        again = 0
        for kind, add in ((self.schedulers, self.add_scheduler), (self.workers, self.add_worker)):
            for run in [one for one in kind if one.process.poll() == Code.DATABASE]:
                kind.remove(run)
                add()
                again += 1
        return again

    def comes(self, claim: Callable[[], object], *, seconds: float = PATIENCE_S) -> None:
        """Until *claim* holds. The database may be away meanwhile."""
        end = time.monotonic() + seconds
        while True:
            try:
                if claim():
                    return
            except (StorageError, SQLAlchemyError):
                pass
            assert time.monotonic() < end, self.said()
            time.sleep(0.25)

    def has_read(self) -> bool:
        """Whether everything that was announced is an article, and nothing waits."""
        now = time.monotonic() - self.world.began
        [(held, waiting)] = self.house.ask(
            "select (select count(*) from article), "
            "(select count(*) from entry where state = 'waiting')"
        )
        return held == len(self.world.announced(now)) and waiting == 0

    def counts(self) -> str:
        """What the scheduler that leads has done."""
        rows = self.house.ask("select counts from process where leads")
        return " ".join(str(row[0]) for row in rows)

    def stop(self) -> list[int]:
        """SIGTERM for all, workers first; their exit codes."""
        every = self.workers + self.schedulers
        for run in every:
            run.process.send_signal(signal.SIGTERM)
        return [run.ends(seconds=60) for run in every]

    def end(self) -> None:
        """Whatever lives is killed."""
        for run in self.house.runs:
            if run.process.poll() is None:
                run.process.send_signal(signal.SIGCONT)
                run.kill()

    def said(self) -> str:
        """The last words of all."""
        return "\n".join(f"-- {run.log.name}\n{run.said[-1500:]}" for run in self.house.runs)

    def aftermath(self) -> Aftermath:
        """What the database holds, and what the servers saw."""
        now = time.monotonic() - self.world.began
        announced = self.world.announced(now)
        held = Counter(str(row[0]) for row in self.house.ask("select url from article"))
        asked = self.world.log()
        return Aftermath(
            missing=announced - held.keys(),
            extra=held.keys() - announced,
            doubled={url for url, times in held.items() if times > 1},
            hits_missing=len(held) - self.house.number("select count(*) from hit"),
            alerts_doubled=self.house.number(
                "select count(*) from (select story_id from alert where kind = 'story' "
                "group by story_id, topic_id, channel, kind having count(*) > 1) more"
            ),
            too_close=closest(asked, self.world.plan, self.spacing_s),
            requests=len(asked),
        )


def leaders(runs: Sequence[Run]) -> list[Run]:
    """Those whose last word about it is that they lead."""
    found = []
    for run in runs:
        words = [line for line in run.said.splitlines() if " leader " in line]
        if words and "this scheduler leads" in words[-1]:
            found.append(run)
    return found
