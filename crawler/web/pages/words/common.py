"""What stands on every page: navigation, switches, errors, the names of small things."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The words of one language; those in braces are filled in."""

    code: str
    other_code: str
    other_language: str  # its own name
    skip: str
    menu: str
    now: str
    topics: str
    search: str
    feeds: str
    alerts: str
    channels: str
    service: str
    search_for: str
    theme: str
    light: str
    dark: str
    system: str
    language: str
    log_out: str
    footer: str
    today: str
    yesterday: str
    one_day: str
    days: str  # {n}
    unknown: str
    newer: str
    older: str
    more: str
    pages: str
    opens_outside: str
    copy: str
    one_article: str
    articles: str  # {n}
    one_story: str
    stories: str  # {n}
    one_outlet: str
    outlets: str  # {n}
    save: str
    nothing: str
    chart_table: str
    # when a page cannot be shown
    home: str
    errors: dict[int, tuple[str, str]]  # by status: what, and what to do


ENGLISH = Common(
    code="en",
    other_code="de",
    other_language="Deutsch",
    skip="Skip to the content",
    menu="Main",
    now="Now",
    topics="Topics",
    search="Search",
    feeds="Feeds",
    alerts="Alerts",
    channels="Channels",
    service="Service",
    search_for="Search the archive",
    theme="Appearance",
    light="Light",
    dark="Dark",
    system="As the system",
    language="Language",
    log_out="Log out",
    footer="Times are those of {zone}.",
    today="Today",
    yesterday="Yesterday",
    one_day="1 day",
    days="{n} days",
    unknown="unknown",
    newer="Newer",
    older="Older",
    more="More",
    pages="Pages",
    opens_outside="the original, at the outlet",
    copy="copy",
    one_article="1 article",
    articles="{n} articles",
    one_story="1 story",
    stories="{n} stories",
    one_outlet="1 outlet",
    outlets="{n} outlets",
    save="Save",
    nothing="Nothing is here.",
    chart_table="as a table",
    home="To the first page",
    errors={
        400: ("This request cannot be read", "Something in the address or the form is wrong."),
        401: ("Please log in", "This page is for people who are logged in."),
        403: ("Not allowed", "You may not do this here."),
        404: ("Nothing is here", "It was never here, or it has left the archive."),
        405: ("Not like this", "This address does not answer such requests."),
        413: ("Too large", "More was sent than a form may have."),
        422: ("That cannot be done", "The reason is below; nothing was changed."),
        429: ("Too often", "Please wait a little, then try again."),
        500: ("Something broke", "It was written into the log of the service. Please try again."),
        503: ("The database does not answer", "It may be busy. Please try again in a moment."),
    },
)

GERMAN = Common(
    code="de",
    other_code="en",
    other_language="English",
    skip="Zum Inhalt springen",
    menu="Hauptmenü",
    now="Aktuell",
    topics="Themen",
    search="Suche",
    feeds="Feeds",
    alerts="Meldewesen",
    channels="Kanäle",
    service="Dienst",
    search_for="Das Archiv durchsuchen",
    theme="Darstellung",
    light="Hell",
    dark="Dunkel",
    system="Wie das System",
    language="Sprache",
    log_out="Abmelden",
    footer="Zeiten gelten für {zone}.",
    today="Heute",
    yesterday="Gestern",
    one_day="1 Tag",
    days="{n} Tage",
    unknown="unbekannt",
    newer="Neuere",
    older="Ältere",
    more="Mehr",
    pages="Seiten",
    opens_outside="das Original, beim Medium",
    copy="Kopie",
    one_article="1 Artikel",
    articles="{n} Artikel",
    one_story="1 Meldung",
    stories="{n} Meldungen",
    one_outlet="1 Medium",
    outlets="{n} Medien",
    save="Sichern",
    nothing="Hier ist nichts.",
    chart_table="als Tabelle",
    home="Zur ersten Seite",
    errors={
        400: (
            "Diese Anfrage ist nicht lesbar",
            "In der Adresse oder im Formular stimmt etwas nicht.",
        ),
        401: ("Bitte anmelden", "Diese Seite ist für angemeldete Personen."),
        403: ("Nicht erlaubt", "Das ist hier nicht gestattet."),
        404: ("Hier ist nichts", "Es war nie hier, oder es hat das Archiv verlassen."),
        405: ("So nicht", "Diese Adresse beantwortet solche Anfragen nicht."),
        413: ("Zu groß", "Es wurde mehr geschickt, als ein Formular haben darf."),
        422: ("Das geht so nicht", "Der Grund steht darunter; nichts wurde geändert."),
        429: ("Zu oft", "Bitte kurz warten und dann noch einmal versuchen."),
        500: (
            "Etwas ist kaputt",
            "Es steht im Protokoll des Dienstes. Bitte noch einmal versuchen.",
        ),
        503: (
            "Die Datenbank antwortet nicht",
            "Vielleicht hat sie zu tun. Bitte gleich noch einmal.",
        ),
    },
)

WORDS = {"en": ENGLISH, "de": GERMAN}
