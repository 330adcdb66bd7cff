"""Numbers, times and names as a reader of a language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from crawler.alerts.phrases import Phrases, day_text, language_name, phrases_of, time_text
from crawler.alerts.plain import one_line, web_link
from crawler.web.pages.words import common, reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A reader's language and clock."""

    language: str
    zone: tzinfo
    now: datetime

    @property
    def _phrases(self) -> Phrases:
        return phrases_of(self.language)

    @property
    def _common(self) -> common.Common:
        return common.WORDS[self.language]

    def number(self, value: float) -> str:
        """12,345 or 12.345; of small fractions one place: 0.4."""
        places = 1 if isinstance(value, float) and abs(value) < 10 else 0
        text = f"{value:,.{places}f}"
        return text.translate(_GERMAN_SIGNS) if self.language == "de" else text

    def count(self, value: int, one: str, many: str) -> str:
        """*one* for 1, else *many* with its {n} filled in."""
        return one if value == 1 else many.format(n=self.number(value))

    def size(self, n_bytes: float) -> str:
        """3.4 MB."""
        units = ("B", "kB", "MB", "GB", "TB")
        power = 0
        while n_bytes >= 1000 and power < len(units) - 1:
            n_bytes, power = n_bytes / 1000, power + 1
        return f"{self.number(float(n_bytes) if power else int(n_bytes))} {units[power]}"

    def moment(self, time: datetime) -> str:
        """In full: Thu 5 Feb 2026, 21:02 CET."""
        return time_text(time, self.zone, self._phrases)

    def when(self, time: datetime, day: date | None = None) -> str:
        """Short: 21:02 today, 4 Feb, 21:02 this year, 4 Feb 2025 before. *day* if no time is known.

        What lies ahead is said like that, too.
        """
        local, today = time.astimezone(self.zone), self.now.astimezone(self.zone).date()
        if day is not None:
            return self.day(day)
        if local.date() == today:
            return f"{local:%H:%M}"
        if abs(local.date() - today) < timedelta(days=300):
            return f"{self.day(local.date(), with_year=False)}, {local:%H:%M}"
        return self.day(local.date())

    def day(self, day: date, *, with_year: bool | None = None) -> str:
        """4 Feb, with the year where it is not this one."""
        if with_year is None:
            with_year = day.year != self.now.astimezone(self.zone).year
        month = self._phrases.months[day.month - 1]
        if self.language == "de":
            return f"{day.day}. {month}{f' {day.year}' if with_year else ''}"
        return f"{day.day} {month}{f' {day.year}' if with_year else ''}"

    def whole_day(self, day: date) -> str:
        """Thu 5 Feb 2026."""
        return day_text(day, self._phrases)

    def heading(self, time: datetime) -> str:
        """The day as a heading of a list: Today, Yesterday, Thu 5 Feb 2026."""
        day, today = time.astimezone(self.zone).date(), self.now.astimezone(self.zone).date()
        if day == today:
            return self._common.today
        if day == today - timedelta(days=1):
            return self._common.yesterday
        return self.whole_day(day)

    def ago(self, time: datetime) -> str:
        """How long: 4 min, 3 h, 12 days."""
        return self.span(self.now - time)

    def span(self, length: timedelta) -> str:
        """4 min, 3 h, 12 days."""
        seconds = max(length.total_seconds(), 0)
        if seconds < 90:
            return f"{seconds:.0f} s"
        if seconds < 90 * 60:
            return f"{seconds / 60:.0f} min"
        if seconds < 36 * 3600:
            return f"{seconds / 3600:.0f} h"
        return self.count(round(seconds / 86400), self._common.one_day, self._common.days)

    def minutes(self, number: float) -> str:
        """A rhythm: 30 min, 2 h."""
        return self.span(timedelta(minutes=number))

    def tongue(self, code: str | None) -> str:
        """The name of a language."""
        return language_name(code, self._phrases) if code else self._common.unknown

    def reason(self, text: str) -> str | None:
        """Why the service did something, in a language of ours other than English."""
        return reasons.german(text) if self.language == "de" else None

    def share(self, part: float, whole: float) -> str:
        """Per cent."""
        return f"{self.number(round(100 * part / whole) if whole else 0)} %"


_GERMAN_SIGNS = str.maketrans(",.", ".,")


def line(text: str | None, most: int = 0) -> str:
    """What others wrote, on one line, without what hides or turns text."""
    return one_line(text, most) if text else ""


def link(url: str | None) -> str:
    """An address that may stand in a page: http(s), or nothing."""
    return web_link(url) if url else ""
