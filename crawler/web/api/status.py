"""How the service, the feeds, the archive and the alerts are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.storage import beats, gauges, topics, troubles
from crawler.storage.beats import Beat, Run
from crawler.storage.census import Census, census
from crawler.storage.space import size_bytes
from crawler.web.api.frame import looks_of
from crawler.web.health import SILENT
from crawler.web.state import Known

looks = looks_of("status")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The service as a whole."""

    alive: bool
    stalled: bool
    last: Beat | None
    last_run: Run | None
    topics_in_trouble: int
    size_bytes: int
    census: Census


@looks.get("/status")
def status(state: Known) -> Status:
    """How all is at this moment; how much there is in all may be a minute old."""
    now, zone = state.now(), ZoneInfo(state.config.clock.timezone)
    with state.store.reading() as tx:
        beat, last_run = beats.last(tx), beats.last_run(tx)
        # As on the page: they count the whole archive.
        totals = state.memory.recall("totals", now, MINUTE, lambda: gauges.totals(tx, now))
        counted = census(tx, since=_midnight(now, zone), now=now, counted=totals)
        active = topics.names(tx, retired=False).keys()
        n_troubles = len(active & troubles.held(tx).keys())
    stalled_after = timedelta(minutes=state.config.heartbeat.stalled_min)
    return Status(
        alive=beat is not None and now - beat.beat_at < SILENT,
        stalled=beat is not None and beat.is_stalled(now, stalled_after),
        last=beat,
        last_run=last_run,
        topics_in_trouble=n_troubles,
        size_bytes=size_bytes(state.store),
        census=counted,
    )


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
