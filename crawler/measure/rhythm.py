"""How often somebody is told: words such as "daily 08:00" -> the next time. Pure.

Times are those of a clock on a wall: "daily 08:00" is eight o'clock before and after the clocks
change. An hour that a change leaves out is told of right after it, one that it repeats is told of
once (as Debian's cron does, whose rules cronsim follows).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from cronsim import CronSim, CronSimError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WANTED = (
    'must be "at once", "hourly", "daily 08:00", "weekly mon 08:00" or a cron expression such as '
    '"30 6 * * mon-fri"'
)
_DAILY = re.compile(r"daily (\d{1,2}):(\d{2})")
_WEEKLY = re.compile(r"weekly ([a-z]{3})[a-z]* (\d{1,2}):(\d{2})")
# A rhythm whose messages are further apart than this reports also when there is nothing.
REPORTS_FROM = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When somebody is told; made by `rhythm_of`."""

    text: str  # in one form: "daily 08:00"
    cron: str | None  # None: at once

    @property
    def at_once(self) -> bool:
        """Each by itself, as soon as it may."""
        return self.cron is None

    @property
    def reports_nothing(self) -> bool:
        """Whether silence is told as well: rare messages are waited for, hourly ones are not."""
        if self.cron is None:
            return False
        times = CronSim(self.cron, datetime(2026, 1, 5, tzinfo=UTC))
        first, second = next(times), next(times)
        return second - first >= REPORTS_FROM

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first time after *moment*, in UTC, on the clocks of *zone*; *moment* when at once."""
        found = moment if self.cron is None else cron_after(self.cron, moment, zone)
        assert found is not None, "rhythm_of refuses days that never come"
        return found


def cron_after(expression: str, moment: datetime, zone: tzinfo) -> datetime | None:
    """The first time after *moment*, in UTC, that a cron line names on the clocks of *zone*.

    None for a day that never comes.
    """
    try:
        return next(CronSim(expression, moment.astimezone(zone))).astimezone(UTC)
    except (CronSimError, StopIteration):  # the first is for the 30th of February
        return None


AT_ONCE = Rhythm("at once", None)


def rhythm_of(text: str) -> Rhythm:
    """What *text* means. Raises ValueError saying what may be written."""
    words = " ".join(text.lower().split())
    if words in ("at once", "hourly"):
        return AT_ONCE if words == "at once" else Rhythm(words, "0 * * * *")
    if found := _DAILY.fullmatch(words):
        hour, minute = _time(found[1], found[2], text)
        return Rhythm(f"daily {hour:02}:{minute:02}", f"{minute} {hour} * * *")
    if found := _WEEKLY.fullmatch(words):
        if found[1] not in DAYS:
            raise ValueError(f'"{found[1]}" is no day of the week: {", ".join(DAYS)}')
        hour, minute = _time(found[2], found[3], text)
        return Rhythm(f"weekly {found[1]} {hour:02}:{minute:02}", f"{minute} {hour} * * {found[1]}")
    return Rhythm(words, _cron(words))


def _time(hour: str, minute: str, text: str) -> tuple[int, int]:
    found = int(hour), int(minute)
    if found[0] > 23 or found[1] > 59:
        raise ValueError(f'"{text}" names a time that no clock shows')
    return found


def _cron(words: str) -> str:
    if len(words.split()) != 5:  # six would be seconds
        raise ValueError(WANTED)
    try:
        next(CronSim(words, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        raise ValueError(f"{WANTED} ({str(error)[:1].lower()}{str(error)[1:]})") from None
    except StopIteration:
        raise ValueError(f'"{words}" is a day that never comes') from None
    return words
