"""Queries written to make an article dear, those that are refused, and articles that help them."""

from __future__ import annotations

import random

SYLLABLES = ["ab", "ver", "ge", "stand", "rust", "trag", "schaft", "heit", "berg", "land", "mei"]
SYLLABLES += ["nung", "frie", "den"]
_RANDOM = random.Random(1)
RARE = ["".join(_RANDOM.choices(SYLLABLES, k=3)) for _ in range(1500)]
WORDS = ["the", "of", "a", "in"] * 40 + RARE
USUAL = {
    "usual": " ".join(_RANDOM.choices(WORDS, k=700)),
    "long": " ".join(_RANDOM.choices(WORDS, k=5000)),
    "two words": "the of " * 400,
    "one word": "a" * 6000,
    "no vowels": "ab" * 3000,
    "soft hyphens": "a\u00adb\u00adc\u00ad " * 1000,
    "umlauts": "ü" * 4000 + " müll " * 100,
    "hyphens": "new-" * 2000,
    "compounds": "new-a new art-b " * 500,
}


def any_of(parts: list[str]) -> str:
    return " OR ".join(parts)


QUICK = {
    "nested NEAR": "((((the NEAR/1000 of) NEAR/1000 of) NEAR/1000 a) NEAR/1000 in)",
    "many NEARs": any_of([f"(the NEAR/{i} of)" for i in range(45)]),
    "many NEARs that fail": any_of([f"(the NEAR/{i} w{i})" for i in range(45)]),
    "many NOT NEARs": any_of([f"(the NOT NEAR/{i} of)" for i in range(45)]),
    "many sentences": any_of([f"(the NEAR/s {word})" for word in WORDS[160:205]]),
    "a list near a list": f"({any_of(RARE[:200])}) NEAR/1000 ({any_of(RARE[900:1100])})",
    "a long list": any_of([f"w{i}" for i in range(1900)]),
    "many stars": any_of([f"*{a}{b}*" for a in SYLLABLES for b in SYLLABLES if len(a + b) > 3]),
    "many stars inside": any_of([f"{a}{b}*{a}*{b}" for a in SYLLABLES for b in SYLLABLES][:95]),
    "stars in a row": "aaa*aaa*aaa OR *aaa* OR aa?a?a?a OR new*zzz*new OR new*new*new*",
    "a phrase of common words": '"' + "the of " * 30 + '"',
    "umlauts": '"' + "müll " * 30 + '"',
    "counting": "atleast/1000:(the OR of OR a OR in)",
    "stems": any_of([f"stem:{word}" for word in WORDS[160:205]]),
    "letter case": any_of([f"case:{word.title()}" for word in WORDS[160:800]]),
    "a regular expression": "/(a*)*b/ OR /(.*)*x.{1,100}y/ OR /([a-z]+ ){1,50}q/",
}
REFUSED = {
    "too long": any_of(["w"] * 8000),
    "too many words": any_of([f"w{i}" for i in range(2100)]),
    "too many NEARs": any_of([f"(the NEAR/{i} of)" for i in range(60)]),
    "lists too long for NEAR": f"({any_of(RARE[:300])}) NEAR ({any_of(RARE[900:1100])})",
    "NEARs too deep": "(((((a NEAR b) NEAR c) NEAR d) NEAR e) NEAR f)",
    "a NEAR too wide": "a NEAR/5000 b",
    "brackets too deep": "(" * 5000 + "a" + ")" * 5000,
    "too many stars inside": any_of([f"{a}{b}*{a}*{b}" for a in SYLLABLES for b in SYLLABLES]),
    "too many stars in a word": "abc*def*ghi*jkl*mno",
    "a star with two letters": "ab*",
    "a star alone": '"new * start"',
    "a regular expression that explodes": "/(a{1000}){1000}/",
    "an expression of many steps": "/(.{1,290}q|a)/",
    "back references": r"/(a)\1/",
    "look-ahead": "/a(?=b)/",
    "too many regular expressions": "/ab/ OR /cd/ OR /ef/ OR /gh/",
    "too many stems": any_of([f"stem:{word}" for word in WORDS[160:260]]),
    "a thousand NOTs": "NOT " * 1000 + "a",
    "a thousand fields": "title:" * 1000 + "a",
}

# Longer than any article, and made of what costs most.
HUGE = {
    "long words": " ".join("".join(_RANDOM.choices(SYLLABLES, k=6)) for _ in range(12_000)),
    "one term": "the treaty of " * 30_000,
    "all a": "a" * 1_000_000,
    "words of a": ("a" * 60 + " ") * 10_000,
    "sentences": "The of. A in! Of the? " * 20_000,
    "paragraphs": "The of a in.\n" * 30_000,
    "capitals": "THE OF NEW START " * 25_000,
    "x and blanks": "x y xx " * 40_000,
    "accents": "über Größe ñ é " * 25_000,
    "soft": "Ver\u00adtrag der\u00ad " * 20_000,
    "compounds": "new-a new art-b " * 12_000,
    "Cyrillic": "Договор о мерах " * 20_000,
    "Chinese": "美俄新削减战略武器条约到期" * 20_000,
    "Arabic": "مُعَاهَدَة جديدة " * 20_000,
}
QUICK |= {
    "the term near itself": "(treaty NEAR/1000 of) NEAR/1000 (the NEAR/1000 treaty)",
    "in no sentence": any_of([f"(the NEAR/s zz{i}) OR (of NEAR/p start)" for i in range(20)]),
    "stars over hyphens": "new*art OR new*new OR n?w*art",
    "a phrase of stars": '"new*art new*art" OR case:new*art',
    "stars of a": any_of(["*" + "a" * i + "*" for i in range(3, 58)]),
    "beginnings of a": any_of(["a" * i + "*" for i in range(3, 58)]),
    "a star inside a": "aaa*aaa* OR *aaa*aaa OR a?a?aaa* OR 条约* OR договор*",
    "all fields": "title:treaty OR lead/10000:(the NEAR of) OR body:(treaty ONEAR/9 the)",
    "counting all": "atleast/1000:(the OR of OR (treaty NEAR/50 the))",
    "expressions": r"/x.*q|x/ OR /(x+x+)+y/ OR /[^z]{1,90}[^y]{1,90}z/",
    "wide expressions": r"/(.{1,30}q|a)/ OR /(a|aa|aaa|aaaa)+b/ OR /\pL+ \pL+ \pL+ z/",
    "addresses": any_of([f"url:{i}" for i in range(1600)]),
    "case of all": any_of([f"case:{word}" for word in ("The", "of", "NEW", "Größe", "über")]),
    "mixtures": "title:(the OR of) AND (stem:treaty OR case:Treaty OR *rea* OR /t.*y/)"
    " AND NOT (the NEAR/0 the)",
    "common stems": any_of([f"stem:{a}{b}" for a in SYLLABLES[:7] for b in SYLLABLES[:7]]),
    "no nears": any_of([f"(the NOT NEAR/1000 q{i})" for i in range(50)]),
}
