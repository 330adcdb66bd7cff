"""The words of topics: the list, one of them, a draft, a new one."""

from __future__ import annotations

from crawler.web.pages.words.both import Spoken, both


class Words(Spoken):
    """What is said in either language; what stands in braces is filled in."""

    topics = both("Topics", "Themen")
    topic = both("Topic", "Thema")
    new = both("New topic", "Neues Thema")
    find = both("Topics whose name holds", "Themen, deren Name enthält")
    show_retired = both("No longer followed", "Nicht mehr verfolgte")
    show_active = both("Followed", "Verfolgte")
    retired_topics = both("Topics no longer followed", "Nicht mehr verfolgte Themen")
    none = both("There is no such topic.", "Ein solches Thema gibt es nicht.")
    none_hint = both(
        "A topic is a query that every article is held against as it arrives.",
        "Ein Thema ist eine Anfrage, die an jeden eintreffenden Artikel gestellt wird.",
    )
    name = both("Name", "Name")
    query = both("Query", "Anfrage")
    hits = both("Articles", "Artikel")
    last_hit = both("Last", "Zuletzt")
    days14 = both("Last 14 days", "Die letzten 14 Tage")
    never = both("never", "nie")
    trouble = both("In trouble", "Gestört")
    not_followed = both("Not followed: {reason}", "Nicht verfolgt: {reason}")
    given_up = both("{reason}; given up on {n} articles", "{reason}; bei {n} Artikeln aufgegeben")
    newest = both("Newest", "Neueste")
    all_newest = both("All that arrived", "Alles Eingetroffene")
    volume = both("90 days", "90 Tage")
    volume_sum = both("{articles}, {bursts}", "{articles}, {bursts}")
    one_burst = both("1 burst", "1 Ausschlag")
    bursts = both("{n} bursts", "{n} Ausschläge")
    day = both("Day", "Tag")
    articles = both("Articles", "Artikel")
    stories = both("Stories", "Meldungen")
    burst = both("Burst", "Ausschlag")
    a_burst = both("a burst, usually {usual}", "ein Ausschlag, sonst {usual}")
    on_day = both("{day}: {n}", "{day}: {n}")
    outlets = both("Outlets", "Medien")
    languages = both("Languages", "Sprachen")
    names = both("Also spoken of", "Wovon noch die Rede ist")
    names_hint = both(
        "names in the newest articles, and in how many",
        "Namen in den neuesten Artikeln, und in wie vielen",
    )
    no_names = both("No name recurs.", "Kein Name kehrt wieder.")
    first = both("First", "Zuerst")
    last = both("Last", "Zuletzt")
    of_newest = both("of the newest {n} articles", "von den neuesten {n} Artikeln")
    share_copies = both("Copies", "Kopien")
    meaning = both("What it asks for", "Was gefragt ist")
    gone_query = both(
        "The query names a saved query that is gone; it is not followed.",
        (
            "Die Anfrage nennt eine gesicherte Anfrage, die es nicht mehr gibt; sie wird nicht "
            "verfolgt."
        ),
    )
    kinds = both(
        {
            "all": "all of these",
            "any": "one of these",
            "none": "none of this",
            "times": "at least {n} times",
            "first": "within the first {n} words",
            "field": "in this field",
            "near": "at most {n} words apart",
            "near_ordered": "in this order, at most {n} words apart",
            "apart": "the first without the second within {n} words",
            "sentence": "in one sentence",
            "paragraph": "in one paragraph",
            "property": "the article itself",
            "saved": "saved query",
            "text": "",
        },
        {
            "all": "all dies",
            "any": "eines davon",
            "none": "nichts davon",
            "times": "mindestens {n}-mal",
            "first": "unter den ersten {n} Wörtern",
            "field": "in diesem Feld",
            "near": "höchstens {n} Wörter auseinander",
            "near_ordered": "in dieser Folge, höchstens {n} Wörter auseinander",
            "apart": "das erste ohne das zweite innerhalb von {n} Wörtern",
            "sentence": "in einem Satz",
            "paragraph": "in einem Absatz",
            "property": "der Artikel selbst",
            "saved": "gesicherte Anfrage",
            "text": "",
        },
    )
    fields = both(
        {"title": "in the headline", "lead": "in the lead", "body": "in the text"},
        {"title": "in der Überschrift", "lead": "im Vorspann", "body": "im Text"},
    )
    more_parts = both("{n} more", "{n} weitere")
    told = both("Told", "Gemeldet")
    channels = both("Channels", "Kanäle")
    at_once = both("at once", "sofort")
    quiet = both("not {span}", "nicht {span}")
    most_an_hour = both("at most {n} messages an hour", "höchstens {n} Nachrichten in der Stunde")
    burst_min = both(
        "days that stand out, from {n} articles on", "Tage, die herausragen, ab {n} Artikeln"
    )
    since = both("Followed since", "Verfolgt seit")
    changed = both("Changed", "Geändert")
    from_file = both("From a file", "Aus einer Datei")
    from_file_hint = both(
        (
            "It stands in {place}. Change it there; the service takes it up at its next "
            "start. Here "
            "you can try other wordings."
        ),
        (
            "Es steht in {place}. Dort ist es zu ändern; beim nächsten Start gilt es. Hier lassen "
            "sich andere Fassungen versuchen."
        ),
    )
    by_person = both("Made here or by command", "Hier oder per Befehl angelegt")
    retired = both(
        "It is not followed any more. What it found stays.",
        "Es wird nicht mehr verfolgt. Was es fand, bleibt.",
    )
    retire = both("Stop following", "Nicht mehr verfolgen")
    retire_hint = both("Its articles and alerts stay.", "Seine Artikel und Nachrichten bleiben.")
    retired_now = both("It is not followed any more.", "Es wird nicht mehr verfolgt.")
    edit = both("Change the query", "Die Anfrage ändern")
    draft_hint = both(
        (
            "Whatever you write is tried on the archive. Nobody is told, and nothing is kept until "
            "you save."
        ),
        (
            "Was hier steht, wird am Archiv versucht. Niemand erfährt davon, und nichts "
            "gilt, bevor "
            "es gesichert ist."
        ),
    )
    draft = both("Draft", "Entwurf")
    attempt = both("Try it", "Versuchen")
    save = both("Save the query", "Anfrage sichern")
    saved = both(
        "Saved. Articles are held against the new query from now on.",
        "Gesichert. Von nun an gilt die neue Anfrage.",
    )
    read_only = both("read-only", "nur lesbar")
    trial = both("On the archive", "Am Archiv")
    compared = both(
        "gains {gained}, loses {lost}, keeps {kept}",
        "gewinnt {gained}, verliert {lost}, behält {kept}",
    )
    finds = both("{articles} in {stories}", "{articles} in {stories}")
    a_week = both("about {n} a week", "etwa {n} in der Woche")
    same = both(
        "It finds just what the query finds that is followed.",
        "Sie findet genau, was die geltende Anfrage findet.",
    )
    gains = both("Gained", "Gewonnen")
    losses = both("Lost", "Verloren")
    back_to = both("Looked back to {time}.", "Angesehen bis zurück zu {time}.")
    whole_archive = both("Looked through the whole archive.", "Das ganze Archiv wurde angesehen.")
    stopped = both(
        "The time for it ended there.",
        "Dort war die Zeit dafür um.",
    )
    enough = both(
        "So many are enough to judge by.",
        "So viele genügen für ein Urteil.",
    )
    no_time = both(
        ("The index alone took longer than there was time, so nothing was looked at."),
        ("Schon der Index brauchte länger, als Zeit war; angesehen wurde nichts."),
    )
    by_command = both(
        "`wirewatch topics test` looks through the whole archive.",
        "`wirewatch topics test` sieht das ganze Archiv durch.",
    )
    further = both("Look further back", "Weiter zurück sehen")
    further_hint = both("takes a few seconds", "dauert einige Sekunden")
    guess = both(
        "The archive is younger than a week, so that this is a guess.",
        "Das Archiv ist jünger als eine Woche; dies ist geschätzt.",
    )
    and_more = both("and {n} more", "und {n} weitere")
    nothing = both("It finds nothing.", "Sie findet nichts.")
    examples = both("Examples", "Beispiele")
    new_topic = both("New topic", "Neues Thema")
    wish = both("A plain wish", "Ein einfacher Wunsch")
    wish_hint = both(
        "Fill in what you look for and get a query; or write one yourself.",
        "Ausfüllen, was gesucht wird, und eine Anfrage bekommen; oder selbst eine schreiben.",
    )
    phrase = both("Word or phrase", "Wort oder Wortfolge")
    phrase_hint = both("such as: New Start", "etwa: New Start")
    also = both("One of these must be said, too", "Eines davon muss auch vorkommen")
    also_hint = both("one a line, such as: treaty", "eines in jeder Zeile, etwa: Vertrag")
    without = both("None of these may be said", "Nichts davon darf vorkommen")
    without_hint = both("one a line", "eines in jeder Zeile")
    near = both("close by, within 30 words", "nah dabei, innerhalb von 30 Wörtern")
    capitals = both("only in exactly these capitals", "nur in genau diesen Großbuchstaben")
    suggest = both("Make a query", "Eine Anfrage bilden")
    suggestions = both("Queries for it", "Anfragen dazu")
    reasons = both(
        {},
        {
            "every article with these words in a row": (
                "jeder Artikel mit diesen Wörtern in dieser Folge"
            ),
            "its inflections and compounds too": "auch mit Beugungen und Zusammensetzungen",
            "these words are common: ask for words that belong to the matter close by": (
                "diese Wörter sind häufig: nach Wörtern fragen, die in der Nähe zur Sache gehören"
            ),
            "only in these capitals, except in all-caps headlines": (
                "nur in diesen Großbuchstaben, außer in ganz groß geschriebenen Überschriften"
            ),
            "what you asked for": "was gewünscht war",
        },
    )
    take = both("Take this one", "Diese nehmen")
    follow = both("Follow it", "Verfolgen")
    name_hint = both("it heads every message", "er steht über jeder Nachricht")
    when = both("When to tell", "Wann melden")
    when_hint = both(
        "at once, hourly, daily 08:00, weekly …; nothing: as the settings say",
        "at once, hourly, daily 08:00, weekly …; nichts: wie eingestellt",
    )
    added = both("It is followed from now on.", "Es wird von nun an verfolgt.")


WORDS = Words.by_language()
