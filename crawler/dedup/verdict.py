"""A new article and the look-alikes that are held -> what it is to them, and why.

Nothing is joined by way of a third: an article is linked to the one it resembles most, and a chain
of copies points at its first member. Texts are compared as folded words, so no rule here knows a
language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.dedup.fingerprint import all_shingles, containment
from crawler.dedup.likeness import Likeness, lay_beside
from crawler.items import Relation

# Measured over 46,000 news texts: at 0.5 one template in forty passes for a copy, at 0.4 one in
# eight, unless figures and days agree as well.
COPY_CONTAINMENT = 0.5
DOUBTFUL_CONTAINMENT = 0.4
CREDITED_CONTAINMENT = 0.33  # the doubtful limit where both credit the same agency
FIGURES_AGREE = 0.5
NEAR = timedelta(days=3)
SHORT_WORDS = 60  # below this, shared runs say little: only equal texts are copies
BARE_WORDS = 25  # below this even equal texts need like titles: "Read on with a subscription"

# Two reports from one form. Of 1,200 reprints with edits none had more than one figure in five
# changed; of 200 pairs of weather, market and match reports the least was two in five.
FORM_FIGURES = 0.34
FEW_FIGURES = 2  # from here on figures that agree speak for a copy, whatever names were exchanged
# Where figures are silent: exchanges of a word unknown to one text for one unknown to the other,
# for each hundred shared words. Editors made 1.2 at most, 2.3 in texts cut as well; forms 1.2 to 8.
FORM_NAMES = 2.4
OWN_FORM_NAMES = 1.5  # within one outlet, which has no reason to reword itself
CUT_FORM_NAMES = 3.5  # where much else is left out or added: forms are filled in whole
WHOLE = 0.6
# The same two names exchanged for each other again and again, for each hundred words: editors
# reached 0.9 in texts with every tenth word changed.
FORM_SWAPS = 1.0
NAME_WORDS = 6  # at most, on either side of an exchange
MIN_NAMES = 3
# A wall or consent text that ends both pages.
WALL_WORDS = 150
OPENING_WORDS = 40
# A text in the middle of one so much longer is quoted there: a round-up, a live blog.
REVIEW_RATIO = 2.5
REVIEW_OPENING_WORDS = 80

LIKE_TITLES = 0.5
REVISED_CONTAINMENT = 0.8


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
    story_id: int | None = None  # of the look-alike, which need not be the article *of*


def judge(candidate: Candidate, held: Iterable[Held]) -> Verdict:
    """The relation of *candidate* to those of *held*, in any order, that it resembles most.

    *held* are all articles of its address, all of its text, and those that share a sampled run.
    A verdict COPY names the first member of the chain, SAME and REVISION the article itself.
    """
    look_alikes = sorted(held, key=lambda other: (appeared_at(other), other.article_id))
    return (
        _same_address(candidate, look_alikes)
        or _equal_text(candidate, look_alikes)
        or _like_text(candidate, look_alikes)
    )


def appeared_at(article: Candidate) -> datetime:
    """What it says of itself, but never later than we saw it."""
    return min(article.published_at or article.seen_at, article.seen_at)


def figures(words: Iterable[str]) -> frozenset[str]:
    """The words that hold a digit."""
    return frozenset(filter(_DIGIT.search, words))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that is in the other; 1 when one is empty."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 1.0


_DIGIT = re.compile(r"\d")


def _same_address(candidate: Candidate, held: list[Held]) -> Verdict | None:
    here = [other for other in held if other.address_key == candidate.address_key]
    for other in here:
        if other.text_hash == candidate.text_hash:
            reason = f"the same address and text as article {other.article_id}"
            return Verdict(Relation.SAME, other.article_id, reason, 1.0, other.story_id)
    if not here:
        return None
    other = here[-1]
    part = containment(all_shingles(candidate.folded), all_shingles(other.folded))
    reason = f"the address of article {other.article_id} with another text"
    return Verdict(Relation.REVISION, other.article_id, reason, part, other.story_id)


def _equal_text(candidate: Candidate, held: list[Held]) -> Verdict | None:
    for other in held:
        if other.text_hash == candidate.text_hash and not _is_wall(candidate, other):
            reason = f"the same text as article {other.original_id}"
            return Verdict(Relation.COPY, other.original_id, reason, 1.0, other.story_id)
    return None


def _is_wall(candidate: Candidate, other: Held) -> bool:
    """Whether an equal text is what an outlet shows in place of articles."""
    if candidate.n_words < BARE_WORDS:
        return not candidate.n_words or candidate.title != other.title
    short = candidate.n_words < WALL_WORDS and candidate.site == other.site
    return short and not _like_titles(candidate, other)


def _like_text(candidate: Candidate, held: list[Held]) -> Verdict:
    """COPY or REVISION of the one that holds most of it, or NEW."""
    refused = None
    for part, other in _by_containment(candidate, held):
        likeness = lay_beside(candidate.folded, other.folded)
        doubt = _doubt(candidate, other, part, likeness)
        if doubt is None:
            return _found(candidate, other, part, likeness)
        refused = refused or (part, f"{_share(part, other)}, but {doubt}")
    if refused:
        return Verdict(Relation.NEW, None, refused[1], refused[0])
    return Verdict(Relation.NEW, None, "nothing held resembles it")


def _by_containment(candidate: Candidate, held: list[Held]) -> list[tuple[float, Held]]:
    """Those that share enough to be looked at closely, the likest first, of equals the oldest."""
    if candidate.n_words < SHORT_WORDS or not held:
        return []
    own = all_shingles(candidate.folded)
    parts = (
        (containment(own, all_shingles(other.folded)), other)
        for other in held
        if other.n_words >= SHORT_WORDS
    )
    near = [(part, other) for part, other in parts if part >= CREDITED_CONTAINMENT]
    return sorted(near, key=lambda pair: -pair[0])


def _share(part: float, other: Held) -> str:
    return f"{part * 100:.0f} % of its five-word runs stand in article {other.article_id}"


def _found(candidate: Candidate, other: Held, part: float, likeness: Likeness) -> Verdict:
    mostly = min(len(likeness.here), len(likeness.there)) * REVISED_CONTAINMENT
    revised = likeness.n_shared >= max(mostly, len(likeness.here) * REVISED_CONTAINMENT)
    if revised and _is_moved(candidate, other):
        reason = f"{_share(part, other)}, on the same site under a like address"
        return Verdict(Relation.REVISION, other.article_id, reason, part, other.story_id)
    return Verdict(Relation.COPY, other.original_id, _share(part, other), part, other.story_id)


def _is_moved(candidate: Candidate, other: Held) -> bool:
    """Whether an outlet gave its article a new headline and with it a new address."""
    if candidate.site != other.site or not _like_titles(candidate, other):
        return False
    folder, _, name = candidate.address_key.rpartition("/")
    other_folder, _, other_name = other.address_key.rpartition("/")
    slug, other_slug = (frozenset(re.split(r"[-_.]", part)) for part in (name, other_name))
    return folder == other_folder and overlap(slug, other_slug) >= LIKE_TITLES


def _doubt(candidate: Candidate, other: Held, part: float, likeness: Likeness) -> str | None:
    """Why this is no copy, though it shares so much; None when it is one."""
    return (
        _little(candidate, other, part)
        or _form(candidate, other, likeness)
        or _wall(candidate, other, likeness)
        or _review(likeness)
    )


def _little(candidate: Candidate, other: Held, part: float) -> str | None:
    if part >= COPY_CONTAINMENT:
        return None
    credits = {candidate.agency, other.agency}
    if len(credits - {None}) == 2:
        return "they credit different agencies"
    same_agency = len(credits) == 1 and None not in credits
    if part < (CREDITED_CONTAINMENT if same_agency else DOUBTFUL_CONTAINMENT):
        return "that is not enough"
    if abs(appeared_at(candidate) - appeared_at(other)) > NEAR:
        return "days lie between them"
    agree = overlap(figures(candidate.folded.split()), figures(other.folded.split()))
    return None if agree >= FIGURES_AGREE else "the figures differ"


def _form(candidate: Candidate, other: Held, likeness: Likeness) -> str | None:
    """Two reports from one form: figures, or where there are few names, are exchanged all over."""
    kept, changed = len(figures(likeness.shared_words())), 0
    for exchange in set(likeness.exchanges):
        mine, theirs = figures(exchange.here), figures(exchange.there)
        changed += min(len(mine - theirs), len(theirs - mine))
    if changed >= 2 and changed >= FORM_FIGURES * (changed + kept):
        return f"{changed} figures differ and {kept} agree: another report of the same form"
    if kept > max(changed, FEW_FIGURES):
        return None
    names = _names_exchanged(likeness)
    whole = likeness.n_shared >= WHOLE * max(len(likeness.here), len(likeness.there))
    limit = FORM_NAMES if whole else CUT_FORM_NAMES
    if candidate.site == other.site:
        limit = OWN_FORM_NAMES
    per_hundred = 100 / max(likeness.n_shared, SHORT_WORDS)
    swaps = [times for times in Counter(names).values() if times > 1]
    swapped = len(swaps) > 1 and sum(swaps) * per_hundred >= FORM_SWAPS
    if swapped or (len(names) >= MIN_NAMES and len(names) * per_hundred > limit):
        return f"{len(names)} names are exchanged: another report of the same form"
    return None


def _names_exchanged(likeness: Likeness) -> list[tuple[str, str]]:
    """Words of an exchange that the other text has nowhere, beside what stands in their place."""
    here, there = frozenset(likeness.here), frozenset(likeness.there)
    found: list[tuple[str, str]] = []
    for exchange in likeness.exchanges:
        if max(len(exchange.here), len(exchange.there)) <= NAME_WORDS:
            mine = (word for word in exchange.here if word not in there)
            theirs = (word for word in exchange.there if word not in here)
            found.extend(zip(mine, theirs, strict=False))
    return found


def _wall(candidate: Candidate, other: Held, likeness: Likeness) -> str | None:
    """All that is shared ends both pages, under different headlines, without a figure."""
    first, last = likeness.blocks[0], likeness.blocks[-1]
    starts_late = min(first.here, first.there) >= OPENING_WORDS
    here_left = len(likeness.here) - last.here - last.n_words
    there_left = len(likeness.there) - last.there - last.n_words
    at_end = max(here_left, there_left) <= OPENING_WORDS
    if not (starts_late and at_end and likeness.n_shared < WALL_WORDS):
        return None
    if figures(likeness.shared_words()) or _like_titles(candidate, other):
        return None
    return "these are the words that end both pages"


def _review(likeness: Likeness) -> str | None:
    """One of the two stands as one piece inside a text that is much longer and begins otherwise."""
    sizes = len(likeness.here), len(likeness.there)
    if max(sizes) < REVIEW_RATIO * min(sizes):
        return None
    in_here = sizes[0] > sizes[1]
    places = [(b.here if in_here else b.there, b.n_words) for b in likeness.blocks]
    begin, end = min(p for p, _ in places), max(p + n for p, n in places)
    as_one_piece = end - begin <= 1.5 * min(sizes)
    if begin >= REVIEW_OPENING_WORDS and as_one_piece:
        return "it is one piece among others there"
    return None


def _like_titles(candidate: Candidate, other: Candidate) -> bool:
    """By letters and not by words, so that small words say little in any language."""
    a, b = frozenset(candidate.title.split()), frozenset(other.title.split())
    smaller = min(sum(map(len, a)), sum(map(len, b)))
    return smaller > 0 and sum(map(len, a & b)) >= LIKE_TITLES * smaller
