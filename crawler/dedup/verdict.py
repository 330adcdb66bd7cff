"""A new article and the look-alikes that are held -> what it is to them, and why.

Nothing is joined by way of a third: an article is linked to the one it resembles most, and a chain
of copies points at its first member. Texts are compared as folded words, so no rule here knows a
language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.dedup.fingerprint import Hashes, all_shingles, containment
from crawler.items import Relation

# Measured over 46,000 news texts: at 0.5 one template in forty passes for a copy, at 0.4 one in
# eight, unless figures and days agree as well.
COPY_CONTAINMENT = 0.5
DOUBTFUL_CONTAINMENT = 0.4
NUMBERS_AGREE = 0.5
NEAR = timedelta(days=3)
SHORT_WORDS = 60  # below this, shared runs say little: only equal texts are copies
BARE_WORDS = 25  # below this even equal texts need like titles: "Read on with a subscription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article as the judge sees it; words are folded and parted by single blanks."""

    address_key: str
    text_hash: bytes
    folded: str  # lead and body, without sentences that recur on its source
    n_words: int
    seen_at: datetime
    title: str = ""  # folded
    site: str = ""  # `urls.site_of`
    published_at: datetime | None = None
    agency: str | None = None  # who is credited


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Candidate):
    """An article of the archive that may be the same."""

    article_id: int
    story_id: int
    copy_of: int | None = None  # the first member of its chain, when it is a copy itself

    @property
    def original_id(self) -> int:
        return self.article_id if self.copy_of is None else self.copy_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the new article is; *of* is the id of the held article, *reason* is for people."""

    relation: Relation
    of: int | None
    reason: str
    containment: float | None = None  # of five-word runs, where texts were compared


def judge(candidate: Candidate, held: Iterable[Held]) -> Verdict:
    """The relation of *candidate* to those of *held*, in any order, that it resembles most.

    *held* are all articles of its address, all of its text, and those that share a sampled run.
    A verdict COPY names the first member of the chain, SAME and REVISION the article itself.
    """
    look_alikes = sorted(held, key=lambda other: (_time(other), other.article_id))
    return (
        _same_address(candidate, look_alikes)
        or _equal_text(candidate, look_alikes)
        or _near_copy(candidate, look_alikes)
        or Verdict(Relation.NEW, None, "nothing held resembles it")
    )


def _time(article: Candidate) -> datetime:
    """When it appeared: what it says of itself, but never later than we saw it."""
    return min(article.published_at or article.seen_at, article.seen_at)


def _same_address(candidate: Candidate, held: list[Held]) -> Verdict | None:
    here = [other for other in held if other.address_key == candidate.address_key]
    for other in here:
        if other.text_hash == candidate.text_hash:
            reason = f"the same address and text as article {other.article_id}"
            return Verdict(Relation.SAME, other.article_id, reason, 1.0)
    if not here:
        return None
    other = here[-1]
    part = containment(all_shingles(candidate.folded), all_shingles(other.folded))
    reason = f"the address of article {other.article_id} with another text"
    return Verdict(Relation.REVISION, other.article_id, reason, part)


def _equal_text(candidate: Candidate, held: list[Held]) -> Verdict | None:
    for other in held:
        if other.text_hash == candidate.text_hash and candidate.n_words:
            alike = candidate.n_words >= BARE_WORDS or candidate.title == other.title
            if alike:
                reason = f"the same text as article {other.original_id}"
                return Verdict(Relation.COPY, other.original_id, reason, 1.0)
    return None


def _near_copy(candidate: Candidate, held: list[Held]) -> Verdict | None:
    if candidate.n_words < SHORT_WORDS:
        return None
    runs = all_shingles(candidate.folded)
    best: tuple[float, Held] | None = None
    for other in held:
        if other.n_words < SHORT_WORDS:
            continue
        part = _believable(candidate, other, runs)
        if part and (best is None or part > best[0]):
            best = part, other
    if best is None:
        return None
    part, other = best
    reason = f"{part * 100:.0f} % of its five-word runs stand in article {other.article_id}"
    return Verdict(Relation.COPY, other.original_id, reason, part)


def _believable(candidate: Candidate, other: Held, runs: Hashes) -> float | None:
    """The containment, where it is enough for a copy."""
    part = containment(runs, all_shingles(other.folded))
    if part < DOUBTFUL_CONTAINMENT:
        return None
    if part >= COPY_CONTAINMENT:
        return part
    near = abs(_time(candidate) - _time(other)) <= NEAR
    agree = _agreement(numbers(candidate.folded), numbers(other.folded)) >= NUMBERS_AGREE
    return part if near and agree else None


def numbers(folded: str) -> frozenset[str]:
    """The words that hold a digit."""
    return frozenset(word for word in folded.split() if any(map(str.isdigit, word)))


def _agreement(a: frozenset[str], b: frozenset[str]) -> float:
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 1.0
