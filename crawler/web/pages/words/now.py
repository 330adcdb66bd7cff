"""The words of the first page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    title: str
    on_topic: str  # {topic}
    all_topics: str
    about_topic: str
    busy: str
    busy_hint: str
    unread_one: str
    unread: str  # {n}
    no_unread: str
    mark_read: str
    new: str
    and_more: str  # {n} other outlets
    and_one: str
    story: str
    empty: str
    empty_hint: str
    first_topic: str
    no_busy: str
    live: str
    live_hint: str


ENGLISH = Words(
    title="Now",
    on_topic="Now: {topic}",
    all_topics="All topics",
    about_topic="About this topic",
    busy="Topics today",
    busy_hint="articles in the last 24 hours",
    unread_one="1 new story since your last visit",
    unread="{n} new stories since your last visit",
    no_unread="Nothing new since your last visit",
    mark_read="Mark all as read",
    new="new",
    and_more="and {n} other outlets",
    and_one="and 1 other outlet",
    story="the whole story",
    empty="Nothing has arrived on your topics yet.",
    empty_hint="Stories appear here by themselves as soon as a topic matches.",
    first_topic="Follow a topic",
    no_busy="No topic has matched anything in the last 24 hours.",
    live="live",
    live_hint="News appear here the moment they arrive.",
)

GERMAN = Words(
    title="Aktuell",
    on_topic="Aktuell: {topic}",
    all_topics="Alle Themen",
    about_topic="Über dieses Thema",
    busy="Themen heute",
    busy_hint="Artikel in den letzten 24 Stunden",
    unread_one="1 neue Meldung seit dem letzten Besuch",
    unread="{n} neue Meldungen seit dem letzten Besuch",
    no_unread="Nichts Neues seit dem letzten Besuch",
    mark_read="Alles als gelesen markieren",
    new="neu",
    and_more="und {n} weitere Medien",
    and_one="und 1 weiteres Medium",
    story="die ganze Meldung",
    empty="Zu den Themen ist noch nichts eingetroffen.",
    empty_hint="Meldungen erscheinen hier von selbst, sobald ein Thema zutrifft.",
    first_topic="Ein Thema verfolgen",
    no_busy="In den letzten 24 Stunden hat kein Thema etwas gefunden.",
    live="live",
    live_hint="Neues erscheint hier, sobald es eintrifft.",
)

WORDS = {"en": ENGLISH, "de": GERMAN}
