"""What stands behind ``lang:``, ``site:`` and the like -> its one form, or what is wrong."""

from __future__ import annotations

import re

from crawler.items import Access
from crawler.topics import published, words
from crawler.topics.mistakes import Mistake, Swap

EXAMPLES = {
    "lang": "de", "site": "tagesschau.de", "source": "tagesschau", "author": "Schmidt",
    "section": "politik", "url": "/ausland/", "country": "de", "type": Access.FULL.value,
    "published": "7d",
}  # fmt: skip
_EXPECTED = {
    "lang": "two letters of ISO 639-1", "site": "a domain", "source": "a name",
    "author": "a name", "section": "a name", "url": "a part of the address",
    "country": "two letters of ISO 3166-1", "type": " or ".join(Access),
    "published": "a day, month or year, a comparison, a range, or a length of time",
}  # fmt: skip
# ISO 639-1. A code that is none would match nothing for ever, and nobody would be told.
_LANGUAGES_TEXT = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to
tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_LANGUAGES = frozenset(_LANGUAGES_TEXT.split())
# ISO 3166-1 alpha-2, and Kosovo's usual one.
_COUNTRIES_TEXT = """
ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt
bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh
er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht
hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls
lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni
nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg
sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug
um us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw
"""
_COUNTRIES = frozenset(_COUNTRIES_TEXT.split())
# What people type instead of the code, in English and German.
_MEANT = {
    "lang": {
        "german": "de", "deutsch": "de", "ger": "de", "deu": "de", "english": "en",
        "englisch": "en", "eng": "en", "french": "fr", "französisch": "fr", "fra": "fr",
        "russian": "ru", "russisch": "ru", "rus": "ru", "spanish": "es", "spanisch": "es",
        "italian": "it", "italienisch": "it", "arabic": "ar", "arabisch": "ar", "chinese": "zh",
        "chinesisch": "zh", "cn": "zh", "japanese": "ja", "japanisch": "ja", "jp": "ja",
        "ukrainian": "uk", "ukrainisch": "uk", "ua": "uk", "polish": "pl", "polnisch": "pl",
        "turkish": "tr", "türkisch": "tr", "gr": "el", "cz": "cs", "dk": "da",
    },
    "country": {
        "uk": "gb", "england": "gb", "usa": "us", "germany": "de", "deutschland": "de",
        "france": "fr", "frankreich": "fr", "russia": "ru", "russland": "ru", "austria": "at",
        "österreich": "at", "switzerland": "ch", "schweiz": "ch", "china": "cn", "japan": "jp",
        "ukraine": "ua", "poland": "pl", "polen": "pl", "italy": "it", "italien": "it",
    },
}  # fmt: skip
_KNOWN = {"lang": _LANGUAGES, "country": _COUNTRIES}


def property_value(name: str, typed: str, column: int, at: int) -> str:
    """What *typed* means behind ``name:``. Raises Mistake for what no article can ever have.

    The name stands at *column*, what was typed *at*.
    """
    value = " ".join(typed.split()).casefold()
    if name == "published":
        made = _time(value)
    elif name in _KNOWN:
        made = value if value in _KNOWN[name] else None
    elif name == "site":
        value = re.sub(r"^(?:https?://)?(?:www\.)?", "", value).rstrip("/")
        made = value if re.fullmatch(r"[\w\-]+(\.[\w\-]+)+|[a-z]{2,4}", value) else None
    elif name == "type":
        made = value if value in tuple(Access) else None
    elif name == "url":
        made = value
    else:
        made = words.fold(value).strip()
    if not made:
        raise _mistake(name, typed, value, column, at)
    return made


def no_value(name: str, column: int) -> Mistake:
    """The mistake of something else than words behind ``name:``."""
    return Mistake(f"{name}: takes a value", column, f'{name}:"{EXAMPLES[name]}"')


def _mistake(name: str, typed: str, value: str, column: int, at: int) -> Mistake:
    end = at + len(typed)
    tries: list[str | Swap] = []
    if name in _KNOWN:
        short = re.split(r"[-_]", value)[0]  # de-AT
        meant = _MEANT[name].get(value, short)
        tries = [Swap(at, end, meant)] if meant in _KNOWN[name] else []
    elif name == "site" and "/" in value:
        domain, _, path = value.partition("/")
        tries = [Swap(column, end, f"site:{domain} url:/{path}"), Swap(column, end, f"url:{value}")]
    elif name == "site":
        tries = [Swap(column, end, f"source:{value}")]  # the name of an outlet
    elif name == "published" and (time := published.meant(value)):
        tries = [Swap(at, end, time)]
    kind = "time" if name == "published" else name
    reason = f"{typed} is no {kind} ({_EXPECTED[name]})"
    return Mistake(
        reason, column, *tries, Swap(at, end, EXAMPLES[name]), f"{name}:{EXAMPLES[name]}"
    )


def _time(value: str) -> str | None:
    value = value.upper() if "T" in value.upper() else value.replace(" ", "")
    try:
        published.span(value)
    except (ValueError, OverflowError):
        return None
    return value
