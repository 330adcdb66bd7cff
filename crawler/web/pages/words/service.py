"""The words of the page about the service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    title: str
    states: dict[str, str]
    state_hints: dict[str, str]
    since: str  # {time}
    process: str  # {pid} {host} {version}
    last_round: str
    last_sign: str
    last_run: str
    last_run_said: str  # {time} {span}
    never: str
    articles_a_day: str
    articles_an_hour: str  # {n}
    hour_said: str  # {hour} {n}
    looks_a_day: str  # {n}
    day_said: str  # {day} {looks} {share} {failures}
    latency: str
    latency_hint: str
    to_sight: str
    to_match: str
    to_delivery: str
    in_all: str
    half: str
    most: str
    number: str
    nothing_yet: str
    waits: str
    due_feeds: str
    unread: str
    waiting_alerts: str
    dead_alerts: str
    archive: str
    articles: str
    articles_said: str  # {articles} {copies} {stories}
    revisions: str
    topics: str
    feeds: str
    database: str
    size: str
    versions: str
    processes: str
    roles: dict[str, str]
    leads: str
    does: str
    machine: str
    silent_since: str  # {span}
    troubles: str
    not_followed: str
    given_up: str  # {n}
    site: str


ENGLISH = Words(
    title="Service",
    states={"alive": "alive", "stalled": "stalled", "silent": "silent", "never": "not running"},
    state_hints={
        "alive": "It looks, reads and tells.",
        "stalled": "It lives, but its rounds no longer end: look at its log.",
        "silent": "It gave no sign of life for a minute. Start it: wirewatch run",
        "never": "Nothing is fetched and nobody is told. Start it: wirewatch run",
    },
    since="since {time}",
    process="process {pid} on {host}, Wirewatch {version}",
    last_round="Last round",
    last_sign="Last sign of life",
    last_run="Last run",
    last_run_said="ended {time}, after {span}",
    never="never",
    articles_a_day="articles in 24 hours",
    articles_an_hour="Articles an hour, {n} hours",
    hour_said="{hour}: {n} articles",
    looks_a_day="Looks at feeds a day, {n} days",
    day_said="{day}: {looks} looks, {share} unchanged, {failures} failed",
    latency="How long news take",
    latency_hint="First sight: the last 1,000 articles of 24 hours. The others: the "
    "last 500 messages that left by themselves.",
    to_sight="Publication to first sight",
    to_match="First sight to match",
    to_delivery="Match to message",
    in_all="Publication to message",
    half="Half take at most",
    most="95 of 100 at most",
    number="Number",
    nothing_yet="—",
    waits="What waits",
    due_feeds="feeds are due",
    unread="articles are to be read",
    waiting_alerts="alerts wait",
    dead_alerts="alerts were given up",
    archive="The archive",
    articles="Articles",
    articles_said="{articles}, {copies} of them copies, in {stories} stories",
    revisions="Revisions",
    topics="Topics",
    feeds="Feeds",
    database="Database",
    size="Size",
    versions="Versions",
    processes="Processes",
    roles={"scheduler": "scheduler", "worker": "worker"},
    leads="leads",
    does="Does",
    machine="Machine",
    silent_since="silent for {span}",
    troubles="What is wrong",
    not_followed="is not followed",
    given_up="was given up on {n} articles",
    site="reads otherwise than it did",
)

GERMAN = Words(
    title="Dienst",
    states={"alive": "lebt", "stalled": "stockt", "silent": "schweigt", "never": "läuft nicht"},
    state_hints={
        "alive": "Er sieht nach, liest und meldet.",
        "stalled": "Er lebt, aber seine Runden enden nicht mehr: Das Protokoll sagt mehr.",
        "silent": "Seit einer Minute kein Lebenszeichen. Starten: wirewatch run",
        "never": "Nichts wird abgerufen, niemandem wird gemeldet. Starten: wirewatch run",
    },
    since="seit {time}",
    process="Prozess {pid} auf {host}, Wirewatch {version}",
    last_round="Letzte Runde",
    last_sign="Letztes Lebenszeichen",
    last_run="Letzter Lauf",
    last_run_said="endete {time}, nach {span}",
    never="nie",
    articles_a_day="Artikel in 24 Stunden",
    articles_an_hour="Artikel in der Stunde, {n} Stunden",
    hour_said="{hour}: {n} Artikel",
    looks_a_day="Blicke auf Feeds am Tag, {n} Tage",
    day_said="{day}: {looks} Blicke, {share} unverändert, {failures} misslungen",
    latency="Wie lange Nachrichten brauchen",
    latency_hint="Erster Blick: die letzten 1.000 Artikel aus 24 Stunden. Die "
    "anderen: die letzten 500 Nachrichten, die einzeln hinausgingen.",
    to_sight="Veröffentlichung bis erster Blick",
    to_match="Erster Blick bis Treffer",
    to_delivery="Treffer bis Nachricht",
    in_all="Veröffentlichung bis Nachricht",
    half="Die Hälfte höchstens",
    most="95 von 100 höchstens",
    number="Anzahl",
    nothing_yet="—",
    waits="Was wartet",
    due_feeds="Feeds sind an der Reihe",
    unread="Artikel sind zu lesen",
    waiting_alerts="Nachrichten warten",
    dead_alerts="Nachrichten wurden aufgegeben",
    archive="Das Archiv",
    articles="Artikel",
    articles_said="{articles}, davon {copies} Kopien, in {stories} Meldungen",
    revisions="Fassungen",
    topics="Themen",
    feeds="Feeds",
    database="Datenbank",
    size="Größe",
    versions="Versionen",
    processes="Prozesse",
    roles={"scheduler": "Planer", "worker": "Arbeiter"},
    leads="führt",
    does="Tut",
    machine="Rechner",
    silent_since="schweigt seit {span}",
    troubles="Was nicht stimmt",
    not_followed="wird nicht beobachtet",
    given_up="wurde bei {n} Artikeln aufgegeben",
    site="liest sich anders als zuvor",
)

WORDS = {"en": ENGLISH, "de": GERMAN}
