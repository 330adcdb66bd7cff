"""Bytes of a page -> UTF-8 -> one parsed tree, with every limit kept before it costs anything.

Declared charsets are wrong on about one page in fifty (UTF-8 under a header of ISO-8859-1, cp1252
under a meta of utf-8), so the bytes are asked first and the declarations second.
"""

from __future__ import annotations

import codecs
import re

import charset_normalizer
from lxml import etree

from crawler.errors import PageError

MAX_BYTES = 4_000_000  # real article pages stay below 3 MB; what lies behind is not looked at
MAX_TAG = 50_000  # a tag with 100,000 attributes costs libxml2 20 s, quadratically
SNIFF_BYTES = 4_096  # browsers look for <meta charset> in 1,024; some sites write it later
WORST_TOLERATED = 8  # multi-byte characters for each bad byte that UTF-8 may have

# What the name says and what the bytes are: the WHATWG list of encodings, the part that matters.
ALIASES = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    "big5": "big5hkscs",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "utf8": "utf-8",
    "unicode": "utf-16",
}
# Python knows more codecs: some are not of text, some refuse to read on after a fault, some
# (punycode) take the square of the time. No page is written in any of them.
READABLE = frozenset(
    {"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "johab", "hz", "koi8-r"}
    | {"koi8-u", "mac-roman", "mac-cyrillic", "cp437", "cp850", "cp852", "cp866", "cp874"}
    | {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{part}" for part in range(1, 17)}
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NO_HTML = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_ENCODING = re.compile(r"<\?xml[^>]{0,80}encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_FIRST_BYTES = bytes(range(0xC2, 0xF5))  # those that begin a sequence of UTF-8
_NOISE = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_NOISE_BYTES = bytes([*range(1, 9), *range(0x0E, 0x20), 0x7F])
NOISE_BYTES = 20_000  # of the beginning, in which noise is looked for
PIECE = 32_768  # bytes that fit the fastest memory
_LONG_TAG = re.compile(rf"<[^<>]{{{MAX_TAG},}}>?")
# One for all pages: making a parser costs a tenth of what parsing a page does.
_PARSER = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
)


def decode(body: bytes, content_type: str = "") -> str:
    """The text of *body*, as `read` has it."""
    return read(body, content_type).decode("utf-8")


def read(body: bytes, content_type: str = "") -> bytes:
    """The text of *body* as UTF-8, at most 4 MB of it, without NUL characters and overlong tags.

    A byte order mark wins; then UTF-8 when the bytes are UTF-8, whatever anybody declares (a few
    bad bytes are tolerated where good sequences outnumber them); then the charset of the header
    or the page; then what the bytes look like. Never fails: what cannot be read is U+FFFD.
    """
    body = body[:MAX_BYTES]
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return _cleaned(_utf8(body[len(mark) :].decode(encoding, "replace")))
    if b"\x1b" in body and b"\x1b$" in body and "iso-2022-jp" in _declared(body, content_type):
        return _cleaned(_utf8(body.decode("iso-2022-jp", "replace")))  # seven bits: passes as UTF-8
    wide = _wide_without_mark(body)
    if wide:
        return _cleaned(_utf8(body.decode(wide, "replace")))
    if _is_utf8(body):
        return _cleaned(body)
    declared = _declared(body, content_type)
    text = _nearly_utf8(body) or _by_declaration(body, declared) or _by_looks(body)
    return _cleaned(_utf8(text))


def refuse_noise(utf8: bytes, *, url: str) -> None:
    """Raise PageError when the text is no text: many characters that nobody writes."""
    first = utf8[:NOISE_BYTES]
    # At most so much noise is in it: every C1 control begins with C2, U+FFFD is EF BF BD.
    suspects = len(first) - len(first.translate(None, _NOISE_BYTES))
    suspects += first.count(b"\xc2") + first.count(b"\xef\xbf\xbd")
    if suspects * 60 <= len(first):
        return
    start = first.decode("utf-8", "ignore")
    if len(_NOISE.findall(start)) * 20 > len(start):
        raise PageError(f"{url}: not a web page (binary data)")


def parse(html: str | bytes, *, url: str = "") -> etree._Element:
    """The tree of *html* (bytes in UTF-8), without comments; PageError when there is nothing."""
    try:
        root = etree.fromstring(
            html if isinstance(html, bytes) else html.encode("utf-8", "replace"), _PARSER
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError(f"{url}: no HTML that could be parsed ({error})") from error
    if root is None:
        raise PageError(f"{url}: the page is empty")
    return root


def refuse_other_kinds(body: bytes, content_type: str, *, url: str) -> None:
    """Raise PageError for an empty body and for pictures, PDFs, archives and data."""
    if not body or body.isspace():
        raise PageError(f"{url}: the page is empty")
    kind = content_type.split(";", 1)[0].strip().lower()
    if body.startswith(NO_HTML) or kind.split("/")[0] in {"image", "audio", "video", "font"}:
        raise PageError(f"{url}: not a web page ({kind or 'binary data'})")
    if kind in {"application/pdf", "application/json", "application/zip"}:
        raise PageError(f"{url}: not a web page ({kind})")


def _is_utf8(body: bytes) -> bool:
    """Whether *body* is UTF-8; asked piece by piece, since a text of the whole is not needed."""
    at = 0
    while at < len(body):
        piece = body[at : at + PIECE]
        try:
            at += codecs.utf_8_decode(piece, "strict", at + PIECE >= len(body))[1]
        except UnicodeDecodeError:
            return False
    return True


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _cleaned(utf8: bytes) -> bytes:
    """*utf8* without NULs and overlong tags."""
    if b"\x00" in utf8:
        utf8 = utf8.replace(b"\x00", b"")
    if len(utf8) > 4 * MAX_TAG and _may_hold_long_tag(utf8):
        return _utf8(_LONG_TAG.sub("", utf8.decode("utf-8")))
    return utf8


def _may_hold_long_tag(utf8: bytes) -> bool:
    """Whether a tag seems to have more than MAX_TAG bytes, and "=" are many for the tags there."""
    step = MAX_TAG // 2
    for start in range(0, len(utf8), step):
        end = start + step
        if utf8.find(b"<", start, end) >= 0 or utf8.find(b">", start, end) >= 0:
            continue
        opened = utf8.rfind(b"<", 0, start)
        if opened > utf8.rfind(b">", max(opened, 0), start):
            return utf8.count(b"=") > 15 * utf8.count(b"<")
    return False


def _declared(body: bytes, content_type: str) -> tuple[str, ...]:
    """Charset names as declared, the believable first: header, meta, XML declaration."""
    start = body[:SNIFF_BYTES].decode("latin-1")
    found = [
        match.group(1).strip().lower()
        for match in (
            _CHARSET.search(content_type),
            _CHARSET.search(start),
            _XML_ENCODING.search(start),
        )
        if match
    ]
    # A header of Latin-1 is often only the server's default; what the page itself says is better.
    if len(found) > 1 and ALIASES.get(found[0]) == "cp1252":
        found = [*found[1:], found[0]]
    return tuple(found)


def _wide_without_mark(body: bytes) -> str | None:
    """UTF-16 that forgot its mark: every other byte of its markup is NUL."""
    start = body[:400]
    if start.count(0) * 3 < max(len(start), 12):
        return None
    return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"


def _nearly_utf8(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd") - body.count("\ufffd".encode())
    good = len(body) - len(body.translate(None, _FIRST_BYTES)) - bad
    return text if good >= WORST_TOLERATED * bad else None


def _by_declaration(body: bytes, declared: tuple[str, ...]) -> str | None:
    for name in declared:
        encoding = ALIASES.get(name, name)
        try:
            codec = codecs.lookup(encoding)
        except (LookupError, ValueError):
            continue
        if codec.name not in READABLE:
            continue  # UTF-8 was tried
        text = body.decode(encoding, "replace")
        if text.count("\ufffd") * 200 <= len(body):
            return text
    return None


def _by_looks(body: bytes) -> str:
    best = charset_normalizer.from_bytes(body[:60_000], steps=5, threshold=0.3).best()
    encoding = ALIASES.get(best.encoding.replace("_", "-"), best.encoding) if best else "cp1252"
    return body.decode(encoding, "replace")
