"""A moment → the line that a page prints, in the language of its outlet."""

from __future__ import annotations

from datetime import datetime

MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}


def spell(pattern: str, moment: datetime, language: str) -> str:
    """*moment*, which is in the outlet's own zone already, in the words of *pattern*.

        spell("Publié le {day} {month} {d:%Y}", moment, "fr")  # Publié le 5 février 2026

    ``{d:…}`` takes strftime codes that need no language; ``{day}``, ``{month}``, ``{weekday}`` and
    ``{hour12}`` ("4:30 pm") are spelt here, because the locales of a machine cannot be relied on.
    """
    return pattern.format(
        d=moment,
        day=moment.day,
        month=MONTHS[language].split()[moment.month - 1],
        weekday=WEEKDAYS[language].split()[moment.weekday()],
        hour12=f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}",
    )
