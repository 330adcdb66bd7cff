"""An address as somebody wrote it -> the key under which every spelling of it is found.

Two addresses of one article should get one key, two articles never: where the web leaves that
open, a rule here stays silent and the page's own rel=canonical (`believed_canonical`) decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from ural.normalize_url import should_strip_query_item
from ural.utils import fix_common_query_mistakes

from crawler.dedup.sites import Host, read_host

MAX_CHARS = 2048  # what we ask a server for at most; browsers and caches stop about there
DEFAULT_PORTS = frozenset({80, 443})  # either of them: behind proxies "https://host:80/" is common

# Host labels of a site's twins for phones and for Google's cache.
_TWIN = re.compile(r"www?\d?|www-\w{1,3}|m|mobile?|mobil|amp|amp-www|touch|wap")

# The same newsroom under a second name, with the same paths below it.
_TWIN_HOSTS = {
    "edition.cnn.com": "cnn.com",
    "us.cnn.com": "cnn.com",
    "lite.cnn.com": "cnn.com",
    "bbc.co.uk": "bbc.com",
    "guardian.co.uk": "theguardian.com",
    "uk.reuters.com": "reuters.com",
    "in.reuters.com": "reuters.com",
    "ca.reuters.com": "reuters.com",
    "abonnes.lemonde.fr": "lemonde.fr",
    "old.reddit.com": "reddit.com",
    "uk.finance.yahoo.com": "finance.yahoo.com",
}

# Marks of where a reader came from, beyond ural's list: RSS, mail and advertising tools.
_TRACKING = re.compile(
    r"""utm.*|mtm_.*|pk_(?:campaign|kwd|source|medium|content|cid|vid)|matomo_.*|piwik_.*|hsa_.*
    |oly_.*|vero_.*|__hs.*|_hs(?:enc|mi)|hsctatracking|guce_.*|ns_.*|at_.*|xtor|xt_.*|wt[._-].*|wtmc
    |(?:fb|g|d|ms|tw|y|tt|zan|ir|li_fat_|fbc)cl?id|gclsrc|[gw]braid|li_fat_id|igsh|igshid|mibextid
    |_ga|_gl|mc_(?:cid|eid)|mkt_tok|ml_subscriber.*|ck_subscriber_id|bxid|cndid|mbid|trk(?:campaign)?
    |cmpid|cmp|cmp_.*|ocid|icid|intcid|int_.*|ito|ftag|maca|emc|smid|smtyp|ncid|s_cid|s_kwcid|sara_.*
    |soc_(?:src|trk)|ref_?(?:src|url)|refsrc|referringsource|reflink|sref|srnd|leadsource|tpcc|taid
    |dicbo|adobe_mc|spm|fs_rss|echobox|sh_?kw|xing_share|share_?token|giftcopy|unlocked_article_code
    |campaign_?id|adgroup_?id|instance_id|segment_id|regi_id|traffic_?source|cx_testid|ftcamp|partner
    |rss|from_rss|replytocom|showcomments?|nocache|no_cache|cachebust(?:er)?|ao_noptimize|wprov|_rss
    |fbclid|phpsessid|jsessionid|aspsessionid.*|sessionid|cfid|cftoken|__twitter_impression|wpamp""",
    re.VERBOSE | re.IGNORECASE,
)

# These say where from, or which article, as the site likes. A value with a digit may be a number
# of something, so only words are dropped: ref=homepage, but not ref=2026-17.
_SOURCE = re.compile(
    r"ref|refer|referer|referrer|source|src|from|via|origin|share|shared|mod|cid|campaign|medium"
    r"|feature|sns|spref|fref|platform|fromref|feed|recruiter",
    re.IGNORECASE,
)
_SESSION = re.compile(r"s|sid|session|sess", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"[0-9a-f]{24,}", re.IGNORECASE)

# Another layout of the same text: AMP, print, everything on one page.
_LAYOUT = {
    "amp": {"", "1", "true", "yes", "html", "amp"},
    "_amp": {"", "1", "true"},
    "is_amp": {"1", "true"},
    "isamp": {"1", "true"},
    "outputtype": {"amp"},
    "output": {"amp"},
    "mode": {"amp"},
    "view": {"amp", "print", "mobile", "desktop"},
    "format": {"amp"},
    "type": {"amp"},
    "service": {"amp", "print", "mobile"},
    "layout": {"amp", "mobile", "print"},
    "marfeeltn": {"amp"},
    "print": {"", "1", "true", "yes"},
    "mobile": {"", "1", "true", "0"},
    "pagewanted": {"all", "print"},
    "page": {"all"},
    "seite": {"all"},
    "fullsite": {"1", "true"},
    "_ss": {"r"},
}

# ural drops these by name alone; on many sites they are the number of the article.
_OURS = frozenset({"sid", "s", "m", "een", "seen", "refid", "feature", "mode", "source", "ref"})

_SITE_TRACKING = {
    "youtube.com": frozenset({"si", "t", "feature", "ab_channel", "pp"}),
    "nytimes.com": frozenset({"te", "nl", "user_id", "searchresultposition", "action", "module"}),
    "wsj.com": frozenset({"st", "mod", "page"}),
    "theguardian.com": frozenset({"cmp"}),
    "spiegel.de": frozenset({"sara_ecid", "d"}),
    "npr.org": frozenset({"t", "ft", "f"}),
    "ft.com": frozenset({"desktop", "segmentid", "accesstoken"}),
    "bloomberg.com": frozenset({"srnd", "sref"}),
}

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_JUNK = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SCHEME = re.compile(r"(?:(https?|feed):)?//", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)

_INDEX = re.compile(
    r"/(?:index|default)\.(?:x?html?|shtml|php\d?|aspx?|jspx?|jsf|cfm|do)$", re.IGNORECASE
)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
# zeit.de, nzz.ch and others: everything on one page, for print, to read later.
_LAYOUT_TAIL = re.compile(
    r"/(?:komplettansicht|drucken|druckversion|printview|print)$", re.IGNORECASE
)
# spiegel.de -a-1-amp, tagesschau.de ~amp.html, sueddeutsche.de !amp, nytimes.com .amp.html,
# bild.de ,view=amp.bild.html. A bare "-amp" counts after a number only: there are guitar amps.
_AMP_TAIL = re.compile(
    r"(?:[.~!](?:amp|mobile)(?=\.html?$|$)"
    r"|(?<=\d)[-_]amp(?=\.html?$|$)|[-_]amp(?=\.html?$)|,view=amp(?=\.bild\.html$))",
    re.IGNORECASE,
)

# A gate that names its target: (host, path prefix) -> the query item with the true address.
_GATES = {
    ("google.com", "/url"): ("url", "q"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
    ("youtube.com", "/redirect"): ("q",),
    ("bing.com", "/news/apiclick.aspx"): ("url",),
    ("out.reddit.com", "/"): ("url",),
    ("linkedin.com", "/redir/redirect"): ("url",),
    ("t.umblr.com", "/redirect"): ("z",),
    ("steamcommunity.com", "/linkfilter"): ("url", "u"),
    ("vk.com", "/away.php"): ("to",),
    ("deref-gmx.net", "/mail/client"): ("redirectUrl",),
    ("deref-web.de", "/mail/client"): ("redirectUrl",),
    ("safelinks.protection.outlook.com", "/"): ("url",),
}
_AMP_CACHE = re.compile(r"/(?:amp/|[acv]/)(s/)?(?=[^/]+\.[^/]+)")


class _Address(NamedTuple):
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
    for _ in range(4):  # a gate behind a gate; a circle ends
        address = _read(url)
        target = _behind_gate(address) if address else None
        if target is None:
            break
        url = target
    return _key(address) if address else url


def fetchable(url: str) -> str | None:
    """*url* as it may be sent to a server, or None when nothing may be fetched there.

    Absolute, http or https, a possible host, no user name or password, at most `MAX_CHARS`
    characters of ASCII. Whether its host may be asked at all is politeness' and safety's matter.
    """
    url = _clean(url)
    if not re.match(r"https?://", url, re.IGNORECASE):
        return None
    address = _read(url)
    if address is None or "@" in url.split("/", 3)[2].replace("\\", "@"):
        return None
    scheme = url.split(":", 1)[0].lower()
    port = _port_of(url)
    usual = port in (None, 80 if scheme == "http" else 443)
    place = address.host.name if usual else f"{address.host.name}:{port}"
    parts = (quote(part, safe="%/:;=@!$&'()*+,~[]?") for part in address[2:])
    path, query, fragment = parts
    made = f"{scheme}://{place}{path or '/'}"
    made += f"?{query}" if query else ""
    made += f"#{fragment}" if fragment else ""
    return made if len(made) <= MAX_CHARS else None


def site_of(url: str) -> str:
    """The registrable domain (``bbc.co.uk``); with its port where that is not the usual one.

    For IP addresses the whole host; the empty string for what is no web address.
    """
    address = _read(_clean(url))
    if address is None:
        return ""
    return _with_port(address.host.site, address.port)


def believed_canonical(address: str, claimed: str | None) -> str | None:
    """The page's own rel=canonical or og:url where it can be true, as a fetchable address.

    Believed on the same site and port only, and never when it names the home page, a section above
    the article, or the article's address without the number that tells it from others: all three
    are common faults of templates, and each would fold a whole outlet into one article.
    """
    if not claimed or not claimed.strip():
        return None
    target = fetchable(urljoin(address, claimed.strip()))
    if target is None or site_of(target) != site_of(address):
        return None
    here, there = _read(_clean(address)), _read(_clean(target))
    if here is None or there is None:
        return None
    if _key(here) == _key(there):
        return target
    return target if _names_an_article(there, seen_from=here) else None


def _names_an_article(there: _Address, *, seen_from: _Address) -> bool:
    if there.path in {"", "/"} and not _query(there):
        return False
    if _is_telling(there):
        return True
    depth, own = there.path.strip("/").count("/"), seen_from.path.strip("/").count("/")
    return depth >= own and not _is_telling(seen_from)


def _is_telling(address: _Address) -> bool:
    """Whether this looks like one article's address: a long number, a slug of words, an id."""
    last = address.path.rstrip("/").rpartition("/")[2]
    if re.search(r"\d{5,}", address.path) or len(re.findall(r"[-_]", last)) >= 2:
        return True
    if re.search(r"[a-z].*\d|\d.*[a-z]", last, re.IGNORECASE) and len(last) >= 4:
        return True
    return bool(re.search(r"\d", _query(address))) or address.fragment.startswith("!")


def _clean(url: str) -> str:
    return _JUNK.sub("", unicodedata.normalize("NFC", url)).strip()


def _read(url: str) -> _Address | None:
    """The parts of a web address; without a scheme it is taken for one when it has a host."""
    found = _SCHEME.match(url)
    if found is None and _OTHER_SCHEME.match(url) and not re.match(r"[^/?#]+:\d+", url):
        return None
    rest = url[found.end() :] if found else url
    try:
        parts = urlsplit("//" + rest.replace("\\", "/"))
        host, port = read_host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if host is None or port == 0 or (found is None and "." not in host.name):
        return None
    return _Address(
        host, None if port in DEFAULT_PORTS else port, parts.path, parts.query, parts.fragment
    )


def _port_of(url: str) -> int | None:
    return urlsplit(url.replace("\\", "/")).port


def _with_port(name: str, port: int | None) -> str:
    return name if port is None else f"{name}:{port}"


def _key(address: _Address) -> str:
    path = _path(address.path)
    host = _host(address.host)
    if host == "cnn.com" and path.startswith("/cnn/"):  # amp.cnn.com/cnn/2026/…
        path = path[4:]
    query, fragment = _query(address), address.fragment
    routing = fragment[:1] in {"!", "/"} and len(fragment.strip("!/")) > 0
    return (
        _with_port(host, address.port)
        + path
        + (f"?{query}" if query else "")
        + (f"#{_spell(fragment)}" if routing else "")
    )


def _host(host: Host) -> str:
    labels = [label for label in host.labels if not _TWIN.fullmatch(label)]
    name = ".".join([*labels, host.site])
    return _TWIN_HOSTS.get(name, name)


def _path(path: str) -> str:
    path = _spell(_dots(_PATH_SESSION.sub("", path)))
    while True:  # a tail may stand behind another: /a/index.html/amp/
        shorter = _LAYOUT_TAIL.sub("", _INDEX.sub("", path.rstrip("/")))
        shorter = _without_amp(_AMP_TAIL.sub("", shorter))
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
    """A step called "amp" taken out where an article's address is left."""
    steps = path.split("/")
    rest = [step for step in steps if step.lower() != "amp"]
    if len(rest) == len(steps):
        return path
    telling = any(character.isdigit() for step in rest for character in step)
    return "/".join(rest) if telling or "-" in rest[-1] else path


def _spell(text: str) -> str:
    """One spelling of escapes: plain where a character needs none, else ``%C3%BC``."""
    if "%" in text:
        text = _ESCAPE.sub(_unescaped, text)
    return quote(text, safe="%/:;=@!$&'()*+,~[]?|")


def _unescaped(match: re.Match[str]) -> str:
    byte = unquote_to_bytes(match[0])[0]
    return chr(byte) if byte in _UNRESERVED else match[0].upper()


def _query(address: _Address) -> str:
    """The items that tell articles apart, sorted."""
    if not address.query:
        return ""
    own = _SITE_TRACKING.get(address.host.site, frozenset())
    items = {
        _spell_item(name) + ("" if value is None else f"={_spell_item(value)}")
        for name, value in _items(address.query)
        if name.lower() not in own and not _is_noise(name, value)
    }
    return "&".join(sorted(items))


def _items(query: str) -> Iterator[tuple[str, str | None]]:
    for item in fix_common_query_mistakes(query).split("&"):
        name, equals, value = item.partition("=")
        if name or value:
            yield name, value if equals else None


def _is_noise(name: str, value: str | None) -> bool:
    name, value = name.lower(), value or ""
    if _TRACKING.fullmatch(name) or value.lower() in _LAYOUT.get(name, ()):
        return True
    if _SESSION.fullmatch(name):
        return bool(_SESSION_VALUE.fullmatch(value))
    if _SOURCE.fullmatch(name):
        return not any(character.isdigit() for character in value)
    return name not in _OURS and bool(should_strip_query_item((name, value), normalize_amp=False))


def _spell_item(text: str) -> str:
    return _spell(text.replace("+", "%20")).replace("&", "%26")


def _behind_gate(address: _Address) -> str | None:
    """Where an AMP cache or a redirecting gate leads, when its address says so itself."""
    site, host = address.host.site, address.host.name
    if site in {"ampproject.org", "bing-amp.com"} or (
        site.startswith("google.") and address.path.startswith("/amp/")
    ):
        found = _AMP_CACHE.match(address.path)
        if found:
            rest = address.path[found.end() :]
            return f"https://{rest}" + (f"?{address.query}" if address.query else "")
    name = _host(address.host)
    name = "google.com" if site.startswith("google.") else name
    if host.endswith("safelinks.protection.outlook.com"):
        name = "safelinks.protection.outlook.com"
    for (gate, path), names in _GATES.items():
        if name == gate and address.path.startswith(path):
            return _target(address.query, names)
    return None


def _target(query: str, names: tuple[str, ...]) -> str | None:
    items = {name: value or "" for name, value in _items(query)}
    for name in names:
        target = unquote_to_bytes(items.get(name, "")).decode("utf-8", "replace")
        if re.match(r"https?://", target, re.IGNORECASE):
            return _clean(target)
    return None
