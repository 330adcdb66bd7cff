"""The words of the search."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    title = both("Search", "Suche")
    query = both("Query", "Anfrage")
    since = both("First seen", "Zuerst gesehen")
    spans = both(
        (
            ("", "any time"),
            ("24h", "in the last 24 hours"),
            ("7d", "in the last 7 days"),
            ("30d", "in the last 30 days"),
            ("365d", "in the last year"),
        ),
        (
            ("", "irgendwann"),
            ("24h", "in den letzten 24 Stunden"),
            ("7d", "in den letzten 7 Tagen"),
            ("30d", "in den letzten 30 Tagen"),
            ("365d", "im letzten Jahr"),
        ),
    )
    sort = both("Order", "Reihenfolge")
    sorts = both(
        (("time", "newest first"), ("relevance", "most relevant first")),
        (("time", "Neuestes zuerst"), ("relevance", "Passendstes zuerst")),
    )
    go = both("Search", "Suchen")
    results = both("Results", "Ergebnisse")
    none = both("Nothing matches.", "Nichts passt.")
    none_by_then = both("Nothing was found by then.", "Bis dahin wurde nichts gefunden.")
    stopped = both(
        "The search was ended after {seconds} s; it looked back to {time}.",
        "Die Suche endete nach {seconds} s; sie sah zurück bis {time}.",
    )
    stopped_at_once = both(
        "The search was ended after {seconds} s, before it had looked through any article.",
        "Die Suche endete nach {seconds} s, bevor sie einen Artikel angesehen hatte.",
    )
    glanced = both(
        "This is what was found at a glance, back to {time}.",
        "Dies wurde auf einen Blick gefunden, zurück bis {time}.",
    )
    glanced_at_once = both(
        "A glance was too short to look through any article.",
        "Ein Blick war zu kurz, um einen Artikel anzusehen.",
    )
    further = both("Look further back", "Weiter zurück sehen")
    further_hint = both("takes a few seconds", "dauert einige Sekunden")
    count_further = both("Count further back", "Weiter zurück zählen")
    unindexed = both(
        "The index is being made anew; what was first seen before {time} is not found yet.",
        "Der Index entsteht neu; was vor {time} zuerst gesehen wurde, wird noch nicht gefunden.",
    )
    go_on = both("Go on from there", "Von dort weiter")
    newest_only = both(
        "There are more matches than were weighed; these are the best of the newest.",
        "Es gibt mehr Treffer, als gewogen wurden; dies sind die besten der neuesten.",
    )
    first_page = both("To the first results", "Zu den ersten Ergebnissen")
    facets = both("By outlet, day and language", "Nach Medium, Tag und Sprache")
    show_facets = both("Count by outlet, day and language", "Nach Medium, Tag und Sprache zählen")
    matches = both("Matches", "Treffer")
    at_least = both(
        "counted over the newest; there are more", "gezählt an den neuesten; es gibt mehr"
    )
    days = both("Days", "Tage")
    outlets = both("Outlets", "Medien")
    languages = both("Languages", "Sprachen")
    take_away = both("Take away", "Mitnehmen")
    take_hint = both("the newest {n} at most", "höchstens die neuesten {n}")
    saved = both("Saved searches", "Gesicherte Suchen")
    no_saved = both("None is kept.", "Keine ist gesichert.")
    from_file = both("from a file", "aus einer Datei")
    save = both("Keep", "Sichern")
    save_as = both("Keep this search as", "Diese Suche sichern als")
    save_hint = both(
        "letters, digits and _; then @name asks it, here and in topics",
        "Buchstaben, Ziffern und _; @name fragt sie dann, hier und in Themen",
    )
    forget = both("Forget {name}", "{name} vergessen")
    kept = both("Kept as @{name}.", "Gesichert als @{name}.")
    follow = both("Follow it as a topic", "Als Thema verfolgen")
    help = both("How to ask", "Wie gefragt wird")
    examples = both(
        (
            ("river level", "both words, anywhere"),
            ('"river level"', "these words in a row"),
            ("flood* OR *wasser", "beginnings and ends of words"),
            ("treaty NEAR/5 expire*", "at most five words apart"),
            ('case:"New START"', "just so, with its capitals"),
            ("title:storm -football", "in the headline; without a word"),
            ("lang:de source:tagesschau", "a language; an outlet"),
            ("published:>=2026-02-01", "since a day"),
        ),
        (
            ("pegel warnung", "beide Wörter, irgendwo"),
            ('"new start"', "diese Wörter in dieser Folge"),
            ("hochwasser* OR *flut", "Anfänge und Enden von Wörtern"),
            ("vertrag NEAR/5 auslauf*", "höchstens fünf Wörter auseinander"),
            ('case:"New START"', "genau so, mit seinen Großbuchstaben"),
            ("title:sturm -fußball", "in der Überschrift; ohne ein Wort"),
            ("lang:de source:tagesschau", "eine Sprache; ein Medium"),
            ("published:>=2026-02-01", "seit einem Tag"),
        ),
    )


WORDS = Words.by_language()
