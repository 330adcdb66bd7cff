"""What the service says of its decisions, and of queries, in German. It says it in English, as
logs have it.

    german("every 2 h: nothing new; the server asked for 3 h (max-age)")
    -> "alle 2 Std.: nichts Neues; der Server bat um 3 Std. (max-age)"

A reason is put together of parts, and is taken apart in the same way. One of which a part is not
known stays as it is: half a sentence in each language helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

# {n…} is a number, {t…} any text that stays, any other name a part that is said in German too.
_RULES = (
    # the rhythm of feeds (feeds/pace.py)
    ("{n} s", "{n} s"),
    ("{n} min", "{n} Min."),
    ("{n} h", "{n} Std."),
    ("{n} days", "{n} Tage"),
    ("every {span}: {why}", "alle {span}: {why}"),
    ("in {span}: {why}", "in {span}: {why}"),
    ("the first look", "der erste Blick"),
    ("nothing new", "nichts Neues"),
    ("items may have been missed: none of the last look's was left",
     "vielleicht entging etwas: keiner der letzten Einträge war mehr da"),
    ("{n1} of {n2} items was new ({n3}% known)", "{n1} von {n2} Einträgen war neu"),
    ("{n1} of {n2} items were new ({n3}% known)", "{n1} von {n2} Einträgen waren neu"),
    ("it publishes about every {span}", "er veröffentlicht etwa alle {span}"),
    ("not more often than every {span}", "nicht öfter als alle {span}"),
    ("not less often than every {span}", "nicht seltener als alle {span}"),
    ("once a day, to notice what its hub misses: the hub tells of news by itself",
     "einmal am Tag, falls seinem Hub etwas entgeht: der Hub meldet Neues von selbst"),
    ("gone for good, says the server (410)", "endgültig fort, sagt der Server (410)"),
    ("{outcome}; its failures weigh {n}, and its own rhythm is {span}",
     "{outcome}; seine Fehlschläge wiegen {n}, sein eigener Takt ist {span}"),
    ("our own network was away; the feed is not blamed",
     "unser eigenes Netz war fort; dem Feed wird nichts angelastet"),
    ("at {t} UTC, as its cron line says", "um {t} UTC, wie seine Cron-Zeile sagt"),
    ("at {t} UTC, as its cron line says ({why})",
     "um {t} UTC, wie seine Cron-Zeile sagt ({why})"),
    ("the server asked for {span} ({t}: {long}, which is too long)",
     "der Server bat um {span} ({t}: {long}, das ist zu lang)"),
    ("the server asked for {span} ({t})", "der Server bat um {span} ({t})"),
    ("the feed asks not to be read before {t} UTC",
     "der Feed bittet, nicht vor {t} UTC gelesen zu werden"),
    ("taken up again after a pause", "nach einer Pause wieder aufgenommen"),
    ("somebody asked for a look at once", "jemand bat um einen sofortigen Blick"),
    ("{t} asked to be left alone; that holds for all of its feeds",
     "{t} bat um Ruhe; das gilt für alle Feeds dort"),
    ("new", "Neues"),
    ("unchanged", "unverändert"),
    ("soft failure", "leichter Fehlschlag"),
    ("hard failure", "schwerer Fehlschlag"),
    ("temporary failure", "vorübergehender Fehlschlag"),
    ("refused", "verweigert"),
    # how a look or a request ended (reading, politeness, Scrapy's wing)
    ("{n1} new of {n2}", "{n1} neue von {n2}"),
    ("the same bytes as last time", "dieselben Bytes wie beim letzten Mal"),
    ("{answer}, though nothing was asked for on a condition",
     "{answer}, obwohl nicht bedingt gefragt wurde"),
    ("304 Not Modified", "304: unverändert"),
    ("400 Bad Request", "400: fehlerhafte Anfrage"),
    ("401 Unauthorized", "401: nur mit Anmeldung"),
    ("402 Payment Required", "402: nur gegen Bezahlung"),
    ("403 Forbidden", "403: verboten"),
    ("404 Not Found", "404: nicht gefunden"),
    ("410 Gone", "410: endgültig fort"),
    ("429 Too Many Requests", "429: zu viele Anfragen"),
    ("500 Internal Server Error", "500: Fehler auf dem Server"),
    ("502 Bad Gateway", "502: der Server dahinter antwortet nicht"),
    ("503 Service Unavailable", "503: vorübergehend nicht erreichbar"),
    ("504 Gateway Timeout", "504: der Server dahinter antwortet nicht rechtzeitig"),
    ("200 OK", "200: in Ordnung"),
    ("301 Moved Permanently", "301: für immer verzogen"),
    ("302 Found", "302: vorübergehend anderswo"),
    ("status {n}", "Status {n}"),
    ("{answer} with Retry-After, for {t}", "{answer}, mit Retry-After, für {t}"),
    ("{answer} without saying for how long, for {t}", "{answer}, ohne Angabe einer Dauer, für {t}"),
    ("{why}; it names the feed {t}, which is asked next",
     "{why}; sie nennt den Feed {t}, der als nächster gefragt wird"),
    ("redirected to the home page", "auf die Startseite umgeleitet"),
    ("redirected more than {n} times", "öfter als {n} Mal umgeleitet"),
    ("not modified, says its server", "unverändert, sagt der Server"),
    ("it can be read again", "wieder lesbar"),
    ("no answer in time", "keine Antwort in der gegebenen Zeit"),
    ("no such host", "diesen Rechner gibt es nicht"),
    ("the connection broke off before there was an answer",
     "die Verbindung brach vor einer Antwort ab"),
    ("larger than allowed after unpacking", "ausgepackt größer als erlaubt"),
    ("packed more often than anybody would", "öfter gepackt, als es jemand täte"),
    ("no robots.txt ({answer})", "keine robots.txt ({answer})"),
    ("robots.txt ({n})", "robots.txt ({n})"),
    ("no robots.txt ({n})", "keine robots.txt ({n})"),
    ("robots.txt answered {n}", "robots.txt antwortete {n}"),
    ("robots.txt could not be had: {why}", "robots.txt war nicht zu bekommen: {why}"),
    ("robots.txt asks for {n1} s between requests, more than politeness.crawl_delay_max_s ({n2} s)",
     "robots.txt verlangt {n1} s zwischen zwei Anfragen, mehr als politeness.crawl_delay_max_s "
     "({n2} s)"),
    ("politeness.obey_robots is false", "politeness.obey_robots ist false"),
    ("{t} is not a public address; see network.allow_private",
     "{t} ist keine öffentliche Adresse; siehe network.allow_private"),
    ("{t1} leads to {t2}, which is not public; see network.allow_private",
     "{t1} führt zu {t2}, und das ist nicht öffentlich; siehe network.allow_private"),
    ("a fault in Wirewatch itself: {t}", "ein Fehler in Wirewatch selbst: {t}"),
    ("teaser: {t}", "nur der Anfang: {t}"),
    ("entry: {t}", "der Text des Feeds: {t}"),
    # what an article is to others (dedup, intake)
    ("nothing held resembles it", "nichts im Archiv ähnelt ihm"),
    ("the same address and text as article {n}", "Adresse und Text wie Artikel {n}"),
    ("the address of article {n} with another text", "Adresse von Artikel {n}, anderer Text"),
    ("the same text as article {n}", "derselbe Text wie Artikel {n}"),
    ("the same text as {n}", "derselbe Text wie {n}"),
    ("{n1} % of its five-word runs stand in article {n2}",
     "{n1} % seiner Fünf-Wort-Folgen stehen in Artikel {n2}"),
    ("{share}, on the same site under a like address",
     "{share}, im selben Angebot unter ähnlicher Adresse"),
    ("{share}, but {doubt}", "{share}, doch {doubt}"),
    ("they credit different agencies", "sie nennen verschiedene Agenturen"),
    ("that is not enough", "das genügt nicht"),
    ("days lie between them", "es liegen Tage dazwischen"),
    ("the figures differ", "die Zahlen weichen ab"),
    ("{n1} figures differ and {n2} agree: another report of the same form",
     "{n1} Zahlen weichen ab, {n2} stimmen überein: ein anderer Bericht nach demselben Muster"),
    ("{n} names are exchanged: another report of the same form",
     "{n} Namen sind ausgetauscht: ein anderer Bericht nach demselben Muster"),
    ("these are the words that end both pages", "mit diesen Worten enden beide Seiten"),
    ("it is one piece among others there", "es ist dort ein Stück unter anderen"),
    ("as much was set apart from it by hand", "so Ähnliches wurde von Hand davon getrennt"),
    ("tells of the same as article {n}: {t}", "berichtet dasselbe wie Artikel {n}: {t}"),
    ("this is the original", "dies ist das Original"),
    ("a poorer reading; not kept", "schlechter gelesen; nicht behalten"),
    ("under another headline", "unter anderer Überschrift"),
    ("another headline", "andere Überschrift"),
    ("{n1} words out, {n2} in", "{n1} Wörter heraus, {n2} hinein"),
    ("another headline, {n1} words out, {n2} in",
     "andere Überschrift, {n1} Wörter heraus, {n2} hinein"),
    ("nothing that a reader sees", "nichts, was jemand beim Lesen sieht"),
    # sites and machines
    ("{trouble}: no text was found on the pages of its last {n} articles",
     "auf den Seiten der letzten {n} Artikel war kein Text zu finden"),
    ("{trouble}: its last {n} articles all had the same text",
     "die letzten {n} Artikel hatten alle denselben Text"),
    ("{trouble}: its last {n1} articles had at most {n2} characters each; "
     "half of those before had more than {n3}",
     "die letzten {n1} Artikel hatten höchstens {n2} Zeichen; "
     "die Hälfte derer davor mehr als {n3}"),
    ("empty", "leer"),
    ("alike", "gleich"),
    ("short", "kurz"),
    ("waits to take over", "wartet auf die Übernahme"),
    ("leads", "führt"),
    ("leads: {n1} turns wait, {n2} are taken", "führt: {n1} warten, {n2} sind vergeben"),
    # why a query cannot be read (topics/reading.py, mistakes.py)
    ("the query is empty", "die Anfrage ist leer"),
    ("the query ends where a word or phrase was expected",
     "die Anfrage endet, wo ein Wort oder eine Wortfolge stehen müsste"),
    ("a word or phrase is missing before this bracket",
     "vor dieser Klammer fehlt ein Wort oder eine Wortfolge"),
    ("there is nothing between these quotation marks",
     "zwischen diesen Anführungszeichen steht nichts"),
    ("there is nothing in these brackets", "in diesen Klammern steht nichts"),
    ("this bracket is never closed", "diese Klammer wird nie geschlossen"),
    ("this bracket was never opened", "diese Klammer wurde nie geöffnet"),
    ("this quotation mark is never closed", "dieses Anführungszeichen wird nie geschlossen"),
    ("NOT and the minus sign stand before a part, not here",
     "NOT und das Minuszeichen stehen vor einem Teil, nicht hier"),
    ("NOT twice in a row", "zweimal NOT hintereinander"),
    ("| is no operator; alternatives are joined by OR",
     "| ist kein Operator; Möglichkeiten werden durch OR verbunden"),
    ("case: takes a word or a phrase", "case: braucht ein Wort oder eine Wortfolge"),
    ("stem: takes one whole word", "stem: braucht ein ganzes Wort"),
    ("this is no text: a byte that is not UTF-8, or NUL",
     "das ist kein Text: ein Byte, das nicht UTF-8 ist, oder NUL"),
    ("this regular expression matches even an empty text",
     "dieser reguläre Ausdruck passt sogar auf einen leeren Text"),
    ("a distance is between 0 and {n} words", "ein Abstand liegt zwischen 0 und {n} Wörtern"),
    ("a phrase has at most {n} words", "eine Wortfolge hat höchstens {n} Wörter"),
    ("a regular expression has at most {n} characters",
     "ein regulärer Ausdruck hat höchstens {n} Zeichen"),
    ("atleast/n: takes 1 to {n}", "atleast/n: nimmt 1 bis {n}"),
    ("lead/n: takes 1 to {n} words", "lead/n: nimmt 1 bis {n} Wörter"),
    ("more than {n} brackets inside each other", "mehr als {n} Klammern ineinander"),
    ("more than {n} NEARs inside each other", "mehr als {n} NEAR ineinander"),
    ("more than {n} words and phrases inside NEARs", "mehr als {n} Wörter und Wortfolgen in NEAR"),
    ("more than {n} words and phrases, with all @names written out",
     "mehr als {n} Wörter und Wortfolgen, alle @namen ausgeschrieben"),
    ("not a regular expression that runs in linear time (RE2): {t}",
     "kein regulärer Ausdruck, der in linearer Zeit läuft (RE2): {t}"),
    ("the query has more than {n} characters; keep parts of it as @names",
     "die Anfrage hat mehr als {n} Zeichen; Teile davon lassen sich als @namen sichern"),
    ("there is no letter in {t}", "in {t} steht kein Buchstabe"),
    ("{t}: needs what to look for right behind it, without a blank",
     "{t}: braucht gleich dahinter, ohne Leerzeichen, wonach gesucht wird"),
    ("{t}: takes a value", "{t}: braucht einen Wert"),
    ("{t}: takes no number", "{t}: nimmt keine Zahl"),
    ("{t1} cannot stand inside {t2}:", "{t1} kann nicht in {t2}: stehen"),
    ("no query is saved as @{t}; none is saved yet",
     "unter @{t} ist keine Anfrage gesichert; noch ist keine gesichert"),
    ("no query is saved as @{t1}; known: {t2}",
     "unter @{t1} ist keine Anfrage gesichert; bekannt: {t2}"),
    ("the saved queries go in a circle: {t}", "die gesicherten Anfragen gehen im Kreis: {t}"),
)  # fmt: skip
_PARTS = "; "
_DEPTH_MAX = 6
_FIELD = re.compile(r"\{(\w+)\}")


def german(reason: str) -> str | None:
    """The reason in German; None when it, or a part of it, is not known."""
    return _said(reason.strip(), 0)


def _said(text: str, depth: int) -> str | None:
    if depth > _DEPTH_MAX:
        return None
    for pattern, template in _rules():
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = {name: _part(name, value, depth) for name, value in found.groupdict().items()}
        if None not in parts.values():
            return template.format(**parts)
    if _PARTS not in text:
        return None
    said = [_said(one, depth + 1) for one in text.split(_PARTS)]
    return _PARTS.join(one for one in said if one) if all(said) else None


def _part(name: str, value: str, depth: int) -> str | None:
    if name[0] == "t" and name.rstrip("0123456789") == "t":
        return value
    if name.rstrip("0123456789") == "n":
        return value.translate(_SIGNS)
    return _said(value, depth + 1)


_SIGNS = str.maketrans(",.", ".,")


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile("".join(_regex(english)), re.DOTALL), german)
                 for english, german in _RULES)  # fmt: skip


def _regex(english: str) -> Iterator[str]:
    for at, piece in enumerate(_FIELD.split(english)):
        if at % 2 == 0:
            yield re.escape(piece)
        elif piece.rstrip("0123456789") == "n":
            yield rf"(?P<{piece}>\d[\d.,]*)"
        else:
            yield f"(?P<{piece}>.+?)"
