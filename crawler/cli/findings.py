"""What was found so far, in short: each alert with its sentence and who else carries the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.cli.quoting import quote
from crawler.cli.showing import console, on_terminal
from crawler.cli.wording import count, one_line

if TYPE_CHECKING:
    from crawler.alerts.excerpts import Excerpt
    from crawler.alerts.matter import Occasion
    from crawler.storage import Tx
    from crawler.storage.alerts import AlertRow

MOST = 50
HEADING_MAX = 40  # characters


def show_findings(tx: Tx, *, heading: str) -> None:
    """Alerts, oldest first, then the numbers."""
    from datetime import UTC, datetime

    from crawler.alerts.occasions import occasion_of
    from crawler.storage import alerts
    from crawler.storage.census import census

    now = datetime.now(UTC)
    numbers = census(tx, since=now, now=now)
    rows = list(reversed(alerts.listing(tx, limit=MOST)))
    print(f"\n{heading}")
    for row in rows:
        if row.article_id is not None:
            _tell(row, occasion_of(tx, alerts.by_id(tx, row.id)))
    print(
        f"\n{count(len(rows), 'alert')}, "
        f"{count(numbers.articles, 'article')} in {count(numbers.stories, 'story', 'stories')}, "
        f"{count(numbers.copies, 'copy', 'copies')}, {count(numbers.revisions, 'revision')}, "
        f"from {count(sum(numbers.feeds.values()), 'feed')}."
    )


def _tell(row: AlertRow, occasion: Occasion) -> None:
    from crawler.alerts.excerpts import excerpts

    article = occasion.article
    state = "" if row.state == "sent" else f" [{row.state}]"
    outlet = one_line(row.outlet or "")
    _line(f"\n{one_line(row.topic or '')}: ", f"{one_line(article.title)} ({outlet}){state}")
    fields = (("title", article.title), ("lead", article.lead or ""), ("body", article.text))
    found = excerpts(fields, occasion.places)
    if found:
        best = max(found, key=_tells)
        quote(best, indent=2)
    others = dict.fromkeys(one_line(other.outlet) for other in occasion.others)
    others.pop(outlet, None)
    if others:
        print(f"  also: {', '.join(others)}")


def _tells(excerpt: Excerpt) -> tuple[bool, bool, int]:
    """How well a sentence tells what it is about: the headline stands above, headings are short."""
    return excerpt.field != "title", len(excerpt.text) > HEADING_MAX, len(excerpt.marks)


def _line(head: str, rest: str) -> None:
    if on_terminal():
        console().print(head, style="bold", end="", soft_wrap=True)
    else:
        print(head, end="")
    print(rest)
