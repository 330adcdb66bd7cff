"""What one look at a feed showed -> when to look next, and why, in a sentence for people.

    plan = next_look(feed, Look(outcome=Outcome.NEW, n_entries=30, n_new=2), now=now, spread=0.3)

The rhythm that a feed keeps by itself (`interval_min`) is found by two things: the share of its
items that were known, and the gaps between the dates of its items. The server's wishes and the
feed's failures put a single look off; they leave the rhythm as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.feeds.headers import Asked
from crawler.items import Entry, Feed, Outcome

DAY_MIN = 1440.0

# What a failure weighs. https://github.com/mediacloud/rss-fetcher counts so as well: a host that
# does not exist is likelier to stay away than one that is busy.
WEIGHTS = {
    Outcome.HARD: 1.0,
    Outcome.SOFT: 0.5,
    Outcome.REFUSED: 0.5,
    Outcome.TEMPORARY: 0.25,
}


# Simulated over 30 days: a paper of 20 items a day is looked at 29 times a day and heard after 21
# minutes (the median). With 1.25 it is 12 times and 56 minutes, since nights stretch the interval.
LONGER = 1.1  # after a look that found nothing
SHORTER = ((0.8, 0.8), (0.5, 0.6), (0.0, 0.4))  # at least this share known: that much of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Settings of the rhythm; minutes unless the name says otherwise."""

    first_min: float = 30
    floor_min: float = 10
    ceiling_min: float = DAY_MIN
    wish_most_min: float = DAY_MIN  # a server that asks for more gets this
    failing_most_min: float = DAY_MIN  # a failing feed is looked at once a day …
    dead_trouble: float = 10  # … until failures of this weight are counted
    dead_most_min: float = 30 * DAY_MIN  # and then less and less, to this
    outage_min: float = 0.5  # after a look that our own network spoilt
    spread_share: float = 0.1  # of the wait, put off at random, so that feeds do not march in step
    spread_most_min: float = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a feed showed."""

    outcome: Outcome
    n_entries: int = 0
    n_new: int = 0  # of these, not held before
    rhythm_min: float | None = None  # see `rhythm_min`
    lost: bool = False  # no item of the last look was in this one: some may have been missed
    ttl_min: float | None = None  # ParsedFeed.ttl_min
    asked: Asked = field(default_factory=Asked)
    skip_hours: frozenset[int] = frozenset()  # GMT
    skip_days: frozenset[int] = frozenset()  # Monday is 0
    is_pushed: bool = False  # the feed's hub tells us of news


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When to look next."""

    at: datetime
    interval_min: float  # the feed's own rhythm, to be kept for the next time
    trouble: float  # weight of failures since the last success
    reason: str  # for people: "every 20 min: 6 of 30 items were new"


def next_look(
    feed: Feed,
    look: Look,
    *,
    now: datetime,
    spread: float,
    pace: Pace | None = None,
    cron_next: datetime | None = None,
) -> Plan:
    """When to look at *feed* next, after *look* at *now*.

    *spread* is a random number from 0 up to 1. *cron_next* is the next time that the feed's own
    cron expression names; it stands in place of the rhythm. Whatever decides, the server's wishes
    hold: the latest of them all counts.
    """
    pace = pace or Pace()
    if look.outcome is Outcome.OUTAGE:
        return _after_outage(feed, pace, now, spread)
    if look.outcome in WEIGHTS or look.outcome is Outcome.GONE:
        wait = _after_failure(feed, look, pace)
    else:
        wait = _after_success(feed, look, pace)
    return _put_off(wait, look, pace, now=now, spread=spread, cron_next=cron_next)


def rhythm_min(entries: Iterable[Entry], *, now: datetime) -> float | None:
    """How long one waits for this feed's next item, in minutes; None with fewer than three dates.

    The median of the gaps between its items, each gap weighed by its length: the gap that a moment
    chosen at random falls into. The plain median is fooled by a paper that puts out forty items
    at six in the morning. The time since the newest item is a gap as well. Dates without a time of
    day tell nothing.
    """
    dates = sorted({e.published_at for e in entries if e.published_at and e.published_at <= now})
    times = {moment.time() for moment in dates}
    if len(dates) < 3 or len(times) < 3:
        return None
    ends = [*dates[1:], now]
    gaps = sorted((b - a).total_seconds() / 60 for a, b in zip(dates, ends, strict=True))
    half, passed = sum(gaps) / 2, 0.0
    for gap in gaps:
        passed += gap
        if passed >= half:
            return gap
    return gaps[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """A plan before the server's wishes are heard."""

    interval_min: float
    wait_min: float
    trouble: float
    reason: str


def _after_success(feed: Feed, look: Look, pace: Pace) -> _Wait:
    floor, ceiling = _bounds(feed, pace)
    interval, because = _rhythm(feed, look, pace, floor)
    if look.rhythm_min is not None and feed.interval_min is not None and not look.lost:
        interval = min(interval, look.rhythm_min)  # later than the next item is late …
        if look.n_new == 0:
            interval = max(interval, look.rhythm_min / 4)  # … and much sooner finds nothing
        because += f"; it publishes about every {span(look.rhythm_min)}"
    bounded = min(max(interval, floor), ceiling)
    if bounded != interval:
        because += (
            f"; not {'more' if interval < floor else 'less'} often than every {span(bounded)}"
        )
    reason = f"every {span(bounded)}: {because}"
    if look.is_pushed and not look.lost:
        # The rhythm goes on being learnt, for the day on which the hub falls silent.
        reason = "once a day, to notice what its hub misses: the hub tells of news by itself"
        return _Wait(interval_min=bounded, wait_min=DAY_MIN, trouble=0.0, reason=reason)
    return _Wait(interval_min=bounded, wait_min=bounded, trouble=0.0, reason=reason)


def _bounds(feed: Feed, pace: Pace) -> tuple[float, float]:
    floor = pace.floor_min if feed.floor_min is None else feed.floor_min
    ceiling = pace.ceiling_min if feed.ceiling_min is None else feed.ceiling_min
    return floor, max(floor, ceiling)


def _rhythm(feed: Feed, look: Look, pace: Pace, floor: float) -> tuple[float, str]:
    """The interval by the share of known items."""
    if feed.interval_min is None:
        return pace.first_min, "the first look"
    if look.lost:
        return floor, "items may have been missed: none of the last look's was left"
    if look.n_new == 0:
        return feed.interval_min * LONGER, "nothing new"
    known = 1 - look.n_new / max(look.n_entries, look.n_new)
    factor = next(factor for share, factor in SHORTER if known >= share)
    verb = "was" if look.n_new == 1 else "were"
    return feed.interval_min * factor, (
        f"{look.n_new} of {max(look.n_entries, look.n_new)} items {verb} new ({known:.0%} known)"
    )


def _after_failure(feed: Feed, look: Look, pace: Pace) -> _Wait:
    own = _own(feed, pace)
    if look.outcome is Outcome.GONE:
        trouble = max(feed.trouble, pace.dead_trouble)
        reason = "gone for good, says the server (410)"
        return _Wait(interval_min=own, wait_min=pace.dead_most_min, trouble=trouble, reason=reason)
    trouble = feed.trouble + WEIGHTS[look.outcome]
    wait = min(own * 2 ** min(trouble, 40), max(own, pace.failing_most_min))
    if trouble > pace.dead_trouble and look.outcome is not Outcome.REFUSED:
        doubled = wait * 2 ** min(trouble - pace.dead_trouble, 40)
        wait = min(doubled, max(wait, pace.dead_most_min))
    reason = (
        f"in {span(wait)}: {look.outcome.value}; its failures weigh {trouble:g}, "
        f"and its own rhythm is {span(own)}"
    )
    return _Wait(interval_min=own, wait_min=wait, trouble=trouble, reason=reason)


def _own(feed: Feed, pace: Pace) -> float:
    floor, ceiling = _bounds(feed, pace)
    interval = pace.first_min if feed.interval_min is None else feed.interval_min
    return min(max(interval, floor), ceiling)


def _after_outage(feed: Feed, pace: Pace, now: datetime, spread: float) -> Plan:
    """As soon as it may be over, and not all at once; whoever asks lets only a few through."""
    own = _own(feed, pace)
    wait = pace.outage_min * (1 + spread)
    reason = f"in {span(wait)}: our own network was away; the feed is not blamed"
    at = now + timedelta(minutes=wait)
    return Plan(at=at, interval_min=feed.interval_min or own, trouble=feed.trouble, reason=reason)


def _put_off(
    wait: _Wait,
    look: Look,
    pace: Pace,
    *,
    now: datetime,
    spread: float,
    cron_next: datetime | None,
) -> Plan:
    """The later of our own plan and the server's wishes, and then a little later at random."""
    reason, minutes = wait.reason, wait.wait_min
    minutes += spread * min(minutes * pace.spread_share, pace.spread_most_min)
    if cron_next is not None and (not wait.trouble or now + timedelta(minutes=minutes) < cron_next):
        # A person's own times get no random part, and failures do not add to them.
        minutes = (cron_next - now).total_seconds() / 60
        failing = f" ({wait.reason})" if wait.trouble else ""
        reason = f"at {cron_next:%Y-%m-%d %H:%M} UTC, as its cron line says{failing}"
    wish, name = _wish(look, pace)
    if wish > minutes:
        minutes = wish + spread * min(wish * pace.spread_share, pace.spread_most_min)
        reason += f"; the server asked for {span(wish)} ({name})"
    at = now + timedelta(minutes=minutes)
    allowed = _past_skipped(at, look)
    if allowed != at:
        # All wishes together put a look off for a day at most, as each alone does.
        latest = max(at, now + timedelta(minutes=max(wait.wait_min, pace.wish_most_min)))
        at = min(allowed + timedelta(minutes=spread * pace.spread_most_min), latest)
        reason += f"; the feed asks not to be read before {allowed:%H:%M} UTC"
    return Plan(at=at, interval_min=wait.interval_min, trouble=wait.trouble, reason=reason)


def _wish(look: Look, pace: Pace) -> tuple[float, str]:
    """The longest that the server asks for, a day at most, and where it says so."""
    wishes = (
        (look.asked.retry_after_min, "Retry-After"),
        (look.asked.max_age_min, "max-age"),
        (look.asked.expires_min, "Expires"),
        (look.ttl_min, "ttl"),
    )
    longest, name = max(((wish or 0.0, name) for wish, name in wishes), key=lambda wish: wish[0])
    if longest > pace.wish_most_min:
        return pace.wish_most_min, f"{name}: {span(longest)}, which is too long"
    return longest, name


def _past_skipped(at: datetime, look: Look) -> datetime:
    """*at*, or the first full hour after it that the feed does not skip; a day later at most."""
    moved = at
    for _ in range(25):
        if moved.hour not in look.skip_hours and moved.weekday() not in look.skip_days:
            return moved
        moved = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at + timedelta(days=1)


def span(minutes: float) -> str:
    """Minutes for people: "45 s", "20 min", "3.5 h", "30 days"."""
    for unit, length in (("days", DAY_MIN), ("h", 60.0)):
        if minutes >= 2 * length:
            return f"{round(minutes / length, 1):g} {unit}"
    return f"{minutes * 60:.0f} s" if minutes < 1 else f"{minutes:.0f} min"
