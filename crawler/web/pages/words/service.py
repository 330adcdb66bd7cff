"""The words of the page about the service."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    title = both("Service", "Dienst")
    states = both(
        {"alive": "alive", "stalled": "stalled", "silent": "silent", "never": "not running"},
        {"alive": "lebt", "stalled": "stockt", "silent": "schweigt", "never": "läuft nicht"},
    )
    state_hints = both(
        {
            "alive": "It looks, reads and tells.",
            "stalled": "It lives, but its rounds no longer end: look at its log.",
            "silent": "It gave no sign of life for a minute. Start it: wirewatch run",
            "never": "Nothing is fetched and nobody is told. Start it: wirewatch run",
        },
        {
            "alive": "Er sieht nach, liest und meldet.",
            "stalled": "Er lebt, aber seine Runden enden nicht mehr: Das Protokoll sagt mehr.",
            "silent": "Seit einer Minute kein Lebenszeichen. Starten: wirewatch run",
            "never": "Nichts wird abgerufen, niemandem wird gemeldet. Starten: wirewatch run",
        },
    )
    since = both("since {time}", "seit {time}")
    process = both(
        "process {pid} on {host}, Wirewatch {version}",
        "Prozess {pid} auf {host}, Wirewatch {version}",
    )
    last_round = both("Last round", "Letzte Runde")
    last_sign = both("Last sign of life", "Letztes Lebenszeichen")
    last_run = both("Last run", "Letzter Lauf")
    last_run_said = both("ended {time}, after {span}", "endete {time}, nach {span}")
    never = both("never", "nie")
    articles_a_day = both("articles in 24 hours", "Artikel in 24 Stunden")
    articles_an_hour = both("Articles an hour, {n} hours", "Artikel in der Stunde, {n} Stunden")
    hour_said = both("{hour}: {n} articles", "{hour}: {n} Artikel")
    looks_a_day = both("Looks at feeds a day, {n} days", "Blicke auf Feeds am Tag, {n} Tage")
    day_said = both(
        "{day}: {looks} looks, {share} unchanged, {failures} failed",
        "{day}: {looks} Blicke, {share} unverändert, {failures} misslungen",
    )
    latency = both("How long news take", "Wie lange Nachrichten brauchen")
    latency_hint = both(
        (
            "First sight: the last 1,000 articles of 24 hours. The others: the "
            "last 500 messages that left by themselves."
        ),
        (
            "Erster Blick: die letzten 1.000 Artikel aus 24 Stunden. Die "
            "anderen: die letzten 500 Nachrichten, die einzeln hinausgingen."
        ),
    )
    to_sight = both("Publication to first sight", "Veröffentlichung bis erster Blick")
    to_match = both("First sight to match", "Erster Blick bis Treffer")
    to_delivery = both("Match to message", "Treffer bis Nachricht")
    in_all = both("Publication to message", "Veröffentlichung bis Nachricht")
    half = both("Half take at most", "Die Hälfte höchstens")
    most = both("95 of 100 at most", "95 von 100 höchstens")
    number = both("Number", "Anzahl")
    nothing_yet = both("—", "—")
    waits = both("What waits", "Was wartet")
    due_feeds = both("feeds are due", "Feeds sind an der Reihe")
    unread = both("articles are to be read", "Artikel sind zu lesen")
    waiting_alerts = both("alerts wait", "Nachrichten warten")
    dead_alerts = both("alerts were given up", "Nachrichten wurden aufgegeben")
    archive = both("The archive", "Das Archiv")
    articles = both("Articles", "Artikel")
    articles_said = both(
        "{articles}, {copies} of them copies, in {stories} stories",
        "{articles}, davon {copies} Kopien, in {stories} Meldungen",
    )
    revisions = both("Revisions", "Fassungen")
    topics = both("Topics", "Themen")
    feeds = both("Feeds", "Feeds")
    database = both("Database", "Datenbank")
    size = both("Size", "Größe")
    versions = both("Versions", "Versionen")
    processes = both("Processes", "Prozesse")
    roles = both(
        {"scheduler": "scheduler", "worker": "worker"},
        {"scheduler": "Planer", "worker": "Arbeiter"},
    )
    leads = both("leads", "führt")
    does = both("Does", "Tut")
    machine = both("Machine", "Rechner")
    silent_since = both("silent for {span}", "schweigt seit {span}")
    troubles = both("What is wrong", "Was nicht stimmt")
    not_followed = both("is not followed", "wird nicht beobachtet")
    given_up = both("was given up on {n} articles", "wurde bei {n} Artikeln aufgegeben")
    site = both("reads otherwise than it did", "liest sich anders als zuvor")


WORDS = Words.by_language()
