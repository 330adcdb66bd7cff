"""The words of topics: the list, one of them, a draft, a new one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; those in braces are filled in."""

    topics: str
    topic: str
    new: str
    find: str
    show_retired: str
    show_active: str
    retired_topics: str
    none: str
    none_hint: str
    name: str
    query: str
    hits: str
    last_hit: str
    days14: str
    never: str
    trouble: str
    not_followed: str  # {reason}
    given_up: str  # {reason} {n}
    newest: str
    all_newest: str
    volume: str
    volume_sum: str  # {articles} {bursts}
    one_burst: str
    bursts: str  # {n}
    day: str
    articles: str
    stories: str
    burst: str
    a_burst: str  # {usual}
    on_day: str  # {day} {n}
    outlets: str
    languages: str
    names: str
    names_hint: str
    no_names: str
    first: str
    last: str
    of_newest: str  # {n}
    share_copies: str
    meaning: str
    gone_query: str
    kinds: dict[str, str]
    fields: dict[str, str]
    more_parts: str  # {n}
    told: str
    channels: str
    at_once: str
    quiet: str  # {span}
    most_an_hour: str  # {n}
    burst_min: str  # {n}
    since: str
    changed: str
    from_file: str
    from_file_hint: str  # {place}
    by_person: str
    retired: str
    retire: str
    retire_hint: str
    retired_now: str
    edit: str
    draft_hint: str
    draft: str
    attempt: str
    save: str
    saved: str
    read_only: str
    trial: str
    compared: str  # {gained} {lost} {kept}
    finds: str  # {articles} {stories}
    a_week: str  # {n}
    same: str
    gains: str
    losses: str
    back_to: str  # {time}
    whole_archive: str
    stopped: str
    enough: str
    no_time: str
    guess: str
    and_more: str  # {n}
    nothing: str
    examples: str
    new_topic: str
    wish: str
    wish_hint: str
    phrase: str
    phrase_hint: str
    also: str
    also_hint: str
    without: str
    without_hint: str
    near: str
    capitals: str
    suggest: str
    suggestions: str
    reasons: dict[str, str]
    take: str
    follow: str
    name_hint: str
    when: str
    when_hint: str
    added: str


ENGLISH = Words(
    topics="Topics",
    topic="Topic",
    new="New topic",
    find="Topics whose name holds",
    show_retired="No longer followed",
    show_active="Followed",
    retired_topics="Topics no longer followed",
    none="There is no such topic.",
    none_hint="A topic is a query that every article is held against as it arrives.",
    name="Name",
    query="Query",
    hits="Articles",
    last_hit="Last",
    days14="Last 14 days",
    never="never",
    trouble="In trouble",
    not_followed="Not followed: {reason}",
    given_up="{reason}; given up on {n} articles",
    newest="Newest",
    all_newest="All that arrived",
    volume="90 days",
    volume_sum="{articles}, {bursts}",
    one_burst="1 burst",
    bursts="{n} bursts",
    day="Day",
    articles="Articles",
    stories="Stories",
    burst="Burst",
    a_burst="a burst, usually {usual}",
    on_day="{day}: {n}",
    outlets="Outlets",
    languages="Languages",
    names="Also spoken of",
    names_hint="names in the newest articles, and in how many",
    no_names="No name recurs.",
    first="First",
    last="Last",
    of_newest="of the newest {n} articles",
    share_copies="Copies",
    meaning="What it asks for",
    gone_query="The query names a saved query that is gone; it is not followed.",
    kinds={
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
    fields={"title": "in the headline", "lead": "in the lead", "body": "in the text"},
    more_parts="{n} more",
    told="Told",
    channels="Channels",
    at_once="at once",
    quiet="not {span}",
    most_an_hour="at most {n} messages an hour",
    burst_min="days that stand out, from {n} articles on",
    since="Followed since",
    changed="Changed",
    from_file="From a file",
    from_file_hint=(
        "It stands in {place}. Change it there; the service takes it up at its next start. Here "
        "you can try other wordings."
    ),
    by_person="Made here or by command",
    retired="It is not followed any more. What it found stays.",
    retire="Stop following",
    retire_hint="Its articles and alerts stay.",
    retired_now="It is not followed any more.",
    edit="Change the query",
    draft="Draft",
    draft_hint=(
        "Whatever you write is tried on the archive. Nobody is told, and nothing is kept until "
        "you save."
    ),
    attempt="Try it",
    save="Save the query",
    saved="Saved. Articles are held against the new query from now on.",
    read_only="read-only",
    trial="On the archive",
    compared="gains {gained}, loses {lost}, keeps {kept}",
    finds="{articles} in {stories}",
    a_week="about {n} a week",
    same="It finds just what the query finds that is followed.",
    gains="Gained",
    losses="Lost",
    back_to="Looked back to {time}.",
    whole_archive="Looked through the whole archive.",
    stopped="A trial on a page ends there; `wirewatch topics test` looks further back.",
    enough="So many are enough to judge by; `wirewatch topics test` looks further back.",
    no_time=(
        "The index alone took longer than a page may wait, so nothing was looked at; "
        "`wirewatch topics test` takes its time."
    ),
    guess="The archive is younger than a week, so that this is a guess.",
    and_more="and {n} more",
    nothing="It finds nothing.",
    examples="Examples",
    new_topic="New topic",
    wish="A plain wish",
    wish_hint="Fill in what you look for and get a query; or write one below.",
    phrase="Word or phrase",
    phrase_hint="such as: New Start",
    also="One of these must be said, too",
    also_hint="one a line, such as: treaty",
    without="None of these may be said",
    without_hint="one a line",
    near="close by, within 30 words",
    capitals="only in exactly these capitals",
    suggest="Make a query",
    suggestions="Queries for it",
    reasons={},
    take="Take this one",
    follow="Follow it",
    name_hint="it heads every message",
    when="When to tell",
    when_hint="at once, hourly, daily 08:00, weekly …; nothing: as the settings say",
    added="It is followed from now on.",
)

GERMAN = Words(
    topics="Themen",
    topic="Thema",
    new="Neues Thema",
    find="Themen, deren Name enthält",
    show_retired="Nicht mehr verfolgte",
    show_active="Verfolgte",
    retired_topics="Nicht mehr verfolgte Themen",
    none="Ein solches Thema gibt es nicht.",
    none_hint="Ein Thema ist eine Anfrage, die an jeden eintreffenden Artikel gestellt wird.",
    name="Name",
    query="Anfrage",
    hits="Artikel",
    last_hit="Zuletzt",
    days14="Die letzten 14 Tage",
    never="nie",
    trouble="Gestört",
    not_followed="Nicht verfolgt: {reason}",
    given_up="{reason}; bei {n} Artikeln aufgegeben",
    newest="Neueste",
    all_newest="Alles Eingetroffene",
    volume="90 Tage",
    volume_sum="{articles}, {bursts}",
    one_burst="1 Ausschlag",
    bursts="{n} Ausschläge",
    day="Tag",
    articles="Artikel",
    stories="Meldungen",
    burst="Ausschlag",
    a_burst="ein Ausschlag, sonst {usual}",
    on_day="{day}: {n}",
    outlets="Medien",
    languages="Sprachen",
    names="Wovon noch die Rede ist",
    names_hint="Namen in den neuesten Artikeln, und in wie vielen",
    no_names="Kein Name kehrt wieder.",
    first="Zuerst",
    last="Zuletzt",
    of_newest="von den neuesten {n} Artikeln",
    share_copies="Kopien",
    meaning="Was gefragt ist",
    gone_query=(
        "Die Anfrage nennt eine gesicherte Anfrage, die es nicht mehr gibt; sie wird nicht "
        "verfolgt."
    ),
    kinds={
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
    fields={"title": "in der Überschrift", "lead": "im Vorspann", "body": "im Text"},
    more_parts="{n} weitere",
    told="Gemeldet",
    channels="Kanäle",
    at_once="sofort",
    quiet="nicht {span}",
    most_an_hour="höchstens {n} Nachrichten in der Stunde",
    burst_min="Tage, die herausragen, ab {n} Artikeln",
    since="Verfolgt seit",
    changed="Geändert",
    from_file="Aus einer Datei",
    from_file_hint=(
        "Es steht in {place}. Dort ist es zu ändern; beim nächsten Start gilt es. Hier lassen "
        "sich andere Fassungen versuchen."
    ),
    by_person="Hier oder per Befehl angelegt",
    retired="Es wird nicht mehr verfolgt. Was es fand, bleibt.",
    retire="Nicht mehr verfolgen",
    retire_hint="Seine Artikel und Nachrichten bleiben.",
    retired_now="Es wird nicht mehr verfolgt.",
    edit="Die Anfrage ändern",
    draft="Entwurf",
    draft_hint=(
        "Was hier steht, wird am Archiv versucht. Niemand erfährt davon, und nichts gilt, bevor "
        "es gesichert ist."
    ),
    attempt="Versuchen",
    save="Anfrage sichern",
    saved="Gesichert. Von nun an gilt die neue Anfrage.",
    read_only="nur lesbar",
    trial="Am Archiv",
    compared="gewinnt {gained}, verliert {lost}, behält {kept}",
    finds="{articles} in {stories}",
    a_week="etwa {n} in der Woche",
    same="Sie findet genau, was die geltende Anfrage findet.",
    gains="Gewonnen",
    losses="Verloren",
    back_to="Angesehen bis zurück zu {time}.",
    whole_archive="Das ganze Archiv wurde angesehen.",
    stopped="Dort endet ein Versuch auf der Seite; `wirewatch topics test` sieht weiter zurück.",
    enough=("So viele genügen für ein Urteil; `wirewatch topics test` sieht weiter zurück."),
    no_time=(
        "Schon der Index brauchte länger, als eine Seite warten darf; angesehen wurde nichts. "
        "`wirewatch topics test` nimmt sich die Zeit."
    ),
    guess="Das Archiv ist jünger als eine Woche; dies ist geschätzt.",
    and_more="und {n} weitere",
    nothing="Sie findet nichts.",
    examples="Beispiele",
    new_topic="Neues Thema",
    wish="Ein einfacher Wunsch",
    wish_hint=(
        "Ausfüllen, was gesucht wird, und eine Anfrage bekommen; oder unten selbst eine schreiben."
    ),
    phrase="Wort oder Wortfolge",
    phrase_hint="etwa: New Start",
    also="Eines davon muss auch vorkommen",
    also_hint="eines in jeder Zeile, etwa: Vertrag",
    without="Nichts davon darf vorkommen",
    without_hint="eines in jeder Zeile",
    near="nah dabei, innerhalb von 30 Wörtern",
    capitals="nur in genau diesen Großbuchstaben",
    suggest="Eine Anfrage bilden",
    suggestions="Anfragen dazu",
    reasons={
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
    take="Diese nehmen",
    follow="Verfolgen",
    name_hint="er steht über jeder Nachricht",
    when="Wann melden",
    when_hint="at once, hourly, daily 08:00, weekly …; nichts: wie eingestellt",
    added="Es wird von nun an verfolgt.",
)

WORDS = {"en": ENGLISH, "de": GERMAN}
