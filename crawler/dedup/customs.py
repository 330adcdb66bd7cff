"""What outlets, tools and gates do to addresses: tables for `urls`, which knows how to use them.

A line belongs here when the web shows it: a name in a query that says where a reader came from, a
host that mirrors another, a tail that asks for another layout. Each has a pair in the table of
addresses that the tests keep, and none may fold two articles into one.
"""

from __future__ import annotations

import re

# Host labels of a site's twins for phones and for Google's cache.
TWIN_LABEL = re.compile(r"www?\d?|m|mobile?|amp|amp-www|touch|wap")

# The same newsroom under a second name, with the same paths below it.
TWIN_HOSTS = {
    "edition.cnn.com": "cnn.com",
    "us.cnn.com": "cnn.com",
    "lite.cnn.com": "cnn.com",
    "bbc.co.uk": "bbc.com",
    "guardian.co.uk": "theguardian.com",
    "uk.reuters.com": "reuters.com",
    "in.reuters.com": "reuters.com",
    "ca.reuters.com": "reuters.com",
    "abonnes.lemonde.fr": "lemonde.fr",
}

# A twin that puts its name before the other's path: amp.cnn.com/cnn/2026/…
TWIN_PATHS = {"cnn.com": "/cnn/"}

# Marks of where a reader came from, and of sessions: RSS, mail, advertising and social networks.
TRACKING = re.compile(
    r"""utm.* | mtm_.* | pk_.* | matomo_.* | piwik_.* | hsa_.* | oly_.* | vero_.* | guce_.* | ns_.*
    | at_.* | xtor | xt_.* | wt[._-].* | wtmc | amp_.* | usqp | __hs.* | _hs(?:enc|mi)
    | hsctatracking | fbclid | gclid | dclid | yclid | twclid | ttclid | msclkid | zanpid
    | irclickid | li_fat_id | gclsrc | [gw]braid | igsh | igshid | mibextid | _ga | _gl
    | mc_(?:cid|eid) | mkt_tok | ml_subscriber.* | ck_subscriber_id | bxid | cndid | mbid
    | trk(?:campaign)?
    | cmp | cmpid | cmp_.* | ocid | icid | intcid | int_.* | ito | ftag | ftcamp | maca | emc | smid
    | smtyp | ncid | s_cid | s_kwcid | sara_.* | soc_(?:src|trk) | ref_?(?:src|url) | reflink | sref
    | referringsource | srnd | leadsource | tpcc | taid | dicbo | adobe_mc | spm | fs_rss | echobox
    | xing_share | share_?token | giftcopy | unlocked_article_code | campaign_?id | adgroup_?id
    | instance_id | segment_id | regi_id | traffic_?source | cx_testid | from_rss | replytocom
    | showcomments? | no_?cache | cachebust(?:er)? | ao_noptimize | wprov | wpamp | srsltid | iref
    | ico | __twitter_impression | fb_(?:action_(?:ids|types)|source) | __tn__ | _ft_ | guccounter
    | _guc_consent_skip | xt(?:cr|loc|np|ref|s) | _unique_id | cn-reloaded | phpsess(?:ion)?id
    | jsessionid | aspsessionid.* | sessionid | cfid | cftoken""",
    re.VERBOSE | re.IGNORECASE,
)

# These say where from, or which article, as the site likes. A value with a digit may be a number
# of something, so only words are dropped: ref=homepage, but not ref=2026-17.
SOURCE = re.compile(
    r"ref|refer|referer|referrer|srcref|source|src|r|from|via|origin|share|shared|mod|cid|campaign|medium"
    r"|feature|sns|spref|fref|platform|fromref|feed|recruiter|partner|rss",
    re.IGNORECASE,
)

# A session, when its value looks like one; else the number of an article (article.pl?sid=).
SESSION = re.compile(r"s|sid|session|sess", re.IGNORECASE)
SESSION_VALUE = re.compile(r"[0-9a-f]{24,}", re.IGNORECASE)

# Another layout of the same text: AMP, print, everything on one page.
LAYOUT = {
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

# What tells nothing on one site, though it may elsewhere.
SITE_TRACKING = {
    "bloomberg.com": frozenset({"srnd", "sref"}),
    "ft.com": frozenset({"desktop", "segmentid", "accesstoken"}),
    "npr.org": frozenset({"t", "ft", "f"}),
    "nytimes.com": frozenset({"te", "nl", "user_id", "searchresultposition", "action", "module"}),
    "spiegel.de": frozenset({"d"}),
    "wsj.com": frozenset({"st", "mod", "page"}),
    "youtube.com": frozenset({"si", "t", "feature", "ab_channel", "pp"}),
}

INDEX_PAGE = re.compile(
    r"/(?:index|default)\.(?:x?html?|shtml|php\d?|aspx?|jspx?|jsf|cfm|do)$", re.IGNORECASE
)
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
# zeit.de, nzz.ch and others: everything on one page, or for print.
LAYOUT_TAIL = re.compile(
    r"/(?:komplettansicht|drucken|druckversion|printview|print)$", re.IGNORECASE
)
# tagesschau.de ~amp.html, sueddeutsche.de !amp, nytimes.com .amp.html, spiegel.de -a-1-amp,
# bild.de ,view=amp.bild.html. A bare "-amp" counts after a number only: there are guitar amps.
AMP_TAIL = re.compile(
    r"[.~!](?:amp|mobile)(?=\.html?$|$) | (?<=\d)[-_]amp$ | [-_]amp(?=\.html?$)"
    r"| ,view=amp(?=\.bild\.html$)",
    re.VERBOSE | re.IGNORECASE,
)

# Google's and Bing's copies of AMP pages: the address follows, "s/" stands for https.
AMP_CACHES = frozenset({"ampproject.org", "bing-amp.com"})
AMP_CACHE_PATH = re.compile(r"/(?:amp/|[acv]/)(s/)?(?=[^/]+\.[^/]+)")

# A gate that names its target: (host, beginning of the path) -> the query items that hold it.
GATES = {
    ("google.com", "/url"): ("url", "q"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
    ("youtube.com", "/redirect"): ("q",),
    ("bing.com", "/news/apiclick.aspx"): ("url",),
    ("out.reddit.com", "/"): ("url",),
    ("linkedin.com", "/redir/redirect"): ("url",),
    ("t.umblr.com", "/redirect"): ("z",),
    ("vk.com", "/away.php"): ("to",),
    ("deref-gmx.net", "/mail/client"): ("redirectUrl",),
    ("deref-web.de", "/mail/client"): ("redirectUrl",),
}

# Outlets whose articles keep a number of their own while the headline, and with it the address,
# changes: any slug leads to the article. What is caught stands for the whole path.
SLUG_NUMBERS = {
    "bbc.com": re.compile(r"/news/(?:[a-z-]+-)?(\d{8})$"),
    "dailymail.co.uk": re.compile(r"(/article-\d+)/"),
    "derstandard.at": re.compile(r"(/story/\d+)(?:/|$)"),
    "derstandard.de": re.compile(r"(/story/\d+)(?:/|$)"),
    "diepresse.com": re.compile(r"^(/\d{6,})(?:/|$)"),
    "dw.com": re.compile(r"(/a-\d{5,})$"),
    "faz.net": re.compile(r"-(\d{7,9})\.html$"),
    "heise.de": re.compile(r"(-\d{6,})(?:\.html)?$"),
    "n-tv.de": re.compile(r"article(\d{6,})\.html$"),
    "nzz.ch": re.compile(r"(?:^/|-)(ld\.\d{5,})$"),
    "reuters.com": re.compile(r"/article/.*(idUS[A-Z0-9]{8,})$"),
    "spiegel.de": re.compile(r"(-a-[0-9a-f]{6,}(?:-[0-9a-f-]+)?)(?:\.html)?$"),
    "sueddeutsche.de": re.compile(r"-((?:1|li)\.\d{5,})$"),
    "t-online.de": re.compile(r"(/id_\d{6,})(?:/|$)"),
    "taz.de": re.compile(r"(/!\d{6,})$"),
    "welt.de": re.compile(r"/(?:article|plus)([0-9a-f]{8,})(?:/|$)"),
}
