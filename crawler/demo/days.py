"""Further days of the news world: outlets and a seed in, pieces with their truth out.

Events happen at random; some outlets tell of each in their own words, some reprint what another
wrote. An outlet publishes by the clock of its own town: little at night, less on weekends. The
same arguments give the same pieces, to the last comma.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.demo.outlets import Outlet
from crawler.demo.pieces import Piece

HERE = Path(__file__).parent / "words"
# How much of a day's news each hour of the local day brings, and a weekend day of a weekday's.
HOURS = (2, 1, 1, 1, 1, 3, 7, 9, 8, 7, 7, 7, 6, 6, 7, 7, 8, 8, 7, 6, 5, 4, 3, 2)
WEEKEND = 0.6
SENTENCES = (4, 7)  # after the first
REPRINTED = 0.3  # of the outlets that tell of an event too, so many print what the first wrote
REVISED = 0.05  # of the pieces are changed some hours later
LAG_S = 420.0  # between the time that a piece gives and its appearance, at most
SYLLABLES = (
    "kar", "ve", "nau", "tol", "mer", "lin", "bor", "sa", "dri", "un", "pel", "gro", "wis", "hu",
    "zan", "fe", "mul", "or", "kes", "ti",
)  # fmt: skip
# What follows the first sentence is in words that nobody knows: real texts differ by thousands of
# words, and those of a handful of phrases would all be taken for one story. Of the invented words
# common ones are common, and each event has some of its own.
WORDS = 8000
SPECIAL = 0.2
LENGTHS = (9, 15)  # of such sentences, in words
SYLLABLES = (
    "kar", "ve", "nau", "tol", "mer", "lin", "bor", "sa", "dri", "un", "pel", "gro", "wis", "hu",
    "zan", "fe", "mul", "or", "kes", "ti",
)  # fmt: skip
# Real texts differ by words that few others have. Here such words are made up: three a sentence, a
# share of them the event's own, so that no two events look alike by chance.
SPECIAL = 0.3
ENDINGS = {
    "place": ("au", "stedt", "ham", "ac"),
    "person": ("ow", "inger", "ard", "eski"),
    "firm": ("ex", "um", "ia", "ox"),
}


_Text = tuple[str, str, tuple[str, ...]]  # title, lead, blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a topic is about: sentences that it must find, by language."""

    topic: str
    sentences: Mapping[str, tuple[str, ...]]
    events_a_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What kind of days these are."""

    first: date
    days: int
    pieces_a_day: float = 5.0  # of an outlet, on a weekday
    told_by: float = 1.5  # outlets that tell of an event, on average
    subjects: tuple[Subject, ...] = ()

    @property
    def began_at(self) -> datetime:
        """Second 0 of these days."""
        return datetime.combine(self.first, time(), UTC)


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened: its names are in every telling of it."""

    key: str
    day: date
    time: time  # by the clock of the town that hears of it first
    subject: Subject | None
    names: Mapping[str, str]
    words: tuple[str, ...]


def further_days(outlets: Sequence[Outlet], times: Times, *, seed: int) -> tuple[Piece, ...]:
    """What *outlets* publish in these days, in the order in which it appears."""
    chance = random.Random(f"{seed}/{times.first}/{len(outlets)}")  # noqa: S311
    newsroom = _Newsroom(tuple(outlets), times, chance)
    pieces: list[Piece] = []
    for number in range(times.days):
        pieces += newsroom.day(times.first + timedelta(days=number))
    ends = times.days * 86_400.0
    kept = (piece for piece in pieces if 0 <= piece.appears_s < ends)
    return tuple(sorted(kept, key=lambda piece: (piece.appears_s, piece.key)))


@dataclass(frozen=True, slots=True)
class _Newsroom:
    """Writes what all outlets print."""

    outlets: tuple[Outlet, ...]
    times: Times
    chance: random.Random

    def day(self, day: date) -> Iterator[Piece]:
        """All that the events of a day bring, some of it on the next."""
        for event in self._events(day):
            yield from self._tellings(event)

    def _events(self, day: date) -> Iterator[_Event]:
        chance, times = self.chance, self.times
        share = WEEKEND if day.weekday() >= 5 else 1.0
        usual = share * times.pieces_a_day * len(self.outlets) / times.told_by
        subjects: list[Subject | None] = [None] * _about(usual, chance)
        for subject in times.subjects:
            subjects += [subject] * _about(subject.events_a_day, chance)
        for number, about in enumerate(subjects):
            hour = chance.choices(range(24), HOURS)[0]
            at = time(hour, chance.randrange(60), chance.randrange(60))
            names = {kind: _name(kind, chance) for kind in ENDINGS}
            words = tuple(_word(chance) for _ in range(6))
            yield _Event(f"{day:%m%d}-{number:03d}", day, at, about, names, words)

    def _tellings(self, event: _Event) -> Iterator[Piece]:
        """Of the outlets that speak of it, the first writes; others write too, or reprint."""
        chance, about = self.chance, event.subject
        able = [one for one in self.outlets if about is None or one.language in about.sentences]
        many = min(len(able), 1 + _about(self.times.told_by - 1, chance))
        written: dict[str, Piece] = {}
        first: datetime | None = None
        for outlet in chance.sample(able, many):
            if first is None:
                zone = ZoneInfo(outlet.timezone)
                at = first = datetime.combine(event.day, event.time, zone).astimezone(UTC)
            else:
                at = first + timedelta(seconds=chance.expovariate(1 / 5400.0))
            source = written.get(outlet.language)
            if source is not None and chance.random() < REPRINTED:
                text = (source.title, source.lead, source.blocks)
                piece = self._piece(outlet, at, event, text, copy_of=source.key)
            else:
                piece = self._piece(outlet, at, event, self._text(outlet, event))
                written.setdefault(outlet.language, piece)
            yield piece
            if chance.random() < REVISED:
                yield self._revision(piece)

    def _text(self, outlet: Outlet, event: _Event) -> _Text:
        chance, words = self.chance, read_words(outlet.language)
        heading = " ".join(chance.choice(words[kind]) for kind in ("who", "does", "what"))
        sentences = [_first_sentence(words, event, chance)]
        sentences += [_sentence(event, chance) for _ in range(chance.randint(*SENTENCES))]
        if event.subject is not None:
            told = chance.choice(event.subject.sentences[outlet.language])
            sentences.insert(chance.randint(1, 2), _filled(told, event))
        blocks = [" ".join(sentences[n : n + 2]) for n in range(1, len(sentences), 2)]
        return f"{event.names['place']}: {heading}", sentences[0], tuple(blocks)

    def _piece(
        self, outlet: Outlet, at: datetime, event: _Event, text: _Text, *, copy_of: str = ""
    ) -> Piece:
        title, lead, blocks = text
        published = at.astimezone(ZoneInfo(outlet.timezone)).replace(second=0, microsecond=0)
        lag = self.chance.uniform(60, LAG_S)
        return Piece(
            outlet=outlet.key,
            slug=f"{event.names['place'].lower()}-{event.key}",
            title=title,
            lead=lead,
            blocks=blocks,
            published_at=published,
            appears_s=round((at - self.times.began_at).total_seconds() + lag, 1),
            section=self.chance.choice(outlet.sections),
            status=outlet.page_status,
            story=event.key,
            copy_of=copy_of,
            topics=(event.subject.topic,) if event.subject else (),
        )

    def _revision(self, piece: Piece) -> Piece:
        """The same piece some hours later: its last paragraph is gone, its lead is longer."""
        later = self.chance.uniform(1800, 30_000)
        return replace(
            piece,
            lead=f"{piece.lead} ({self.chance.randint(11, 99)})",
            blocks=piece.blocks[:-1] or piece.blocks,
            modified_at=piece.published_at + timedelta(seconds=int(later)),
            appears_s=round(piece.appears_s + later, 1),
            revision=True,
        )


def _first_sentence(
    words: Mapping[str, tuple[str, ...]], event: _Event, chance: random.Random
) -> str:
    parts = [chance.choice(words[kind]) for kind in ("who", "does", "what", "where", "when")]
    return _filled(f"{' '.join(parts)}.", event)


def _sentence(event: _Event, chance: random.Random) -> str:
    words = [
        chance.choice(event.words)
        if chance.random() < SPECIAL
        else _lexicon()[int(WORDS * chance.random() ** 2)]
        for _ in range(chance.randint(*LENGTHS))
    ]
    return f"{' '.join(words).capitalize()}."


@cache
def _lexicon() -> tuple[str, ...]:
    """Invented words, the commonest first."""
    chance = random.Random("words")  # noqa: S311
    return tuple(dict.fromkeys(_word(chance) for _ in range(2 * WORDS)))[:WORDS]


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(3)) + chance.choice("enrst")


def _filled(text: str, event: _Event) -> str:
    for kind, name in event.names.items():
        text = text.replace(f"{{{kind}}}", name)
    return text


def _name(kind: str, chance: random.Random) -> str:
    stem = "".join(chance.choice(SYLLABLES) for _ in range(3))
    return (stem + chance.choice(ENDINGS[kind])).capitalize()


def _about(expected: float, chance: random.Random) -> int:
    """A whole number that is *expected* on average."""
    whole = int(max(0.0, expected))
    return whole + (chance.random() < expected - whole)


@cache
def read_words(language: str) -> Mapping[str, tuple[str, ...]]:
    """The parts of sentences, by kind; of a language that has none, the English ones."""
    file = HERE / f"{language}.txt"
    if not file.exists():
        file = HERE / "en.txt"
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = kind = []
        elif line.strip():
            kind.append(line.strip())
    return {name: tuple(lines) for name, lines in found.items()}
