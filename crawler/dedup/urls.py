"""An address as somebody wrote it -> the key under which every spelling of it is found.

Two addresses of one article should get one key, two articles never: where the web leaves that
open, no rule here guesses, and the page's own rel=canonical (`believed_canonical`) decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

from crawler.dedup import customs
from crawler.dedup.sites import Host, read_host

MAX_CHARS = 2048  # of an address that is asked for; browsers, caches and servers stop about there
DEFAULT_PORTS = frozenset({80, 443})  # either one: behind proxies "https://host:80/" is common

_SCHEME = re.compile(r"(?:(https?|feed):)?//", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
# Controls, and what shows no width or turns the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")

_ESCAPE = re.compile(r"%(?:[0-9A-Fa-f]{2})?")
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
# Characters that mean the same with and without their escape. RFC 3986 lets a server tell them
# apart; no outlet does, and feeds and pages disagree about them every day.
_PLAIN_IN_PATH = frozenset(f"{_UNRESERVED}!$&'()*+,=:@".encode())
_PLAIN_IN_QUERY = frozenset(f"{_UNRESERVED}!$'()*,:@/?;".encode())
_KEPT = "%/:;=@!$&'()*+,~?"
# Of a link that was escaped once too often.
_ESCAPED_AND = re.compile(r"&amp(?:;|%3B)", re.IGNORECASE)
_SECOND_MARK = re.compile(r"\?(?=utm_)", re.IGNORECASE)  # "?id=5?utm_source=rss"


@dataclass(frozen=True, slots=True)
class _Address:
    """The parts of a web address as written; http and https are one."""

    host: Host
    port: int | None  # None for the usual one
    path: str
    query: str
    fragment: str


def address_key(url: str) -> str:
    """The canonical key of an article's address: ``host[:port]/path?query``, without a scheme.

    Never raises: what is no web address keeps its own cleaned text as its key. Written as an
    address again (``"https://" + key``) it gives the same key.

        address_key("https://m.outlet.example:443/a/b/?utm_source=rss&id=5#top")
        'outlet.example/a/b?id=5'
    """
    url = _clean(url)
    while address := _read(url):
        target = _behind_gate(address)
        if target is None:
            return _key(address)
        url = target  # a gate may lead to a gate; each is a part of the one before, so it ends
    return url


def fetchable(url: str) -> str | None:
    """*url* as it may be sent to a server, or None when nothing may be fetched there.

    Absolute, http or https, a possible host, no user name or password, at most `MAX_CHARS`
    characters, all ASCII. Whether its host may be asked is for politeness and safety to say.
    """
    url = _clean(url)
    scheme, parted, rest = url.partition("://")
    scheme = scheme.lower()
    address = _read(url) if parted and scheme in {"http", "https"} else None
    if address is None or "@" in re.split(r"[/\\?#]", rest, maxsplit=1)[0]:
        return None
    port = urlsplit("//" + rest.replace("\\", "/")).port  # as written: https on port 80 is its own
    usual = port in (None, 80 if scheme == "http" else 443)
    path = quote(address.path or "/", safe=_KEPT)
    query = f"?{quote(address.query, safe=_KEPT + '[]')}" if address.query else ""
    fragment = f"#{quote(address.fragment, safe=_KEPT)}" if address.fragment else ""
    host = _with_port(address.host.name, None if usual else port)
    made = f"{scheme}://{host}{path}{query}{fragment}"
    return made if len(made) <= MAX_CHARS else None


def site_of(url: str) -> str:
    """The registrable domain (``bbc.co.uk``); with its port where that is not the usual one.

    For IP addresses the whole host; the empty string for what is no web address.
    """
    return _site_of(url) if len(url) <= MAX_CHARS else _site_of.__wrapped__(url)


# One address is asked for several times on its way to the network.
@lru_cache(maxsize=1024)
def _site_of(url: str) -> str:
    address = _read(_clean(url))
    return _with_port(address.host.site, address.port) if address else ""


def believed_canonical(address: str, claimed: str | None) -> str | None:
    """The page's own rel=canonical or og:url where it can be true, as a fetchable address.

    Believed on the same site and port only, and never when it names the home page, a section above
    the article, or the article's address without the number that tells it from others: all three
    are common faults of templates, and each would fold a whole outlet into one article.
    """
    target = fetchable(_joined(address, claimed)) if claimed else None
    if target is None or site_of(target) != site_of(address):
        return None
    here, there = _read(_clean(address)), _read(target)
    if here is None or there is None:
        return None
    believed = _key(here) == _key(there) or _may_stand_for(there, here)
    return target if believed else None


def for_readers(url: str, canonical_url: str | None) -> str:
    """Where a reader finds an article: the page's own word where it can be believed, else *url*.

    Without what tracks readers, and for the rest as it was, so that it can be fetched.
    """
    return _untracked(believed_canonical(url, canonical_url) or url)


def _untracked(url: str) -> str:
    head, mark, rest = url.partition("?")
    address = _read(_clean(url))
    if not mark or address is None:
        return url
    query, hash_, fragment = rest.partition("#")
    own = customs.SITE_TRACKING.get(address.host.site, frozenset())
    kept = [item for item in query.split("&") if not _tracks(item.partition("=")[0], own)]
    if len(kept) == query.count("&") + 1:
        return url
    return f"{head}{mark if kept else ''}{'&'.join(kept)}{hash_}{fragment}"


def _tracks(name: str, own: frozenset[str]) -> bool:
    name = unquote(name).lower()
    return name in own or bool(customs.TRACKING.fullmatch(name))


def _joined(address: str, claimed: str) -> str:
    try:
        return urljoin(_clean(address), _clean(claimed))
    except ValueError:
        return ""


def _may_stand_for(there: _Address, here: _Address) -> bool:
    if not _path(there.path) and not _query(there):
        return False
    if _is_telling(there):
        return True
    claimed, own = there.path.strip("/").split("/"), here.path.strip("/").split("/")
    if (
        len(claimed) > 1
        and f"/{'/'.join(claimed)}/" in here.path
        and claimed != own[: len(claimed)]
    ):
        return True  # vg.no/i/dRwWqB for vg.no/nyheter/i/dRwWqB/the-headline
    return len(claimed) >= len(own) and not _is_telling(here)


def _is_telling(address: _Address) -> bool:
    """Whether this looks like one article's address: a long number, a slug of words, an id."""
    last = address.path.rstrip("/").rpartition("/")[2]
    if re.search(r"\d{5,}", address.path) or len(re.findall(r"[-_]", last)) >= 2:
        return True
    if len(last) >= 4 and re.search(r"[a-z].*\d|\d.*[a-z]", last, re.IGNORECASE):
        return True
    return bool(re.search(r"\d", _query(address))) or address.fragment.startswith("!")


def _clean(url: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", url)).strip()


def _read(url: str) -> _Address | None:
    """The parts of a web address; without a scheme it is taken for one when it has a host."""
    found = _SCHEME.match(url)
    if found is None and _OTHER_SCHEME.match(url):
        return None
    rest = url[found.end() :] if found else url
    try:
        parts = urlsplit("//" + rest.replace("\\", "/"))
        host, port = read_host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if host is None or (found is None and "." not in host.name):
        return None
    port = None if port in DEFAULT_PORTS else port
    return _Address(host, port, parts.path, parts.query, parts.fragment)


def _with_port(name: str, port: int | None) -> str:
    return name if port is None else f"{name}:{port}"


def _key(address: _Address) -> str:
    host = _host(address.host)
    path = _slug_number(host, _path(address.path))
    query, fragment = _query(address), address.fragment
    leads = fragment[:1] in {"!", "/"} and bool(fragment.strip("!/"))  # within one page: "#!/a/1"
    return (
        _with_port(host, address.port)
        + path
        + (f"?{query}" if query else "")
        + (f"#{_spell(fragment, _PLAIN_IN_PATH)}" if leads else "")
    )


def _host(host: Host) -> str:
    labels = [label for label in host.labels if not customs.TWIN_LABEL.fullmatch(label)]
    name = ".".join([*labels, host.site])
    return customs.TWIN_HOSTS.get(name, name)


def _slug_number(host: str, path: str) -> str:
    """The article's own number in place of the path, on sites that go by it."""
    twin = customs.TWIN_PATHS.get(host)
    if twin and path.startswith(twin):
        path = path[len(twin) - 1 :]
    rule = customs.SLUG_NUMBERS.get(host)
    found = rule.search(path) if rule else None
    return "/" + found[1].strip("/") if found else path


def _path(path: str) -> str:
    path = _spell(_dots(customs.PATH_SESSION.sub("", path)), _PLAIN_IN_PATH)
    while True:  # a tail may stand before another: /a/amp/index.html
        shorter = customs.INDEX_PAGE.sub("", path.rstrip("/"))
        shorter = customs.AMP_TAIL.sub("", customs.LAYOUT_TAIL.sub("", shorter))
        shorter = _dots(_without_amp(shorter))  # "/..amp" leaves a step that leads nowhere
        if shorter == path:
            return path
        path = shorter


def _dots(path: str) -> str:
    """Empty, "." and ".." steps resolved."""
    if "//" not in path and "/." not in path:
        return path
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    return "/" + "/".join(steps)


def _without_amp(path: str) -> str:
    """A step called "amp" taken out, where what is left looks like an article's address."""
    steps = path.split("/")
    rest = [step for step in steps if step.lower() != "amp"]
    if len(rest) == len(steps):
        return path
    telling = "-" in rest[-1] or any(character.isdigit() for character in "".join(rest))
    return "/".join(rest) if telling else path


def _spell(text: str, plain: frozenset[int]) -> str:
    """One spelling of escapes: the characters of *plain* as they are, all others as ``%C3%BC``."""
    if "%" in text:
        text = _ESCAPE.sub(lambda match: _spell_escape(match[0], plain), text)
    return quote(text, safe=_KEPT)


def _spell_escape(escape: str, plain: frozenset[int]) -> str:
    if len(escape) == 1:
        return "%25"  # a percent sign that begins nothing
    code = int(escape[1:], 16)
    return chr(code) if code in plain else escape.upper()


def _query(address: _Address) -> str:
    """The items that tell articles apart, sorted, each once."""
    if not address.query:
        return ""
    own = customs.SITE_TRACKING.get(address.host.site, frozenset())
    items = {
        name if value is None else f"{name}={value}"
        for name, value in _items(address.query)
        if name.lower() not in own and not _is_noise(name.lower(), value or "")
    }
    made = "&".join(sorted(items))
    # Behind another, an item "amp;a=1" reads as the "&amp;" of a careless link.
    settled = made == address.query or "&amp" not in made.lower()
    return made if settled else _query(replace(address, query=made))


def _items(query: str) -> Iterator[tuple[str, str | None]]:
    """Names and values in one spelling; None for an item that has no equals sign."""
    query = _SECOND_MARK.sub("&", _ESCAPED_AND.sub("&", query)).replace("+", "%20")
    for item in query.split("&"):
        name, equals, value = item.partition("=")
        if name or value:
            value = _spell(value, _PLAIN_IN_QUERY)
            yield _spell(name, _PLAIN_IN_QUERY), value if equals else None


def _is_noise(name: str, value: str) -> bool:
    if customs.TRACKING.fullmatch(name) or value.lower() in customs.LAYOUT.get(name, ()):
        return True
    if customs.SESSION.fullmatch(name):
        return bool(customs.SESSION_VALUE.fullmatch(value))
    from_where = customs.SOURCE.fullmatch(name) is not None
    return from_where and not any(character.isdigit() for character in value)


def _behind_gate(address: _Address) -> str | None:
    """Where an AMP cache or a redirecting gate leads, when its address says so itself."""
    site, path = address.host.site, _dots(address.path)
    google = site.startswith("google.")
    target = None
    if site in customs.AMP_CACHES or (google and path.startswith("/amp/")):
        found = customs.AMP_CACHE_PATH.match(path)
        query = f"?{address.query}" if address.query else ""
        target = f"https://{path[found.end() :]}{query}" if found else None
    else:
        host = "google.com" if google else _host(address.host)
        for (gate, beginning), names in customs.GATES.items():
            if host == gate and path.startswith(beginning):
                target = _target(address.query, names)
    return target if target and _read(target) else None


def _target(query: str, names: tuple[str, ...]) -> str | None:
    items = {name: unquote(value or "") for name, value in _items(query)}
    targets = (_clean(items.get(name, "")) for name in names)
    return next((target for target in targets if _SCHEME.match(target)), None)
