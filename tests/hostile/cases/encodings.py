"""Charsets, said and meant."""

from __future__ import annotations

import codecs

from tests.hostile.case import Case
from tests.hostile.world import answer, rss

TEXT = rss("/a/1").replace("Report", "Überfälle: Größe, naïve Œuvre –")
WANTED = ("Überfälle: Größe, naïve Œuvre –",)
CLOSED = answer("User-agent: *\nDisallow: /a/\n", kind="text/plain")


def read(name: str, body: bytes, kind: str = "text/xml", holds: tuple[str, ...] = WANTED) -> Case:
    """What the feed says must come through; the page is closed, so the feed's text is kept."""
    return Case(
        name=f"encodings: {name}",
        feed=answer(body, kind=kind),
        robots=CLOSED,
        articles={"/a/1": "entry"},
        holds=holds,
        asked={"/a/1": 0},
    )


def declared(encoding: str, text: str = TEXT) -> str:
    return text.replace('encoding="utf-8"', f'encoding="{encoding}"')


RUSSIAN = declared("windows-1251").replace("Überfälle: Größe, naïve Œuvre –", "Новости дня")
JAPANESE = declared("shift_jis").replace("Überfälle: Größe, naïve Œuvre –", "日本のニュース")
CASES = (
    read("UTF-8", TEXT.encode()),
    read("UTF-8 with a mark", codecs.BOM_UTF8 + TEXT.encode()),
    read("UTF-8 with two marks", codecs.BOM_UTF8 * 2 + TEXT.encode()),
    read("UTF-16 with a mark", declared("utf-16").encode("utf-16")),
    read("UTF-16 without a mark", declared("utf-16").encode("utf-16-le")),
    read(
        "UTF-16, the other way round", codecs.BOM_UTF16_BE + declared("utf-16").encode("utf-16-be")
    ),
    read("UTF-32", declared("utf-32").encode("utf-32")),
    read("windows-1252, and said so", declared("windows-1252").encode("cp1252")),
    read("windows-1252, said to be ISO-8859-1", declared("iso-8859-1").encode("cp1252")),
    read("windows-1252, said to be UTF-8", TEXT.encode("cp1252")),
    read(
        "windows-1252, and nothing said", declared("").replace(' encoding=""', "").encode("cp1252")
    ),
    read(
        "UTF-8, said to be ISO-8859-1",
        declared("iso-8859-1").encode(),
        "text/xml; charset=iso-8859-1",
    ),
    read("UTF-8, the header says otherwise", TEXT.encode(), "text/xml; charset=windows-1252"),
    read(
        "encoded twice",
        TEXT.encode().decode("cp1252", "ignore").encode()
        if False
        else TEXT.encode().decode("latin-1").encode(),
    ),
    read("both in one feed", TEXT.encode() + "<!-- äöü -->".encode("cp1252")),
    read("a charset nobody knows", declared("x-klingon").encode()),
    read("a charset that is a codec of something else", declared("base64").encode()),
    read("UTF-7", declared("utf-7").encode()),
    read("Russian", RUSSIAN.encode("cp1251"), holds=("Новости дня",)),
    read(
        "Russian, said in the header only",
        RUSSIAN.replace('encoding="windows-1251"', "").encode("koi8-r"),
        "text/xml; charset=koi8-r",
        holds=("Новости дня",),
    ),
    read("Japanese", JAPANESE.encode("cp932"), holds=("日本のニュース",)),
    read("half a character at the end", TEXT.encode() + "ü".encode()[:1]),
    read("lone surrogates", TEXT.encode() + b"\xed\xa0\x80"),
    read(
        "characters that are not to be seen",
        TEXT.replace("naïve", "na\u00adï\u200bve").encode(),
        holds=("Überfälle",),
    ),
)
