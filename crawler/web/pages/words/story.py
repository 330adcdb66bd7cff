"""The words of a story."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    story = both("Story", "Meldung")
    from_to = both("{first} to {last}", "{first} bis {last}")
    time_line = both("Time line", "Verlauf")
    when = both("Time", "Zeit")
    outlet = both("Outlet", "Medium")
    standing = both("Text", "Text")
    original = both("the original of {n} copies", "das Original von {n} Kopien")
    original_one = both("the original of a copy", "das Original einer Kopie")
    copy_of = both("copied from {outlet}", "Kopie von {outlet}")
    copy_elsewhere = both("a copy", "eine Kopie")
    own_text = both("a text of its own", "ein eigener Text")
    revised_one = both("changed once", "einmal geändert")
    revised = both("changed {n} times", "{n}-mal geändert")
    headlines = both("How the headlines differ", "Wie sich die Überschriften unterscheiden")
    headlines_hint = both(
        "Marked is what the first headline of its language does not say.",
        "Markiert ist, was die erste Überschrift ihrer Sprache nicht sagt.",
    )
    first = both("first", "zuerst")
    events = both("What became of it", "Was aus ihr wurde")
    mended = both(
        "People put articles into this story, or took them out.",
        "Von Hand wurden Artikel in diese Meldung gelegt oder aus ihr genommen.",
    )
    more = both("Later articles", "Spätere Artikel")


WORDS = Words.by_language()
