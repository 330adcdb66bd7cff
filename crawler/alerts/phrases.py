"""The messages' own words in English and German, and how each writes a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from crawler.items import Access

_LANGUAGES = {
    "ar": ("Arabic", "Arabisch"), "bg": ("Bulgarian", "Bulgarisch"),
    "cs": ("Czech", "Tschechisch"), "da": ("Danish", "Dänisch"), "de": ("German", "Deutsch"),
    "el": ("Greek", "Griechisch"), "en": ("English", "Englisch"), "es": ("Spanish", "Spanisch"),
    "et": ("Estonian", "Estnisch"), "fa": ("Persian", "Persisch"), "fi": ("Finnish", "Finnisch"),
    "fr": ("French", "Französisch"), "he": ("Hebrew", "Hebräisch"), "hi": ("Hindi", "Hindi"),
    "hr": ("Croatian", "Kroatisch"), "hu": ("Hungarian", "Ungarisch"),
    "id": ("Indonesian", "Indonesisch"), "it": ("Italian", "Italienisch"),
    "ja": ("Japanese", "Japanisch"), "ko": ("Korean", "Koreanisch"),
    "lt": ("Lithuanian", "Litauisch"), "lv": ("Latvian", "Lettisch"),
    "nl": ("Dutch", "Niederländisch"), "no": ("Norwegian", "Norwegisch"),
    "nb": ("Norwegian", "Norwegisch"), "pl": ("Polish", "Polnisch"),
    "pt": ("Portuguese", "Portugiesisch"), "ro": ("Romanian", "Rumänisch"),
    "ru": ("Russian", "Russisch"), "sk": ("Slovak", "Slowakisch"),
    "sl": ("Slovenian", "Slowenisch"), "sr": ("Serbian", "Serbisch"),
    "sv": ("Swedish", "Schwedisch"), "tr": ("Turkish", "Türkisch"),
    "uk": ("Ukrainian", "Ukrainisch"), "ur": ("Urdu", "Urdu"), "zh": ("Chinese", "Chinesisch"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of one language; those in braces are filled in."""

    code: str
    days: tuple[str, ...]  # from Monday
    months: tuple[str, ...]
    time: str  # {day} {date} {month} {number:02} {year} {hour:02} {minute:02} {zone}
    no_date: str
    teaser: str
    entry: str
    earlier: str  # the text has changed since
    also_here: str  # at the same outlet
    also_one: str
    also_many: str  # {n}
    more_outlets: str  # {n}
    more_sentences_one: str
    more_sentences: str  # {n}
    original: str
    copy_of: str  # {outlet}
    read: str
    ours: str
    why: str


ENGLISH = Phrases(
    code="en",
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=(
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ),
    time="{day} {date} {month} {year}, {hour:02}:{minute:02} {zone}",
    no_date="no date given; seen {time}",
    teaser="teaser only",
    entry="from the feed only",
    earlier="the text has been changed since; this is how it matched",
    also_here="Also there",
    also_one="Also carried by one outlet",
    also_many="Also carried by {n} outlets",
    more_outlets="and {n} more",
    more_sentences_one="… and in one more sentence",
    more_sentences="… and in {n} more sentences",
    original="the original",
    copy_of="after {outlet}",
    read="Read it",
    ours="Our copy",
    why="Matched",
)  # fmt: skip

GERMAN = Phrases(
    code="de",
    days=("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    ),
    time="{day}, {date}. {month} {year}, {hour:02}:{minute:02} Uhr",
    no_date="ohne Datum; gesehen {time}",
    teaser="nur der Anfang",
    entry="nur aus dem Feed",
    earlier="der Text wurde inzwischen geändert; dies ist die Fassung des Treffers",
    also_here="Dort auch",
    also_one="Auch bei einem weiteren Medium",
    also_many="Auch bei {n} weiteren Medien",
    more_outlets="und {n} weitere",
    more_sentences_one="… und in einem weiteren Satz",
    more_sentences="… und in {n} weiteren Sätzen",
    original="das Original",
    copy_of="nach {outlet}",
    read="Original",
    ours="Kopie",
    why="Treffer",
)  # fmt: skip

PHRASES = {"en": ENGLISH, "de": GERMAN}


def phrases_of(language: str) -> Phrases:
    """The words of *language*; English for one that we do not write."""
    return PHRASES.get(language, ENGLISH)


def time_text(time: datetime, zone: tzinfo, words: Phrases) -> str:
    """A time as a reader in *zone* writes it."""
    local = time.astimezone(zone)
    return words.time.format(
        day=words.days[local.weekday()],
        date=local.day,
        month=words.months[local.month - 1],
        year=local.year,
        hour=local.hour,
        minute=local.minute,
        zone=local.tzname() or "",
    ).strip()


def language_name(code: str, words: Phrases) -> str:
    """Its name ("de": "German"); the code itself for a language that is not listed."""
    names = _LANGUAGES.get(code.casefold().partition("-")[0])
    return names[words.code == "de"] if names else code


def access_note(access: Access, note: str | None, words: Phrases) -> str:
    """How we read it: "teaser only (paywall)"; nothing when it was read in full."""
    said = {Access.TEASER: words.teaser, Access.ENTRY: words.entry}.get(access, "")
    return f"{said} ({note})" if said and note else said
