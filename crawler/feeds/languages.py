"""A language as a feed names it -> its two letters of ISO 639-1."""

from __future__ import annotations

import re

# ISO 639-2 codes and names that feeds use in place of the two letters.
_LONGER = {
    "deu": "de", "ger": "de", "german": "de", "deutsch": "de", "eng": "en", "english": "en",
    "fra": "fr", "fre": "fr", "french": "fr", "spa": "es", "spanish": "es", "ita": "it",
    "nld": "nl", "dut": "nl", "por": "pt", "rus": "ru", "ukr": "uk", "pol": "pl", "zho": "zh",
    "chi": "zh", "jpn": "ja", "kor": "ko", "ara": "ar", "tur": "tr", "swe": "sv", "iw": "he",
}  # fmt: skip
_TWO_LETTERS = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
    li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or
    os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_KNOWN = frozenset(_TWO_LETTERS.split())
_CODE = re.compile(r"[a-z]{2,8}")


def language_of(text: str) -> str | None:
    """ISO 639-1 of a language tag: language_of("de-DE") == "de"; None where it says none."""
    found = _CODE.match(text.strip().lower())
    if not found:
        return None
    code = _LONGER.get(found[0], found[0])
    return code if code in _KNOWN else None  # "us" has been seen, and says nothing
