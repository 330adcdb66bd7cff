"""A finding -> the case: the finding with all that is held that may be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.dedup.urls import site_of
from crawler.dedup.verdict import Candidate, Held
from crawler.items import Finding
from crawler.storage import Tx, articles, lookalikes
from crawler.storage.articles import Stored
from crawler.stories import Newcomer
from crawler.topics.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A finding with all that is held that may be the same."""

    finding: Finding
    seen: datetime
    before: int | None  # the article that its entry led to when it was read before
    known_as: Sequence[str]  # all canonical addresses it goes by
    found: Mapping[int, Stored]
    held: Sequence[Held]
    newcomer: Newcomer

    @property
    def candidate(self) -> Candidate:
        """The finding as the judge sees it."""
        finding, one = self.finding, self.finding.article
        return Candidate(
            address_key=finding.address_key,
            text_hash=finding.text_hash,
            folded=finding.folded_text.strip(),
            n_words=finding.n_words,
            seen_at=self.seen,
            title=finding.folded_title.strip(),
            site=self.newcomer.site,
            published_at=one.published_at,
            agency=one.agency,
        )


def gather(
    tx: Tx,
    finding: Finding,
    unread: tuple[datetime, int | None],
    *,
    known_as: Sequence[str],
    now: datetime,
    weeks: int,
) -> Case:
    """Read what may be the same: under its addresses, with its text, with runs of the last *weeks*.

    *unread* is what `entries.unread` says of its entry.
    """
    seen, before = unread
    here = lookalikes.at_addresses(tx, known_as)
    sharing = lookalikes.sharing(tx, finding.shingles, now=now, weeks=weeks)
    ids = [] if here is None else [here]
    ids += lookalikes.with_text(tx, finding.text_hash)
    ids += lookalikes.likely(tx, sharing, finding.n_words)
    found = {one.id: one for one in articles.load(tx, list(dict.fromkeys(ids)))}
    # What is held under any address of the candidate is held under its own.
    held = [
        held_as(one, finding.address_key if one.id == here else one.address_key)
        for one in found.values()
    ]
    kin = frozenset(id_ for id_, _ in sharing)
    return Case(
        finding=finding,
        seen=seen,
        before=before,
        known_as=known_as,
        found=found,
        held=held,
        newcomer=Newcomer(finding, site_of(finding.article.url), seen, kin),
    )


def held_as(stored: Stored, address_key: str) -> Held:
    """A held article as the judge sees it."""
    one = stored.article
    return Held(
        article_id=stored.id,
        story_id=stored.story_id,
        copy_of=stored.original_id,
        address_key=address_key,
        text_hash=stored.text_hash,
        folded=folded_text(one.lead, one.text),
        n_words=stored.n_words,
        seen_at=stored.first_seen_at,
        title=fold(one.title).strip(),
        site=stored.site,
        published_at=one.published_at,
        agency=one.agency,
    )


def folded_text(lead: str | None, text: str) -> str:
    """Lead and body as folded words parted by single blanks, as fingerprints want them."""
    return f"{fold(lead or '')} {fold(text)}".strip().replace("  ", " ")
