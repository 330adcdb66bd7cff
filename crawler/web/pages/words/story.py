"""The words of a story."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    story: str
    from_to: str  # {first} {last}
    time_line: str
    when: str
    outlet: str
    standing: str
    original: str  # {n} copies
    original_one: str
    copy_of: str  # {outlet}
    copy_elsewhere: str
    own_text: str
    revised_one: str
    revised: str  # {n}
    headlines: str
    headlines_hint: str
    first: str
    events: str
    mended: str
    more: str


ENGLISH = Words(
    story="Story",
    from_to="{first} to {last}",
    time_line="Time line",
    when="Time",
    outlet="Outlet",
    standing="Text",
    original="the original of {n} copies",
    original_one="the original of a copy",
    copy_of="copied from {outlet}",
    copy_elsewhere="a copy",
    own_text="a text of its own",
    revised_one="changed once",
    revised="changed {n} times",
    headlines="How the headlines differ",
    headlines_hint="Marked is what the first headline of its language does not say.",
    first="first",
    events="What became of it",
    mended="People put articles into this story, or took them out.",
    more="Later articles",
)

GERMAN = Words(
    story="Meldung",
    from_to="{first} bis {last}",
    time_line="Verlauf",
    when="Zeit",
    outlet="Medium",
    standing="Text",
    original="das Original von {n} Kopien",
    original_one="das Original einer Kopie",
    copy_of="Kopie von {outlet}",
    copy_elsewhere="eine Kopie",
    own_text="ein eigener Text",
    revised_one="einmal geändert",
    revised="{n}-mal geändert",
    headlines="Wie sich die Überschriften unterscheiden",
    headlines_hint="Markiert ist, was die erste Überschrift ihrer Sprache nicht sagt.",
    first="zuerst",
    events="Was aus ihr wurde",
    mended="Von Hand wurden Artikel in diese Meldung gelegt oder aus ihr genommen.",
    more="Spätere Artikel",
)

WORDS = {"en": ENGLISH, "de": GERMAN}
