"""The words of articles and of what changed in them."""

from __future__ import annotations

from crawler.items import Access
from crawler.storage.revisions import EventKind
from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    read = both("Read it at {outlet}", "Bei {outlet} lesen")
    about = both("About this article", "Über diesen Artikel")
    outlet = both("Outlet", "Medium")
    agency = both("Agency", "Agentur")
    published = both("Published", "Erschienen")
    modified = both("Modified", "Geändert")
    first_seen = both("First seen", "Zuerst gesehen")
    fetched = both("Read", "Gelesen")
    language = both("Language", "Sprache")
    section = both("Section", "Ressort")
    tags = both("Tags", "Schlagworte")
    length = both("Length", "Länge")
    n_words = both("{n} words", "{n} Wörter")
    image = both("Picture", "Bild")
    access = both("Access", "Zugang")
    accesses = both(
        {
            Access.FULL: "in full",
            Access.TEASER: "its beginning only",
            Access.ENTRY: "the feed’s own text; the page could not be read",
        },
        {
            Access.FULL: "vollständig",
            Access.TEASER: "nur der Anfang",
            Access.ENTRY: "der Text des Feeds; die Seite war nicht lesbar",
        },
    )
    from_where = both("Where it came from", "Woher er kam")
    announced = both("Announced", "Angekündigt")
    announced_as = both("as", "als")
    standing = both("Standing", "Einordnung")
    is_copy = both("a copy", "eine Kopie")
    original = both("the original", "das Original")
    why = both("Why it matched", "Warum er passt")
    no_topic = both("No topic matched it.", "Kein Thema passt auf ihn.")
    earlier_wording = both(
        "It matched by an earlier wording of the query, or of the article. Today:",
        "Er passte auf eine frühere Fassung der Anfrage oder des Artikels. Heute:",
    )
    not_now = both("The present text would not match.", "Der heutige Text würde nicht passen.")
    holds = both("holds", "trifft zu")
    fails = both("does not hold", "trifft nicht zu")
    others = both("{n} other alternatives", "{n} andere Möglichkeiten")
    absent = both("is not there", "kommt nicht vor")
    revisions = both("Revisions", "Fassungen")
    revision = both("Revision {n}", "Fassung {n}")
    present = both("present text", "heutiger Text")
    is_earlier = both(
        "This is revision {n}, an earlier text.", "Dies ist Fassung {n}, ein früherer Text."
    )
    what_changed = both("what changed", "was sich änderte")
    story = both("The same story", "Dieselbe Meldung")
    whole_story = both("All {n} articles of the story", "Alle {n} Artikel der Meldung")
    events = both("What became of it", "Was aus ihm wurde")
    kinds = both(
        {
            EventKind.REVISED: "Text changed",
            EventKind.READ: "Read in full",
            EventKind.CORRECTION: "Corrected",
            EventKind.UPDATE: "Updated",
            EventKind.NOTE: "Note of the editors",
            EventKind.ENTERED: "Now matched by",
            EventKind.LEFT: "No longer matched by",
            EventKind.GONE: "Gone from where it was",
            EventKind.BACK: "Back again",
        },
        {
            EventKind.REVISED: "Text geändert",
            EventKind.READ: "Im Ganzen gelesen",
            EventKind.CORRECTION: "Berichtigt",
            EventKind.UPDATE: "Ergänzt",
            EventKind.NOTE: "Anmerkung der Redaktion",
            EventKind.ENTERED: "Nun gefunden von",
            EventKind.LEFT: "Nicht mehr gefunden von",
            EventKind.GONE: "Nicht mehr an seiner Stelle",
            EventKind.BACK: "Wieder da",
        },
    )
    changes = both("What changed", "Was sich änderte")
    from_to = both("From {before} to {after}", "Von {before} bis {after}")
    added_words = both("{n} words put in", "{n} Wörter eingefügt")
    removed_words = both("{n} words taken out", "{n} Wörter gestrichen")
    title = both("Headline", "Überschrift")
    lead = both("Lead", "Vorspann")
    text = both("Text", "Text")
    earlier = both("The change before", "Die Änderung davor")
    later = both("The next change", "Die nächste Änderung")
    added = both("put in:", "eingefügt:")
    back = both("The article", "Der Artikel")


WORDS = Words.by_language()
