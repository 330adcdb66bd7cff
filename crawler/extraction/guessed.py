"""A parsed page -> the day that htmldate finds in it, where the page says none that we can read.

It looks at every date on the page and weighs them, which takes some milliseconds and is right less
often than what a page says; so it is asked last, and what it finds counts as a day.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, datetime, timedelta, tzinfo

from lxml import etree

from crawler.extraction import dates
from crawler.extraction.dates import Moment

MAX_ELEMENTS = 3_000  # its cost grows with the page, and larger ones are shops and manuals
# Whose dates are others': teasers, comments, widgets.
ELSEWHERE = re.compile(
    r"relat|teaser|card|sidebar|comment|kommentar|widget|footer|most-|trending|recommend|latest|"
    r"carousel|list-item|listing|copyright",
    re.I,
)
OTHERS = ("aside", "nav", "footer", "form")
BOXES = (*OTHERS, "section", "div", "ul", "ol", "li")
OLDEST = date(1995, 1, 1)


def guess_day(
    root: etree._Element | None, *, url: str, site: tzinfo | None, seen_at: datetime
) -> Moment | None:  # fmt: skip
    """The day of publication as far as htmldate can tell, none later than *seen_at*; or None."""
    if root is None or sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        return None
    try:
        from htmldate import find_date  # noqa: PLC0415 - takes a tenth of a second, few pages need it
    except ImportError:  # some resolvers install it without lxml_html_clean
        return None
    latest = (seen_at + timedelta(hours=14)).date()  # it may be tomorrow where the site stands
    try:
        found = find_date(
            _own_part(root), url=url, original_date=True, extensive_search=False,
            min_date=OLDEST.isoformat(), max_date=latest.isoformat(),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError):
        return None  # its own faults on odd trees
    return dates.read(found, site) if found else None


def _own_part(root: etree._Element) -> str:
    """The page without what carries other dates, as HTML."""
    own = deepcopy(root)
    for element in list(own.iter(*BOXES)):
        outer = element.getparent()
        if outer is not None and _is_elsewhere(element) and element.find(".//h1") is None:
            outer.remove(element)
    return str(etree.tostring(own, encoding="unicode", method="html"))


def _is_elsewhere(element: etree._Element) -> bool:
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in OTHERS or bool(ELSEWHERE.search(marks))
