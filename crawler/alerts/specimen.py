"""A specimen of an alert, to try a channel with. Invented: no outlet of this name exists."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.alerts.matter import Carrier, Occasion
from crawler.items import Access, Article, Place

SENTENCE = (
    "Whoever reads this sentence in a mail, a chat or a log can rely on it that the next alert of "
    "Wirewatch arrives there, too."
)


def specimen(now: datetime) -> Occasion:
    """An occasion that was never stored."""
    start = SENTENCE.index("Wirewatch")
    published = now - timedelta(minutes=4)
    return Occasion(
        topic="Specimen",
        matched=("wirewatch",),
        article_id=0,
        story_id=0,
        outlet="The Example",
        link="https://example.org/specimen",
        article=Article(
            url="https://example.org/specimen",
            title="This channel works",
            text=SENTENCE,
            access=Access.FULL,
            language="en",
            published_at=published,
        ),
        places=(Place("body", start, start + len("Wirewatch")),),
        first_seen_at=now,
        others=(
            Carrier(
                article_id=0,
                outlet="The Other Example",
                title="This channel works, says another",
                link="https://example.com/specimen",
                published_at=published,
                first_seen_at=now,
            ),
        ),
    )
