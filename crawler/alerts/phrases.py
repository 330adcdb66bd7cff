"""The messages' own words in English and German, and how each writes a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

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
    mute: str
    mute_shown: str
    # of a story that was told before
    update: str
    news: Mapping[str, str]  # by kind, {detail}
    # of a digest
    digest: str
    digest_none: str  # {topics}
    digest_one: str
    digest_many: str  # {n}
    period: str  # {since} {until}
    fourteen: str  # what the chart shows
    surge: str  # {n} {usual}
    none: str
    burst_why: str
    story_one: str
    stories: str  # {n}
    article_one: str
    articles_n: str  # {n}
    muted: str  # {n}
    more_stories: str  # {n}
    verified: str  # {articles} {feeds} {all}
    blind: str
    # of its coverage receipt
    looked_at: str
    feeds: str
    checked: str  # {n} {all}
    failing: str
    overdue: str
    gaps: str
    articles: str
    unknown: str
    # of the service itself
    service: str


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
    mute="Mute",
    mute_shown="this story or the topic, for a while",
    update="update",
    news={
        "outlets": "Now carried by {detail} independent outlets",
        "headline": "New headline: {detail}",
        "correction": "Corrected: {detail}",
        "vanished": "The article has vanished: {detail}",
        "numbers": "New numbers: {detail}",
        "topic": "The topic moved: {detail}",
    },
    digest="Digest",
    digest_none="nothing new on {topics}",
    digest_one="1 story on {topics}",
    digest_many="{n} stories on {topics}",
    period="{since} to {until}",
    fourteen="articles a day, the last 14 days",
    surge="{n} articles today, usually {usual}",
    none="none",
    burst_why="Far more than on the fourteen days before.",
    story_one="1 story",
    stories="{n} stories",
    article_one="1 article",
    articles_n="{n} articles",
    muted="{n} muted",
    more_stories="and {n} more; see: wirewatch alerts list",
    verified="Verified nothing: none of {articles} articles from {feeds} feeds matched.",
    blind="Blind: only {feeds} of {all} feeds could be read. Nothing found means nothing here.",
    looked_at="What was looked at",
    feeds="Feeds",
    checked="{n} of {all} answered",
    failing="Failing",
    overdue="Overdue",
    gaps="Gaps",
    articles="Articles",
    unknown="unknown language",
    service="Service",
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
    mute="Stumm",
    mute_shown="diese Meldung oder das Thema, für eine Weile",
    update="Neues",
    news={
        "outlets": "Jetzt bei {detail} unabhängigen Medien",
        "headline": "Neue Überschrift: {detail}",
        "correction": "Berichtigt: {detail}",
        "vanished": "Der Artikel ist verschwunden: {detail}",
        "numbers": "Neue Zahlen: {detail}",
        "topic": "Das Thema ist gewandert: {detail}",
    },
    digest="Übersicht",
    digest_none="nichts Neues zu {topics}",
    digest_one="1 Meldung zu {topics}",
    digest_many="{n} Meldungen zu {topics}",
    period="{since} bis {until}",
    fourteen="Artikel am Tag, die letzten 14 Tage",
    surge="{n} Artikel heute, sonst {usual}",
    none="keine",
    burst_why="Weit mehr als an den vierzehn Tagen zuvor.",
    story_one="1 Meldung",
    stories="{n} Meldungen",
    article_one="1 Artikel",
    articles_n="{n} Artikel",
    muted="{n} stumm geschaltet",
    more_stories="und {n} weitere; siehe: wirewatch alerts list",
    verified="Geprüft, nichts gefunden: keiner von {articles} Artikeln aus {feeds} Feeds passt.",
    blind="Blind: nur {feeds} von {all} Feeds waren lesbar. Nichts zu finden sagt hier nichts.",
    looked_at="Was gelesen wurde",
    feeds="Feeds",
    checked="{n} von {all} haben geantwortet",
    failing="Gestört",
    overdue="Überfällig",
    gaps="Lücken",
    articles="Artikel",
    unknown="ohne erkannte Sprache",
    service="Dienst",
)  # fmt: skip

PHRASES = {"en": ENGLISH, "de": GERMAN}


def phrases_of(language: str) -> Phrases:
    """The words of *language*; English for one that we do not write."""
    return PHRASES.get(language, ENGLISH)


def day_text(day: date, words: Phrases) -> str:
    """A day of which no time is known, as readers write it."""
    return words.time.partition(", {hour")[0].format(
        day=words.days[day.weekday()],
        date=day.day,
        month=words.months[day.month - 1],
        year=day.year,
    )


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


def usual_text(usual: float, words: Phrases) -> str:
    """So many articles a day as a reader writes it: "2.5", "2,5", "12", "none"."""
    if usual < 0.05:
        return words.none
    text = f"{usual:.0f}" if usual >= 10 or usual == int(usual) else f"{usual:.1f}"
    return text.replace(".", "," if words.code == "de" else ".")


def language_name(code: str, words: Phrases) -> str:
    """Its name ("de": "German"); the code itself for a language that is not listed."""
    names = _LANGUAGES.get(code.casefold().partition("-")[0])
    return names[words.code == "de"] if names else code


def access_note(access: Access, note: str | None, words: Phrases) -> str:
    """How we read it: "teaser only (paywall)"; nothing when it was read in full."""
    said = {Access.TEASER: words.teaser, Access.ENTRY: words.entry}.get(access, "")
    return f"{said} ({note})" if said and note else said
