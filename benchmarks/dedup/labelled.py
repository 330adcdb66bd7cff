"""Texts of a folder -> labelled pairs: six kinds of copies, and texts that only look alike."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta

from benchmarks.dedup import edits
from benchmarks.dedup.corpus import Text
from benchmarks.dedup.forms import FORMS, fill
from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.verdict import Candidate, Held
from crawler.topics.words import fold

START = datetime(2026, 2, 2, 6, tzinfo=UTC)
OUTLETS = tuple(f"outlet{number}.example" for number in range(40))


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as one outlet published it."""

    text: Text
    site: str
    at: datetime

    def as_held(self, article_id: int) -> Held:
        body = fold(" ".join(self.text.sentences)).strip()
        mark = fingerprint(body)
        return Held(
            address_key=f"{self.site}/a-{article_id}",
            text_hash=mark.text_hash,
            folded=body,
            n_words=mark.n_words,
            seen_at=self.at,
            title=fold(self.text.title).strip(),
            site=self.site,
            published_at=self.at,
            article_id=article_id,
            story_id=article_id,
        )

    def as_candidate(self, number: int, held: Held | None = None) -> Candidate:
        held = held or self.as_held(number)
        return Candidate(**{one.name: getattr(held, one.name) for one in fields(Candidate)})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pieces, the first published earlier; *copy* says whether one is a copy of the other."""

    kind: str
    copy: bool
    first: Piece
    second: Piece


def labelled_pairs(texts: Sequence[Text], *, seed: int, per_kind: int) -> list[Pair]:
    """*per_kind* pairs of each kind of copy and of each kind of trap, the same for a seed."""
    chance = random.Random(seed)
    by_language: dict[str, list[Text]] = {}
    for text in texts:
        by_language.setdefault(text.language, []).append(text)
    pools = [pool for pool in by_language.values() if len(pool) >= 5]
    bases = [text for pool in pools for text in pool]
    pairs = []
    for kind, edit in edits.KINDS.items():
        for base in chance.sample(bases, min(per_kind, len(bases))):
            others = [other for other in by_language[base.language] if other is not base]
            made = edit(base, edits.Desk(chance, others))
            pairs.append(Pair(kind, True, *_published(base, _retitled(made, chance), chance)))
    for name, trap in (
        ("other form report", form_reports),
        ("same wall", walled_teasers),
        ("same background", shared_background),
        ("press review", press_reviews),
    ):
        made_pairs = trap(pools, chance)
        for _ in range(per_kind):
            left, right = next(made_pairs)
            pairs.append(Pair(name, False, *_published(left, right, chance, name)))
    return pairs


def _published(
    left: Text, right: Text, chance: random.Random, kind: str = ""
) -> tuple[Piece, Piece]:
    """Two outlets within two days; form reports and walls mostly come from one outlet."""
    one, two = chance.sample(OUTLETS, 2)
    same_outlet = kind in {"other form report", "same wall"} and chance.random() < 0.7
    days = 7 if kind == "other form report" else 2
    at = START + timedelta(minutes=chance.randrange(10_000))
    later = at + timedelta(minutes=chance.randrange(days * 1440))
    return Piece(left, one, at), Piece(right, one if same_outlet else two, later)


def _retitled(text: Text, chance: random.Random) -> Text:
    """Half of the copies get a headline of their own, from words of the text."""
    if chance.random() < 0.5:
        return text
    words = chance.choice(text.sentences).split()
    return replace(text, title=" ".join(words[:9]))


def form_reports(
    _pools: Sequence[Sequence[Text]], chance: random.Random
) -> Iterator[tuple[Text, Text]]:
    """The same form, another day or place."""
    number = 0
    while True:
        form = FORMS[number % len(FORMS)]
        number += 2
        yield fill(form, number, chance), fill(form, number + 1, chance)


def walled_teasers(
    pools: Sequence[Sequence[Text]], chance: random.Random
) -> Iterator[tuple[Text, Text]]:
    """Two articles of which little more than the wall can be read."""
    while True:
        wall = " ".join(chance.sample([*edits.WALLS, *edits.BOILERPLATE], 2))
        left, right = chance.sample(chance.choice(pools), 2)
        yield _begun(left, 60, wall), _begun(right, 60, wall)


def _begun(text: Text, n_words: int, wall: str) -> Text:
    kept: list[str] = []
    for sentence in text.sentences:
        if len(" ".join(kept).split()) >= n_words:
            break
        kept.append(sentence)
    return replace(text, paragraphs=(tuple(kept), (wall,)))


def shared_background(
    pools: Sequence[Sequence[Text]], chance: random.Random
) -> Iterator[tuple[Text, Text]]:
    """Two reports that end with the same paragraphs of background, a third of the shorter one."""
    while True:
        left, right, background = chance.sample(chance.choice(pools), 3)
        words = min(left.n_words, right.n_words) // 2
        common = _begun(background, words, "").sentences
        yield (
            replace(left, paragraphs=(*left.paragraphs, tuple(common))),
            replace(right, paragraphs=(*right.paragraphs, tuple(common))),
        )


def press_reviews(
    pools: Sequence[Sequence[Text]], chance: random.Random
) -> Iterator[tuple[Text, Text]]:
    """A short article, and a round-up that has it whole among five others."""
    while True:
        pool = chance.choice([pool for pool in pools if len(pool) >= 7])
        short, *others = chance.sample(pool, 7)
        news = _begun(short, 100, "")
        items = [*(_begun(other, 100, "").sentences for other in others)]
        items.insert(chance.randrange(1, 6), news.sentences)
        sentences = [sentence for item in items for sentence in item]
        title = f"{others[0].title} and other news"
        yield news, Text(f"review-{short.id}", short.language, title, (tuple(sentences),))
