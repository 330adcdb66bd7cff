"""What became of a finding, for those who tell people of it."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Relation
from crawler.storage.articles import Stored
from crawler.storage.sites import SiteChange

# Relations after which there is one article more.
ARRIVED = frozenset({Relation.NEW, Relation.COPY, Relation.STORY})
JOINED = frozenset({Relation.COPY, Relation.STORY})  # with others in its story


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What became of a finding."""

    relation: Relation
    article_id: int
    story_id: int
    title: str
    outlet: str
    reason: str
    hits: tuple[str, ...] = ()  # names of the topics that matched for the first time
    alerts: int = 0  # owed because of it
    site: SiteChange | None = None  # its site reads otherwise than it did


def unchanged(held: Stored, reason: str) -> Admission:
    """There was nothing to store: what is held stays."""
    return Admission(
        relation=Relation.SAME,
        article_id=held.id,
        story_id=held.story_id,
        title=held.article.title,
        outlet=held.outlet,
        reason=reason,
    )
