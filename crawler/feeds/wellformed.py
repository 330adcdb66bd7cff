"""Well-formed RSS, RDF and Atom as nearly everybody writes them -> what feedparser makes of them.

One pass of lxml in a tenth of feedparser's time. feedparser stays the measure: whatever is broken
or unusual gives None, and feedparser reads it. tests/feeds/test_wellformed.py holds each against
the other.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree

from crawler.feeds.sitemap import hardened_parser

# Namespaces that say something here -> how their elements are called below. An element of another
# namespace is passed over, unless it holds elements itself.
_SPACES = {
    "": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.itunes.com/DTDs/PodCast-1.0.dtd": "itunes:",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
# Elements of text that come once -> feedparser's name for them.
_ONCE = {
    "guid": "id",
    "pubdate": "published",
    "dc:date": "updated",
    "dc:language": "language",
    "feedburner:origlink": "feedburner_origlink",
    "atom:id": "id",
    "atom:published": "published",
    "atom:updated": "updated",
}
_PASSED_OVER = frozenset(
    {
        "comments",
        "source",
        "dc:rights",
        "dc:source",
        "dc:type",
        "dc:publisher",
        "dc:format",
        "dc:identifier",
    }
    | {"atom:rights", "atom:source", "atom:contributor", "media:description"}
    | {"media:credit", "media:copyright", "media:text", "media:rating", "media:player"}
    | {"media:community", "media:hash", "media:status", "media:restriction", "media:license"}
)
# What is said of the feed -> feedparser's name for it, and what nobody here asks for.
_OF_FEED = {
    "title": "title",
    "atom:title": "title",
    "language": "language",
    "dc:language": "language",
    "ttl": "ttl",
    "atom:id": "id",
    "sy:updateperiod": "sy_updateperiod",
    "sy:updatefrequency": "sy_updatefrequency",
}
_PASSED_OVER_OF_FEED = frozenset(
    {"item", "atom:entry", "items", "image", "textinput", "description", "copyright", "generator"}
    | {"docs", "lastbuilddate", "pubdate", "managingeditor", "webmaster", "category", "cloud"}
    | {"rating", "skiphours", "skipdays", "author", "sy:updatebase"}
    | {"atom:subtitle", "atom:updated", "atom:generator", "atom:icon", "atom:logo", "atom:rights"}
    | {"atom:author", "atom:category", "atom:contributor", "atom:published"}
    | {"feedburner:info", "feedburner:emailserviceid", "feedburner:feedburnerhostname"}
    | {"feedburner:feedflare", "feedburner:browserfriendly"}
    | {"dc:date", "dc:creator", "dc:publisher", "dc:rights", "dc:subject", "dc:source"}
    | {"media:thumbnail", "media:copyright", "media:credit", "media:category", "media:keywords"}
)
# Names without a namespace that mean something to feedparser, or that it keeps something under.
# Any other is its publisher's own, and is passed over.
_MEANT = frozenset(
    """
    abstract author authors body category channel cloud content contentparams contributor copyright
    created created_parsed description email enclosure entry expirationdate feed fullitem generator
    guid guidislink height homepage id image info issued item keywords language lastbuilddate link
    links managingeditor media_content media_thumbnail modified name newlocation pubdate published
    rights rss source subtitle summary summary_detail tagline tags textinput title title_detail
    updated uri url webmaster width feedburner_origlink
    """.split()  # noqa: SIM905
)
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_TYPES = {"text": "text/plain", "html": "text/html"}
# What feedparser keeps track of from level to level, or mends letter by letter: xml:base,
# windows-1252 in place of Latin-1, and UTF-8 that was taken for Latin-1.
_UNUSUAL = re.compile(
    r"xml:base|[\u0080-\u009f]|[\u00c2-\u00f4][\u0080-\u00bf]|"
    r"&#(?:12[89]|1[345]\d|19[4-9];&#|2[0-4]\d;&#|[xX][89][0-9a-fA-F];|[xX][c-fC-F][0-9a-fA-F];&#)"
)
_ODD_ADDRESS = re.compile(r"&\w+;|:///")
_RSS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}


class Parsed(NamedTuple):
    """The part of feedparser's answer that is read, under its names."""

    version: str
    feeddata: dict[str, Any]
    entries: list[dict[str, Any]]


class _Unusual(Exception):
    """feedparser must look."""


def read_wellformed(text: str) -> Parsed | None:
    """The feed in *text*, which begins at its root element, or None where feedparser must look."""
    if _UNUSUAL.search(text):
        return None
    try:
        root = etree.fromstring(text.encode("utf-8"), hardened_parser(recover=False))
        name = _name(root)
        if name == "atom:feed":
            return _atom(root)
        if name in {"rss", "rdf:rdf"}:
            return _rss(root, name)
    except (etree.XMLSyntaxError, UnicodeEncodeError, _Unusual):
        return None
    return None


def _rss(root: etree._Element, name: str) -> Parsed:
    channels = [child for child in root if _name(child) == "channel"]
    if len(channels) != 1:
        raise _Unusual
    of_root, of_channel = _called(root, "item"), _called(channels[0], "item")
    if name == "rdf:rdf":
        spaces = {space for prefix, space in root.nsmap.items() if prefix is None}
        if of_channel or not spaces & {"http://purl.org/rss/1.0/"}:
            raise _Unusual
        version, items = "rss10", of_root
    elif of_root:
        raise _Unusual
    else:
        said = root.get("version", "")
        version = _RSS.get(said) or ("rss20" if said.startswith("2.") else "rss")
        items = of_channel
    lang = root.get(_LANG)
    of_feed = None if name == "rdf:rdf" else lang  # feedparser looks for "rdf:RDF" there
    return Parsed(version, _channel(channels[0], of_feed), [_entry(item, lang) for item in items])


def _atom(root: etree._Element) -> Parsed:
    lang = root.get(_LANG)
    entries = [_entry(child, lang) for child in root if _name(child) == "atom:entry"]
    return Parsed("atom10", _channel(root, lang), entries)


def _channel(element: etree._Element, lang: str | None) -> dict[str, Any]:
    """What is said of the feed; of most elements nothing is wanted here."""
    feed: dict[str, Any] = {"links": []}
    if lang:
        feed["language"] = lang
    seen: set[str] = set()
    for child in element:
        name = _name(child)
        if key := _OF_FEED.get(name):
            _once(name, seen)
            feed[key] = _text(child)
        elif name == "link":
            _read_link(feed, child, None)
        elif name == "atom:link":
            _read_atom_link(feed, child, None)
        elif name not in _PASSED_OVER_OF_FEED and not _is_foreign(child, name):
            raise _Unusual
    if {"title", "atom:title"} <= seen:
        raise _Unusual
    return feed


def _entry(item: etree._Element, lang: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"links": []}
    if about := item.get(_ABOUT):
        entry["id"] = about
    lang = item.get(_LANG, lang)
    seen: set[str] = set()
    for child in item:
        name = _name(child)
        if _is_foreign(child, name):
            continue
        if name in _ONCE:
            _once(_ONCE[name], seen)
            entry[_ONCE[name]] = _text(child)
            if _ONCE[name] == "id":
                _take_guid_for_link(entry, child)
        elif reader := _READERS.get(name):
            reader(entry, child, lang)
        elif name not in _PASSED_OVER:
            raise _Unusual
    return entry


def _take_guid_for_link(entry: dict[str, Any], guid: etree._Element) -> None:
    is_link = _attributes(guid).get("ispermalink", "true") == "true"
    entry["guidislink"] = is_link and "link" not in entry
    if entry["guidislink"]:
        entry["link"] = _address(entry["id"])


def _is_foreign(element: etree._Element, name: str) -> bool:
    """Whether the element and all in it are none of our business, nor of feedparser's."""
    if not name.startswith("*:") and (":" in name or name in _MEANT):
        return False
    if any(not _name(inside).startswith(("*:", "rdf:")) for inside in element.iterdescendants()):
        raise _Unusual
    return True


def _read_title(entry: dict[str, Any], title: etree._Element, lang: str | None) -> None:
    if "title" in entry:
        raise _Unusual
    kind = title.get("type", "text")
    entry["title"] = _text(title)
    entry["title_detail"] = {"type": _type(kind), "language": title.get(_LANG, lang)}


def _read_second_title(entry: dict[str, Any], _: etree._Element, __: str | None) -> None:
    if "title" not in entry:
        raise _Unusual  # then it is the first


def _read_description(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    if "summary" in entry:
        raise _Unusual
    entry["summary"] = _text(child)
    atom = _name(child) == "atom:summary"
    entry["summary_detail"] = {"type": _type(child.get("type", "text")) if atom else "text/html"}


def _read_content(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    atom = _name(child) == "atom:content"
    if "content" in entry or child.get("src"):
        raise _Unusual
    kind = _type(child.get("type", "text")) if atom else "text/html"
    entry["content"] = [{"value": _text(child), "type": kind}]


def _read_link(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    if len(child.attrib) or any(link["rel"] == "alternate" for link in entry["links"]):
        raise _Unusual
    _add_link(entry, {"href": _text(child)})


def _read_atom_link(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    said = _attributes(child)
    if "href" not in said or "url" in said or "uri" in said:
        raise _Unusual
    _add_link(entry, said)


def _read_enclosure(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    said = _attributes(child)
    entry["links"].append(said | {"rel": "enclosure", "href": said.get("url", "")})


def _read_author(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    entry.setdefault("authors", []).append({"name": _text(child)})


def _read_atom_author(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    names = _called(child, "atom:name")
    if len(names) != 1 or (child.text or "").strip():
        raise _Unusual
    entry.setdefault("authors", []).append({"name": _text(names[0])})


def _read_category(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    said, text = _attributes(child), _text(child)
    if text and ("term" in said or "label" in said):
        raise _Unusual
    tag = {"term": said.get("term") or text, "label": said.get("label")}
    entry.setdefault("tags", []).append(tag)


def _read_media(entry: dict[str, Any], child: etree._Element, _: str | None) -> None:
    name = _name(child)
    if name == "media:content":
        entry.setdefault("media_content", []).append(_attributes(child))
    elif name == "media:thumbnail":
        if not child.get("url"):
            raise _Unusual
        entry.setdefault("media_thumbnail", []).append(_attributes(child))
    elif name == "media:keywords":
        if len(child.attrib):
            raise _Unusual
        words = [word.strip() for word in _text(child).split(",")]
        entry.setdefault("tags", []).extend({"term": word} for word in words if word)
    for inner in child:
        if (inner_name := _name(inner)) in _MEDIA:
            _read_media(entry, inner, None)
        elif inner_name in {"media:category", "media:title"}:
            _READERS[inner_name](entry, inner, None)
        elif inner_name not in _PASSED_OVER:
            raise _Unusual


_MEDIA = frozenset({"media:content", "media:thumbnail", "media:group", "media:keywords"})
_READERS = {
    **dict.fromkeys(("title", "atom:title"), _read_title),
    **dict.fromkeys(("dc:title", "media:title"), _read_second_title),
    **dict.fromkeys(("description", "atom:summary"), _read_description),
    **dict.fromkeys(("content:encoded", "atom:content"), _read_content),
    "link": _read_link,
    "atom:link": _read_atom_link,
    "enclosure": _read_enclosure,
    **dict.fromkeys(("author", "dc:creator"), _read_author),
    "atom:author": _read_atom_author,
    **dict.fromkeys(("category", "dc:subject", "atom:category", "media:category"), _read_category),
    **dict.fromkeys(_MEDIA, _read_media),
}


def _add_link(thing: dict[str, Any], said: dict[str, str]) -> None:
    link = {"rel": "alternate", "type": "text/html"} | said
    link |= {"rel": link["rel"].lower(), "href": _address(said.get("href", ""))}
    thing["links"].append(link)
    if link["rel"] == "alternate" and _TYPES.get(link["type"], link["type"]).lower() in _HTML:
        thing["link"] = link["href"]


def _address(text: str) -> str:
    if _ODD_ADDRESS.search(text):
        raise _Unusual
    return text


def _once(name: str, seen: set[str]) -> None:
    if name in seen:
        raise _Unusual
    seen.add(name)


def _type(kind: str) -> str:
    """Of text; markup that is not escaped is feedparser's case."""
    kind = kind.lower()
    kind = _TYPES.get(kind, kind)
    if kind not in {"text/plain", "text/html"}:
        raise _Unusual
    return kind


def _text(element: etree._Element) -> str:
    if len(element):
        raise _Unusual
    return (element.text or "").strip()


def _called(parent: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in parent if _name(child) == name]


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in element.attrib.items()}


def _name(element: etree._Element) -> str:
    """Such as "item", "dc:creator", "atom:link", in small letters; "*:x" for other namespaces."""
    space, _, local = str(element.tag).rpartition("}")
    return _SPACES.get(space[1:], "*:") + local.lower()
