"""Titles, names and tags as feeds write them -> one line of plain text."""

from __future__ import annotations

import re
from html import unescape

# Only tags that people put into headlines: "The <video> element" is a headline, too.
_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|big|bdi|bdo|br|center|cite|code|del|dfn|div|em|figure|font|h[1-6]|hr|i|"
    r"img|ins|kbd|li|mark|nobr|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|tt|u|ul|"
    r"wbr)(?:[\s/][^<>]*)?>",
    re.I,
)
_BREAKING = re.compile(r"</?(?:br|div|p|li|h[1-6]|hr|ul|ol|figure|img)\b", re.I)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.{0,10000}?</\1\s*>", re.I | re.S)
_COMMENT = re.compile(r"<!--.{0,10000}?-->", re.S)
_ESCAPED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_MOST_CHARS = 5000
_ROUNDS = 3  # "&amp;amp;lt;" has been seen; more than that is not by mistake


def line(text: str, *, literal: bool = False) -> str:
    """*text* as one line: no markup, no entities, blanks of every kind as single blanks.

    Text that was escaped twice is unescaped twice. *literal* text keeps what looks like a tag.
    What comes after 5,000 characters is cut off.
    """
    text = text[:_MOST_CHARS]
    for _ in range(_ROUNDS):
        if "<" in text and not literal:
            text = _TAG.sub(_blank_or_nothing, _COMMENT.sub(" ", _HIDDEN.sub(" ", text)))
        if not _ESCAPED.search(text):
            break
        text = unescape(text)
    return " ".join(text.split())


def _blank_or_nothing(tag: re.Match[str]) -> str:
    return " " if _BREAKING.match(tag[0]) else ""


_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
_MAIL_THEN_NAME = re.compile(rf"\s*<?{_MAIL}>?\s*\((.+)\)\s*")
_ANY_MAIL = re.compile(rf"[<(\[]?(?:mailto:)?\b{_MAIL}[>)\]]?")
_BY = re.compile(r"(?i:by|von|par|por|di|door|av|af)\s+(?=[^\W\d_a-zß-öø-ÿ])")
_POSTED = re.compile(r"\s+in\s+[A-ZÄÖÜ][^,;]*$")  # "Anna Berg in Geneva"
_AND = re.compile(r"\s*[;|]\s*|\s+(?:and|und|et|y|e|en|och|og|&)\s+(?=[^\W\d_a-zß-öø-ÿ])")
_NAME_CHARS = 120


def names(text: str) -> tuple[str, ...]:
    """The people in a byline, cleaned: "mail@x (Name)" and "By Name <mail@x>" give "Name".

    names("Anna Berg, Jonas Feld und Mara Lind") == ("Anna Berg", "Jonas Feld", "Mara Lind")
    names("Berg, Anna") == ("Berg, Anna",): a comma parts people only where both have two words.
    A mere mail address is nobody.
    """
    text = line(text[:2000])
    if found := _MAIL_THEN_NAME.fullmatch(text):
        text = found[1]
    text = _BY.sub("", _ANY_MAIL.sub(" ", text).strip(), count=1) if text else ""
    people: list[str] = []
    for part in _AND.split(text):
        people.extend(_parted_by_commas(part))
    cleaned = (" ".join(_POSTED.sub("", name).strip(" ,;()<>-–—").split()) for name in people)
    return tuple(
        dict.fromkeys(
            n for n in cleaned if n and len(n) <= _NAME_CHARS and "://" not in n and _has_letter(n)
        )
    )


def _parted_by_commas(part: str) -> list[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if all(len(piece.split()) >= 2 for piece in pieces):
        return pieces
    return [part]


def _has_letter(name: str) -> bool:
    return any(char.isalpha() for char in name)
