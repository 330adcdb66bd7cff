"""Bytes of a feed or page -> text: BOMs, UTF-16, wrong declarations and mixed encodings."""

from __future__ import annotations

import codecs
import re

from crawler.feeds.problems import Problems

# UTF-32 before UTF-16: the one's mark begins with the other's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (re.compile(rb"[<{\s]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00[<{\s]"), "utf-32-be"),
    (re.compile(rb"[<{\s]\x00[^\x00]"), "utf-16-le"),
    (re.compile(rb"\x00[<{\s]\x00"), "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.I)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)
# What a label means on the web (https://encoding.spec.whatwg.org/#names-and-labels) where Python
# reads it more narrowly. It is also the list of what is allowed: Python knows codecs such as
# punycode and unicode_escape that no feed is written in, and some of them are slow on purpose-made
# input.
_MEANT = {
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "johab": "johab",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_ALLOWED = frozenset(
    {"utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "hz", "koi8-r"}
    | {"koi8-u", "mac-roman", "mac-cyrillic", "cp437", "cp850", "cp852", "cp866", "cp874"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)
_SEVEN_BIT = frozenset({"iso2022_jp", "hz"})  # letters in escapes: valid, and wrong, as ASCII
# windows-1252 as the web reads it: the five bytes without a letter are control characters.
_CP1252 = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)
}
# A byte that is not UTF-8 is read as windows-1252 by itself, since feeds that are pasted together
# from two sources hold both. "surrogateescape" marks such bytes as U+DC80 to U+DCFF.
_STRAY = {0xDC00 + byte: char for byte, char in _CP1252.items()}
_AS_BYTE = {ord(char): byte for byte, char in _CP1252.items()}
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6-\u2122]")
_SAMPLE_CHARS = 100_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_of(body: bytes, content_type: str, problems: Problems) -> str:
    """The text in *body*, without a byte-order mark and without characters that XML forbids.

    A mark counts most, then what the bytes show (valid UTF-8 with letters beyond ASCII is no
    accident), then the charset of *content_type*, then that of the XML declaration.
    """
    text = _once(_decoded(body, content_type, problems), problems)
    clean, count = _FORBIDDEN.subn("", text)
    if count:
        problems.note(f"{count} characters that no feed may hold were taken out")
    return clean.removeprefix("\ufeff")


def _decoded(body: bytes, content_type: str, problems: Problems) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _by_force(body[len(mark) :], encoding, problems)
    for shape, encoding in _UNMARKED:
        if shape.match(body):
            return _by_force(body, encoding, problems)
    declared = _declared(body, content_type)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(body, declared, problems)
    if text.isascii():
        seven_bit = next((name for name in declared if name in _SEVEN_BIT), None)
        return _by_force(body, seven_bit, problems) if seven_bit else text
    if declared and declared[0] != "utf-8":
        problems.note(f"said to be in {_for_people(declared[0])}, but is in UTF-8")
    return text


def _once(text: str, problems: Problems) -> str:
    """*text*, or what it was before somebody took its UTF-8 for windows-1252 and encoded it again.

    Only where every letter beyond ASCII says so: then it cannot be by accident.
    """
    if not _TWICE.search(text, 0, _SAMPLE_CHARS):
        return text
    try:
        mended = text.translate(_AS_BYTE).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    problems.note("was encoded twice")
    return mended


def _declared(body: bytes, content_type: str) -> list[str]:
    """The encodings that the header and the XML declaration name, as Python knows them."""
    labels = [found[1] for found in [_CHARSET.search(content_type)] if found]
    labels += [found[1].decode("ascii") for found in [_DECLARED.search(body[:1024])] if found]
    names: list[str] = []
    for label in labels:
        try:
            name = codecs.lookup(label).name
        except (LookupError, ValueError):
            continue
        name = _MEANT.get(name, name)
        if name in _ALLOWED:
            names.append(name)
    return names


def _legacy(body: bytes, declared: list[str], problems: Problems) -> str:
    others = [name for name in declared if name != "utf-8"]
    for name in others:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    if others:
        return _by_force(body, others[0], problems)
    text = body.decode("utf-8", "surrogateescape").translate(_STRAY)
    problems.note("not valid in the encoding it names: single bytes were read as windows-1252")
    return text


def _for_people(encoding: str) -> str:
    return encoding.replace("cp125", "windows-125")


def _by_force(body: bytes, encoding: str, problems: Problems) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        problems.note(
            f"not valid {_for_people(encoding)}: what could not be read stands as a question mark"
        )
        return body.decode(encoding, "replace")
