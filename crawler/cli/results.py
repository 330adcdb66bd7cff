"""What a search found -> lines for people, JSON or CSV."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.alerts.excerpts import Excerpt
    from crawler.cli.showing import Form
    from crawler.storage.search import Facets, Found, Page, Stopped

# Sentences shown of each article, and how long each may be, in characters.
SENTENCES, SENTENCE_MAX = 2, 220
FIELDS = (
    "id", "title", "outlet", "url", "language", "published_at", "first_seen_at", "story_id",
    "original_id", "sentences", "score", "places",
)  # fmt: skip


def tell_page(page: Page, form: Form, zone: str) -> None:
    """The articles of a page; where the next begins for people and in JSON."""
    from crawler.cli.showing import Column, Form, hint, show_json, show_rows

    if form is Form.JSON:
        show_json({
            "articles": [_row(one) for one in page.found],
            "next": page.cursor,
            "newest_only": page.newest_only,
            "stopped": _stopped(page.stopped),
        })  # fmt: skip
        return
    if form is Form.TABLE and page.found:
        _tell(page.found, zone)
    else:
        empty = "Nothing found by then." if page.stopped else "Nothing found."
        columns = [Column(key=name, head=name) for name in FIELDS]  # the head of an empty CSV
        show_rows([_flat(one) for one in page.found], columns, form, empty=empty)
    if form is Form.TABLE and page.cursor and not page.stopped:
        hint(f"\nMore: --before {page.cursor}")
    if form is Form.TABLE and page.newest_only:
        hint("There are more matches than were weighed; these are the best of the newest.")


def tell_stopped(stopped: Stopped, zone: str) -> None:
    """How far a search came whose time was over; on standard error, beside any JSON or CSV."""
    from crawler.cli.wording import local

    far = "it had not looked through any article by then"
    if stopped.back_to is not None:
        far = f"it looked back to {local(stopped.back_to, zone)}, not further"
    on = f", or --before {stopped.cursor} to go on from there" if stopped.cursor else ""
    print(
        f"wirewatch: the search was stopped after {stopped.after_s:g} s: {far}\n"
        f"Try: lang:, site: or another word to narrow it; --timeout-s for more time{on}",
        file=sys.stderr,
    )


def tell_facets(counted: Facets, form: Form) -> None:
    """How many matches each outlet, day and language has."""
    from crawler.cli.showing import Column, Form, hint, show_json, show_rows

    kinds = (("outlet", counted.outlets), ("day", counted.days), ("language", counted.languages))
    if form is Form.JSON:
        show_json({
            "matches": counted.matches,
            "complete": counted.complete,
            **{
                f"{kind}s": [{"value": value or None, "articles": n} for value, n in some]
                for kind, some in kinds
            },
            "stopped": _stopped(counted.stopped),
        })  # fmt: skip
        return
    rows = [
        {"facet": kind, "value": value, "articles": count, "at_least": not counted.complete}
        for kind, some in kinds
        for value, count in some
    ]
    columns = (
        Column(key="facet", head="BY"),
        Column(key="value", head="VALUE", say=lambda value: value or "unknown"),
        Column(key="articles", head="ARTICLES", right=True),
    )
    show_rows(rows, columns, form, empty="Nothing found.")
    if form is Form.TABLE and not counted.complete and not counted.stopped:
        hint(f"Counted over the newest {counted.matches:,} matches; there are more.")


def _stopped(stopped: Stopped | None) -> dict[str, Any] | None:
    if stopped is None:
        return None
    return {"after_s": stopped.after_s, "back_to": stopped.back_to}


def _row(found: Found) -> dict[str, Any]:
    stored, article = found.stored, found.stored.article
    return {
        "id": stored.id,
        "title": article.title,
        "outlet": stored.outlet,
        "url": article.url,
        "language": article.language,
        "published_at": article.published_at,
        "first_seen_at": stored.first_seen_at,
        "story_id": stored.story_id,
        "original_id": stored.original_id,
        "sentences": [one.marked("**", "**") for one in _sentences(found)],
        "score": found.score,
        "places": [[place.field, place.start, place.end] for place in found.places],
    }


def _flat(found: Found) -> dict[str, Any]:
    """For a table, in which places are "body 12-20"."""
    places = [f"{place.field} {place.start}-{place.end}" for place in found.places]
    return _row(found) | {"places": places}


def _sentences(found: Found) -> Sequence[Excerpt]:
    """The headline last: it is shown anyway."""
    from crawler.alerts.excerpts import excerpts

    article = found.stored.article
    fields = (("lead", article.lead or ""), ("body", article.text), ("title", article.title))
    return excerpts(fields, found.places, most=SENTENCE_MAX)


def _tell(results: Iterable[Found], zone: str) -> None:
    from crawler.cli.quoting import quote
    from crawler.cli.showing import console, on_terminal
    from crawler.cli.wording import moment_of, one_line

    for found in results:
        stored, article = found.stored, found.stored.article
        when = moment_of(article.published_at or stored.first_seen_at, article.published_day, zone)
        head = f"{stored.id:>6}  {when}  {one_line(stored.outlet)}  "
        title = one_line(article.title) + (" (copy)" if stored.original_id else "")
        if on_terminal():
            from rich.text import Text

            console().print(Text.assemble((head, "dim"), (title, "bold")), soft_wrap=True)
        else:
            print(f"{head}{title}")
        inside = [one for one in _sentences(found) if one.field != "title"]
        for one in inside[:SENTENCES]:
            quote(one, indent=8)
