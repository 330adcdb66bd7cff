"""The words of the search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    title: str
    query: str
    since: str
    spans: tuple[tuple[str, str], ...]
    sort: str
    sorts: tuple[tuple[str, str], ...]
    go: str
    results: str
    none: str
    none_by_then: str
    stopped: str  # {seconds} {time}
    stopped_at_once: str  # {seconds}
    unindexed: str  # {time}
    go_on: str
    newest_only: str
    first_page: str
    facets: str
    show_facets: str
    matches: str
    at_least: str
    days: str
    outlets: str
    languages: str
    take_away: str
    take_hint: str  # {n}
    saved: str
    no_saved: str
    from_file: str
    save: str
    save_as: str
    save_hint: str
    forget: str  # {name}
    kept: str  # {name}
    follow: str
    help: str
    examples: tuple[tuple[str, str], ...]


ENGLISH = Words(
    title="Search",
    query="Query",
    since="First seen",
    spans=(("", "any time"), ("24h", "in the last 24 hours"), ("7d", "in the last 7 days"),
           ("30d", "in the last 30 days"), ("365d", "in the last year")),
    sort="Order",
    sorts=(("time", "newest first"), ("relevance", "most relevant first")),
    go="Search",
    results="Results",
    none="Nothing matches.",
    none_by_then="Nothing was found by then.",
    stopped="The search was ended after {seconds} s; it looked back to {time}.",
    stopped_at_once=(
        "The search was ended after {seconds} s, before it had looked through any article."
    ),
    unindexed="The index is being made anew; what was first seen before {time} is not found yet.",
    go_on="Go on from there",
    newest_only="There are more matches than were weighed; these are the best of the newest 1,000.",
    first_page="To the first results",
    facets="By outlet, day and language",
    show_facets="Count by outlet, day and language",
    matches="Matches",
    at_least="counted over the newest; there are more",
    days="Days",
    outlets="Outlets",
    languages="Languages",
    take_away="Take away",
    take_hint="the newest {n} at most",
    saved="Saved searches",
    no_saved="None is kept.",
    from_file="from a file",
    save="Keep",
    save_as="Keep this search as",
    save_hint="letters, digits and _; then @name asks it, here and in topics",
    forget="Forget {name}",
    kept="Kept as @{name}.",
    follow="Follow it as a topic",
    help="How to ask",
    examples=(
        ("river level", "both words, anywhere"),
        ('"river level"', "these words in a row"),
        ("flood* OR *wasser", "beginnings and ends of words"),
        ("treaty NEAR/5 expire*", "at most five words apart"),
        ('case:"New START"', "just so, with its capitals"),
        ("title:storm -football", "in the headline; without a word"),
        ("lang:de source:tagesschau", "a language; an outlet"),
        ("published:>=2026-02-01", "since a day"),
    ),
)  # fmt: skip

GERMAN = Words(
    title="Suche",
    query="Anfrage",
    since="Zuerst gesehen",
    spans=(("", "irgendwann"), ("24h", "in den letzten 24 Stunden"),
           ("7d", "in den letzten 7 Tagen"), ("30d", "in den letzten 30 Tagen"),
           ("365d", "im letzten Jahr")),
    sort="Reihenfolge",
    sorts=(("time", "Neuestes zuerst"), ("relevance", "Passendstes zuerst")),
    go="Suchen",
    results="Ergebnisse",
    none="Nichts passt.",
    none_by_then="Bis dahin wurde nichts gefunden.",
    stopped="Die Suche endete nach {seconds} s; sie sah zurück bis {time}.",
    stopped_at_once="Die Suche endete nach {seconds} s, bevor sie einen Artikel angesehen hatte.",
    unindexed=(
        "Der Index entsteht neu; was vor {time} zuerst gesehen wurde, wird noch nicht gefunden."
    ),
    go_on="Von dort weiter",
    newest_only=(
        "Es gibt mehr Treffer, als gewogen wurden; dies sind die besten der neuesten 1.000."
    ),
    first_page="Zu den ersten Ergebnissen",
    facets="Nach Medium, Tag und Sprache",
    show_facets="Nach Medium, Tag und Sprache zählen",
    matches="Treffer",
    at_least="gezählt an den neuesten; es gibt mehr",
    days="Tage",
    outlets="Medien",
    languages="Sprachen",
    take_away="Mitnehmen",
    take_hint="höchstens die neuesten {n}",
    saved="Gesicherte Suchen",
    no_saved="Keine ist gesichert.",
    from_file="aus einer Datei",
    save="Sichern",
    save_as="Diese Suche sichern als",
    save_hint="Buchstaben, Ziffern und _; @name fragt sie dann, hier und in Themen",
    forget="{name} vergessen",
    kept="Gesichert als @{name}.",
    follow="Als Thema verfolgen",
    help="Wie gefragt wird",
    examples=(
        ("pegel warnung", "beide Wörter, irgendwo"),
        ('"new start"', "diese Wörter in dieser Folge"),
        ("hochwasser* OR *flut", "Anfänge und Enden von Wörtern"),
        ("vertrag NEAR/5 auslauf*", "höchstens fünf Wörter auseinander"),
        ('case:"New START"', "genau so, mit seinen Großbuchstaben"),
        ("title:sturm -fußball", "in der Überschrift; ohne ein Wort"),
        ("lang:de source:tagesschau", "eine Sprache; ein Medium"),
        ("published:>=2026-02-01", "seit einem Tag"),
    ),
)  # fmt: skip

WORDS = {"en": ENGLISH, "de": GERMAN}
