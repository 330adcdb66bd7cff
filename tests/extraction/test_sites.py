"""The memory of how a site reads: shrinking, empty and repeated texts are told, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from crawler.extraction.sites import SiteMemory, described, mark_of, remembered

START = datetime(2026, 2, 5, tzinfo=UTC)
USUAL = [f"{word} " * 300 for word in ("Netz", "Boot", "Kai", "Fang", "Meer", "Hafen", "Quote")]
SHORT = [f"{word} kurz." for word in ("Ebbe", "Flut", "Wind", "Sand", "Salz")]


def memory_of(texts: Iterable[str], memory: SiteMemory | None = None) -> SiteMemory:
    memory = memory or SiteMemory()
    for hour, text in enumerate(texts):
        memory = remembered(memory, len(text), mark_of(text), START + timedelta(hours=hour))
    return memory


def test_usual_texts_are_no_trouble_nor_is_one_short_one() -> None:
    assert memory_of(USUAL).trouble is None
    assert memory_of([*USUAL, SHORT[0], *USUAL[:3], SHORT[1]]).trouble is None


def test_texts_that_grow_short_or_empty_or_alike_are_told() -> None:
    short = memory_of([*USUAL, *SHORT])
    empty = memory_of([*USUAL, *[""] * 5])
    alike = memory_of([*USUAL, *(f"Bitte melden Sie sich an, noch {n} Artikel." for n in range(5))])

    assert (short.trouble, empty.trouble, alike.trouble) == ("short", "empty", "alike")
    assert "at most 10 characters" in described(short)
    assert "no text" in described(empty)
    assert "the same text" in described(alike)


def test_trouble_lasts_until_texts_are_as_they_were() -> None:
    begun = memory_of([*USUAL, *SHORT])

    lasting = memory_of(SHORT * 10, begun)
    over = memory_of(USUAL, lasting)

    assert (lasting.trouble, lasting.since) == ("short", begun.since)
    assert (over.trouble, over.since) == (None, None)


def test_after_a_month_the_new_habit_is_the_usual_one() -> None:
    begun = memory_of([*USUAL, *SHORT])

    later = remembered(begun, 10, mark_of("Tang kurz."), START + timedelta(days=40))

    assert later.trouble is None


def test_the_memory_survives_being_stored_and_is_bounded() -> None:
    memory = memory_of(USUAL * 400)

    assert len(memory.lengths) <= 25
    assert len(memory.dumps()) < 600
    assert SiteMemory.loads(memory.dumps()) == memory
    assert SiteMemory.loads("nonsense") == SiteMemory.loads(None) == SiteMemory()
