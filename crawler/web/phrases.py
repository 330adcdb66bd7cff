"""The pages' own words in English and German."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of one language; those in braces are filled in."""

    code: str
    mute: str
    this_story: str
    this_topic: str
    for_so_long: str
    day: str
    days: str  # {n}
    muted: str  # {about}
    until: str  # {time}
    kept: str
    no_link: str
    not_followed: str
    log_in: str
    key: str
    wrong: str
    wait: str  # {minutes}
    old_form: str
    no_key: str


ENGLISH = Phrases(
    code="en",
    mute="Mute",
    this_story="Only this story",
    this_topic="The whole topic",
    for_so_long="For",
    day="one day",
    days="{n} days",
    muted="Muted: {about}",
    until="Until {time}. What happens meanwhile is stored and counted in the next digest.",
    kept="Nothing is lost: everything is still collected.",
    no_link="This link is not one of ours, or too old. A newer message has a new one.",
    not_followed="What this link is about is not followed any more.",
    log_in="Log in",
    key="Password",
    wrong="That is not the password.",
    wait="Too many tries. Again in {minutes} min; the command line can set another password.",
    old_form="This page was too old. Please try again.",
    no_key="No password is set. On the machine itself: wirewatch web password",
)

GERMAN = Phrases(
    code="de",
    mute="Stumm schalten",
    this_story="Nur diese Meldung",
    this_topic="Das ganze Thema",
    for_so_long="Für",
    day="einen Tag",
    days="{n} Tage",
    muted="Stumm: {about}",
    until="Bis {time}. Was inzwischen geschieht, wird in der nächsten Übersicht gezählt.",
    kept="Nichts geht verloren: gesammelt wird weiter.",
    no_link="Dieser Link ist nicht von uns oder zu alt. Eine neuere Nachricht hat einen neuen.",
    not_followed="Worum es in diesem Link geht, wird nicht mehr beobachtet.",
    log_in="Anmelden",
    key="Passwort",
    wrong="Das ist nicht das Passwort.",
    wait="Zu viele Versuche. Wieder in {minutes} min; auf der Kommandozeile lässt sich ein neues "
    "Passwort setzen.",
    old_form="Diese Seite war zu alt. Bitte noch einmal.",
    no_key="Es ist kein Passwort gesetzt. Auf dem Rechner selbst: wirewatch web password",
)


def phrases_of(language: str) -> Phrases:
    """The words of *language*; English for one that we do not write."""
    return GERMAN if language == "de" else ENGLISH
