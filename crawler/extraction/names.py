"""Bylines as sites write them -> persons, and the agency that is credited."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from crawler.extraction.head import clean

# Agencies as they are written in credits -> as we write them.
AGENCIES = {
    "dpa": "dpa", "deutsche presse-agentur": "dpa", "dpa-afx": "dpa-AFX", "afp": "AFP",
    "dpa/lby": "dpa", "dpa/lsw": "dpa", "dpa/lnw": "dpa", "dpa/lhe": "dpa", "dpa/lni": "dpa",
    "agence france-presse": "AFP", "agence france presse": "AFP", "france-presse": "AFP",
    "ap": "AP", "associated press": "AP", "the associated press": "AP", "reuters": "Reuters",
    "thomson reuters": "Reuters", "epd": "epd", "kna": "KNA", "sid": "SID", "apa": "APA",
    "sda": "Keystone-SDA", "keystone-sda": "Keystone-SDA", "sda-ats": "Keystone-SDA",
    "ats": "Keystone-SDA", "ansa": "ANSA", "adnkronos": "Adnkronos", "lapresse": "LaPresse",
    "efe": "EFE", "agencia efe": "EFE", "europa press": "Europa Press", "lusa": "Lusa",
    "agência lusa": "Lusa", "anp": "ANP", "belga": "Belga", "pap": "PAP", "čtk": "ČTK",
    "ctk": "ČTK", "tasr": "TASR", "tt": "TT", "ntb": "NTB", "ritzau": "Ritzau", "stt": "STT",
    "bns": "BNS", "tass": "TASS", "тасс": "TASS", "ria novosti": "RIA Novosti",
    "риа новости": "RIA Novosti", "interfax": "Interfax", "интерфакс": "Interfax",
    "unian": "UNIAN", "уніан": "UNIAN", "ukrinform": "Ukrinform", "укрінформ": "Ukrinform",
    "interfax-ukraine": "Interfax-Ukraine", "aa": "Anadolu", "anadolu": "Anadolu",
    "anadolu agency": "Anadolu", "anadolu ajansı": "Anadolu", "dha": "DHA", "iha": "İHA",
    "i̇ha": "İHA", "xinhua": "Xinhua", "新华社": "Xinhua", "kyodo": "Kyodo",
    "kyodo news": "Kyodo", "共同通信": "Kyodo", "時事通信": "Jiji", "jiji": "Jiji",
    "yonhap": "Yonhap", "연합뉴스": "Yonhap", "pti": "PTI", "ani": "ANI", "ians": "IANS",
    "pa": "PA", "pa media": "PA", "press association": "PA", "aap": "AAP",
    "canadian press": "The Canadian Press", "the canadian press": "The Canadian Press",
    "upi": "UPI", "bloomberg": "Bloomberg", "bloomberg news": "Bloomberg", "mti": "MTI",
    "agerpres": "Agerpres", "mediafax": "Mediafax", "hina": "HINA", "tanjug": "Tanjug",
    "bta": "BTA", "antara": "Antara", "ots": "ots", "news aktuell": "ots",
}  # fmt: skip

MAX_NAMES = 20

_BY = re.compile(
    r"^(?:von|by|par|por|di|da|door|af|av|od|texte?|autor(?:in|a|es|en|zy|ka)?|author|auteur|"
    r"autore|written by|words by|story by|reporting by|ein(?:e)? .{3,30}? von|автор|yazan)"
    r"\s*:?\s+",
    re.I,
)
_BETWEEN = re.compile(
    r"\s*(?:;|\||/|•|·|,\s*(?:and|und|et|y|e|en|och|og|i)\s|,|、|\s(?:und|and|&|et|y|e|en|"
    r"och|og|con|mit|"
    r"with|avec)\s)\s*"
)
_JOB = re.compile(
    r"\b(?:korrespondent\w*|correspondent\w*|reporter\w*|journalist\w*|\w*redakt\w+|redaction|"
    r"redacción|rédact\w+|redazione|editor\w*|editorial|staff|senior|chief|chef\w*|writer|desk|"
    r"newsroom|team|agentur\w*|agenc\w+|agenz\w+|press|presse|zeitung|online|news|nachrichten|"
    r"author|autor|admin|administrator|contributor|contributing|special|analyst|freelance|"
    r"producer|director|manager|photographer|fotograf\w*|bureau|büro|service|gastbeitrag|gastautor\w*|"
    r"mitarbeiter\w*|leiter\w*|ressort|magazin\w*|magazine|redaksi|redakce|redakcja|редакци\w*|"
    r"編集部|編集局|取材班|記者|기자)\b|新聞|通信社|編集|デジタル|オンライン|日报|日報|新闻|新聞網|"
    r"人民网|한국일보|연합뉴스|뉴스|신문|편집",
    re.I,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d|©|\.(?:com|de|at|ch|net|org|fr|it|es|co|tv|info|be|nl|is)\b|facebook|"
    r"twitter|instagram|^(?:none|null|undefined|home|mehr|more|read|follow|share|n/a|"
    r"image|photo|foto|bild|video|updated|published|posted|mit material|unserem|unserer|"
    r"unser|our|notre|nuestro|guest|gast|anonymous|unknown|wire|agencies|agenturen|agencias)\b",
    re.I,
)
_DEGREE = re.compile(
    r"(?:ph\.?\s?d|m\.?d|mba|m\.?sc?|b\.?sc?|b\.?a|rdn?|rn|cpa|esq|jr|sr|full bio|bio)\.?", re.I
)
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]")  # initials and offices: "Ann Other (ao)"
_SHOUT = re.compile(r"^[^a-zß-öø-ÿ]{6,}$")
_HANDLE = re.compile(r"\s*\(?@\w+\)?")
_CREDIT_END = re.compile(
    r"[(\[–—-]\s*(?:mit\s+material\s+(?:von|der)\s+)?([A-Za-zÀ-žА-я][\w./,+& -]{1,40})\s*[)\]]?\.?$"
)
_CREDIT_START = re.compile(
    r"^(?:[^\W\d_][^()\n]{1,50}?[\s,])?\(([A-Za-zÀ-žА-я][\w/., +-]{1,30})\)\s*(?:[-–—:.]|$|(?=\S))"
)
# "ASTANA (knd) –", "Genf/Berlin (knd). -": agencies write themselves small, editors' initials too,
# but those stand at the end of texts.
_UNKNOWN_START = re.compile(
    r"^(?:[^\W\d_a-z][^\W\d_]+[\s/.-]{0,2}){1,4},?\s?\(([a-zà-ž]{3,5})\)\s?[–—-]\s"
)
# "(knd)" and "Von knd": in German nobody's name is written small.
_UNKNOWN_END = re.compile(r"^(?:\((?P<end>[a-zà-ž]{3,5})\)\.?|[Vv]on (?P<by>[a-zà-ž]{3,5}))$")
_SOURCE = re.compile(
    r"^(?:quelle|source|fuente|fonte|bron|źródło|источник|джерело|kaynak|mit material von|"
    r"with (?:reporting|files|material) (?:from|by)|avec|"
    r"con información de)\s*:?\s+(.{2,60})$",
    re.I,
)


def split(byline: str) -> list[str]:
    """The single names of a byline: "Von Anna Beck und Max Kurz, dpa" -> three."""
    text = _BY.sub("", _ASIDE.sub("", clean(byline)[:400]))
    names = []
    for part in _BETWEEN.split(text):
        name = _HANDLE.sub("", _BY.sub("", part)).strip(" ,.:;-–—()[]\"'")
        if name:
            names.append(name)
    return names


def agency_of(name: str) -> str | None:
    """The agency that *name* is, as we write it, or None."""
    return AGENCIES.get(name.strip(" .()").casefold())


def is_person(name: str, *sites: str) -> bool:
    """Whether *name* can be a person's: not an agency, a desk, one of *sites* or a sentence."""
    words = name.split()
    if not 2 <= len(name) <= 60 or len(words) > 6 or agency_of(name):
        return False
    if (
        _DEGREE.fullmatch(name)
        or _NO_NAME.search(name)
        or _JOB.search(name)
        or ":" in name
        or "*" in name
    ):
        return False
    if any(_is_site(name, site) for site in sites):
        return False
    if name.isascii() or name[0].isascii():
        # Initials ("kesm", "srf/hosb") are no name that anybody could look for.
        return len(words) > 1 or (name[0].isupper() and len(name) > 3)
    return True


def persons(bylines: Iterable[str], *sites: str) -> tuple[str, ...]:
    """The persons among *bylines*, once each, in order; the names of *sites* are none."""
    found: dict[str, str] = {}
    for byline in bylines:
        for name in split(byline):
            if is_person(name, *sites):
                found.setdefault(name.casefold(), _spoken(name))
    return tuple(found.values())[:MAX_NAMES]


def agency_in_names(bylines: Iterable[str]) -> str | None:
    """The first agency among *bylines*, or None; "(knd)" is one that is not known by name."""
    bylines = list(bylines)
    known = (a for b in bylines for n in [b, *split(b)] if (a := agency_of(n)))
    unknown = (
        name
        for b in bylines
        if (match := _UNKNOWN_END.match(b)) and not _JOB.search(name := match["end"] or match["by"])
    )
    return next(known, None) or next(unknown, None)


def agency_in_text(paragraphs: list[str]) -> str | None:
    """The agency credited at the beginning ("BERLIN (dpa) -") or the end ("(dpa/AFP)").

    One that is not known is believed by its form: small letters in brackets behind a place
    ("ASTANA (knd) –"). At the end such letters are the editor's initials as often.
    """
    by_form = None
    for paragraph in paragraphs[:2]:
        match = _CREDIT_START.match(paragraph[:90])
        if match and (agency := _first_agency(match[1])):
            return agency
        if match := _UNKNOWN_START.match(paragraph[:90]):
            by_form = by_form or match[1]
    for paragraph in reversed(paragraphs[-3:]):
        end = paragraph[-60:]
        match = _SOURCE.match(paragraph) or _CREDIT_END.search(end)
        if match and (agency := _first_agency(match[1])):
            return agency
        alone = paragraph.strip(" ()[]©")
        # "AA" is also a button for larger letters, "PA" an abbreviation.
        if 3 <= len(alone) < 60 and (agency := _first_agency(alone)):
            return agency
    return by_form


def _is_site(name: str, site: str) -> bool:
    """Whether *name* is the site's own, with or without what it adds ("Ilanga", "The Sun UK")."""
    plain, own = _letters(name), _letters(site).removeprefix("the")
    plain = plain.removeprefix("the")
    if len(own) < 3 or len(plain) < 3:
        return plain == own != ""
    return plain.startswith(own) or (" " not in name and own.startswith(plain))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def _first_agency(text: str) -> str | None:
    parts = re.split(r"[/,+&]|\s(?:und|and|et|y)\s", text)
    return next((agency for part in parts if (agency := agency_of(part))), None)


def _spoken(name: str) -> str:
    """JÖRG ZSCHOCHE -> Jörg Zschoche: some sites shout their names."""
    return (
        name.title()
        if _SHOUT.match(name) and " " in name and name.upper() != name.lower()
        else name
    )
