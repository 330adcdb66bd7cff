"""What stands on every page: navigation, switches, errors, the names of small things."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Common(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    code = both("en", "de")
    other_code = both("de", "en")
    other_language = both("Deutsch", "English")
    skip = both("Skip to the content", "Zum Inhalt springen")
    menu = both("Main", "Hauptmenü")
    now = both("Now", "Aktuell")
    topics = both("Topics", "Themen")
    search = both("Search", "Suche")
    feeds = both("Feeds", "Feeds")
    alerts = both("Alerts", "Meldewesen")
    channels = both("Channels", "Kanäle")
    service = both("Service", "Dienst")
    search_for = both("Search the archive", "Das Archiv durchsuchen")
    theme = both("Appearance", "Darstellung")
    light = both("Light", "Hell")
    dark = both("Dark", "Dunkel")
    system = both("As the system", "Wie das System")
    language = both("Language", "Sprache")
    log_out = both("Log out", "Abmelden")
    footer = both("Times are those of {zone}.", "Zeiten gelten für {zone}.")
    today = both("Today", "Heute")
    yesterday = both("Yesterday", "Gestern")
    one_day = both("1 day", "1 Tag")
    days = both("{n} days", "{n} Tage")
    unknown = both("unknown", "unbekannt")
    newer = both("Newer", "Neuere")
    older = both("Older", "Ältere")
    more = both("More", "Mehr")
    pages = both("Pages", "Seiten")
    opens_outside = both("the original, at the outlet", "das Original, beim Medium")
    copy = both("copy", "Kopie")
    one_article = both("1 article", "1 Artikel")
    articles = both("{n} articles", "{n} Artikel")
    one_story = both("1 story", "1 Meldung")
    stories = both("{n} stories", "{n} Meldungen")
    one_outlet = both("1 outlet", "1 Medium")
    outlets = both("{n} outlets", "{n} Medien")
    save = both("Save", "Sichern")
    nothing = both("Nothing is here.", "Hier ist nichts.")
    chart_table = both("as a table", "als Tabelle")
    # when a page cannot be shown
    home = both("To the first page", "Zur ersten Seite")
    errors = both(
        {
            400: ("This request cannot be read", "Something in the address or the form is wrong."),
            401: ("Please log in", "This page is for people who are logged in."),
            403: ("Not allowed", "You may not do this here."),
            404: ("Nothing is here", "It was never here, or it has left the archive."),
            405: ("Not like this", "This address does not answer such requests."),
            413: ("Too large", "More was sent than a form may have."),
            422: ("That cannot be done", "The reason is below; nothing was changed."),
            429: ("Too often", "Please wait a little, then try again."),
            500: (
                "Something broke",
                "It was written into the log of the service. Please try again.",
            ),
            503: ("The database does not answer", "It may be busy. Please try again in a moment."),
        },
        {
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


WORDS = Common.by_language()
