"""The words of articles and of what changed in them."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Access
from crawler.storage.revisions import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    read: str
    about: str
    outlet: str
    agency: str
    published: str
    modified: str
    first_seen: str
    fetched: str
    language: str
    section: str
    tags: str
    length: str
    n_words: str  # {n}
    image: str
    access: str
    accesses: dict[Access, str]
    from_where: str
    announced: str
    announced_as: str
    standing: str
    is_copy: str
    original: str
    why: str
    no_topic: str
    earlier_wording: str
    not_now: str
    holds: str
    fails: str
    others: str  # {n}
    absent: str
    revisions: str
    revision: str  # {n}
    present: str
    is_earlier: str  # {n}
    what_changed: str
    story: str
    whole_story: str  # {n}
    events: str
    kinds: dict[EventKind, str]
    changes: str
    from_to: str  # {before} {after}
    added_words: str  # {n}
    removed_words: str  # {n}
    title: str
    lead: str
    text: str
    earlier: str
    later: str
    added: str
    back: str


ENGLISH = Words(
    read="Read it at {outlet}",
    about="About this article",
    outlet="Outlet",
    agency="Agency",
    published="Published",
    modified="Modified",
    first_seen="First seen",
    fetched="Read",
    language="Language",
    section="Section",
    tags="Tags",
    length="Length",
    n_words="{n} words",
    image="Picture",
    access="Access",
    accesses={
        Access.FULL: "in full",
        Access.TEASER: "its beginning only",
        Access.ENTRY: "the feed’s own text; the page could not be read",
    },
    from_where="Where it came from",
    announced="Announced",
    announced_as="as",
    standing="Standing",
    is_copy="a copy",
    original="the original",
    why="Why it matched",
    no_topic="No topic matched it.",
    earlier_wording="It matched by an earlier wording of the query, or of the article. Today:",
    not_now="The present text would not match.",
    holds="holds",
    fails="does not hold",
    others="{n} other alternatives",
    absent="is not there",
    revisions="Revisions",
    revision="Revision {n}",
    present="present text",
    is_earlier="This is revision {n}, an earlier text.",
    what_changed="what changed",
    story="The same story",
    whole_story="All {n} articles of the story",
    events="What became of it",
    kinds={
        EventKind.REVISED: "Text changed",
        EventKind.CORRECTION: "Corrected",
        EventKind.UPDATE: "Updated",
        EventKind.NOTE: "Note of the editors",
        EventKind.ENTERED: "Now matched by",
        EventKind.LEFT: "No longer matched by",
        EventKind.GONE: "Gone from where it was",
        EventKind.BACK: "Back again",
    },
    changes="What changed",
    from_to="From {before} to {after}",
    added_words="{n} words put in",
    removed_words="{n} words taken out",
    title="Headline",
    lead="Lead",
    text="Text",
    earlier="The change before",
    later="The next change",
    added="put in:",
    back="The article",
)

GERMAN = Words(
    read="Bei {outlet} lesen",
    about="Über diesen Artikel",
    outlet="Medium",
    agency="Agentur",
    published="Erschienen",
    modified="Geändert",
    first_seen="Zuerst gesehen",
    fetched="Gelesen",
    language="Sprache",
    section="Ressort",
    tags="Schlagworte",
    length="Länge",
    n_words="{n} Wörter",
    image="Bild",
    access="Zugang",
    accesses={
        Access.FULL: "vollständig",
        Access.TEASER: "nur der Anfang",
        Access.ENTRY: "der Text des Feeds; die Seite war nicht lesbar",
    },
    from_where="Woher er kam",
    announced="Angekündigt",
    announced_as="als",
    standing="Einordnung",
    is_copy="eine Kopie",
    original="das Original",
    why="Warum er passt",
    no_topic="Kein Thema passt auf ihn.",
    earlier_wording="Er passte auf eine frühere Fassung der Anfrage oder des Artikels. Heute:",
    not_now="Der heutige Text würde nicht passen.",
    holds="trifft zu",
    fails="trifft nicht zu",
    others="{n} andere Möglichkeiten",
    absent="kommt nicht vor",
    revisions="Fassungen",
    revision="Fassung {n}",
    present="heutiger Text",
    is_earlier="Dies ist Fassung {n}, ein früherer Text.",
    what_changed="was sich änderte",
    story="Dieselbe Meldung",
    whole_story="Alle {n} Artikel der Meldung",
    events="Was aus ihm wurde",
    kinds={
        EventKind.REVISED: "Text geändert",
        EventKind.CORRECTION: "Berichtigt",
        EventKind.UPDATE: "Ergänzt",
        EventKind.NOTE: "Anmerkung der Redaktion",
        EventKind.ENTERED: "Nun gefunden von",
        EventKind.LEFT: "Nicht mehr gefunden von",
        EventKind.GONE: "Nicht mehr an seiner Stelle",
        EventKind.BACK: "Wieder da",
    },
    changes="Was sich änderte",
    from_to="Von {before} bis {after}",
    added_words="{n} Wörter eingefügt",
    removed_words="{n} Wörter gestrichen",
    title="Überschrift",
    lead="Vorspann",
    text="Text",
    earlier="Die Änderung davor",
    later="Die nächste Änderung",
    added="eingefügt:",
    back="Der Artikel",
)

WORDS = {"en": ENGLISH, "de": GERMAN}
