"""The words of the first page."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    title = both("Now", "Aktuell")
    on_topic = both("Now: {topic}", "Aktuell: {topic}")
    all_topics = both("All topics", "Alle Themen")
    about_topic = both("About this topic", "Über dieses Thema")
    busy = both("Topics today", "Themen heute")
    busy_hint = both("articles in the last 24 hours", "Artikel in den letzten 24 Stunden")
    unread_one = both("1 new story since your last visit", "1 neue Meldung seit dem letzten Besuch")
    unread = both(
        "{n} new stories since your last visit", "{n} neue Meldungen seit dem letzten Besuch"
    )
    no_unread = both("Nothing new since your last visit", "Nichts Neues seit dem letzten Besuch")
    mark_read = both("Mark all as read", "Alles als gelesen markieren")
    new = both("new", "neu")
    and_more = both("and {n} other outlets", "und {n} weitere Medien")
    and_one = both("and 1 other outlet", "und 1 weiteres Medium")
    story = both("the whole story", "die ganze Meldung")
    empty = both(
        "Nothing has arrived on your topics yet.", "Zu den Themen ist noch nichts eingetroffen."
    )
    empty_hint = both(
        "Stories appear here by themselves as soon as a topic matches.",
        "Meldungen erscheinen hier von selbst, sobald ein Thema zutrifft.",
    )
    first_topic = both("Follow a topic", "Ein Thema verfolgen")
    no_busy = both(
        "No topic has matched anything in the last 24 hours.",
        "In den letzten 24 Stunden hat kein Thema etwas gefunden.",
    )
    live = both("live", "live")
    live_hint = both(
        "News appear here the moment they arrive.", "Neues erscheint hier, sobald es eintrifft."
    )


WORDS = Words.by_language()
