"""How sites read, as rows on both databases; and counts of sentences that follow a site."""

from __future__ import annotations

from datetime import timedelta

from crawler.extraction.sites import mark_of
from crawler.storage import Store, passages, sites
from crawler.storage.sites import SiteChange
from tests.samples import NOW

USUAL = [f"{word} " * 300 for word in ("Netz", "Boot", "Kai", "Fang", "Meer", "Hafen", "Quote")]
SHORT = [f"{word} kurz." for word in ("Ebbe", "Flut", "Wind", "Sand", "Salz", "Tang")]


def read(store: Store, texts: list[str]) -> list[SiteChange]:
    """A transaction for each, as a process that is started anew each time would have it."""
    changes = []
    for hour, text in enumerate(texts):
        with store.writing() as tx:
            now = NOW + timedelta(hours=hour)
            changes.append(sites.note_reading(tx, "a.example", len(text), mark_of(text), now))
    return [change for change in changes if change]


def test_a_change_of_a_site_is_told_once_and_so_is_its_end(store: Store) -> None:
    changes = read(store, [*USUAL, *SHORT, *SHORT, *USUAL[:2]])

    assert [bool(change.trouble) for change in changes] == [True, False]
    assert "at most" in str(changes[0].trouble)
    assert '[sites."a.example"]' in changes[0].text("https://a.example/1")
    with store.reading() as tx:
        assert sites.in_trouble(tx) == []


def test_a_site_that_is_read_wrong_is_listed_until_it_is_well(store: Store) -> None:
    read(store, [*USUAL, *SHORT])

    with store.reading() as tx:
        (found,) = sites.in_trouble(tx)

    assert found.name == "a.example"
    assert str(found.trouble).startswith("its last 5 articles")


def test_counts_of_sentences_are_halved_and_forget_what_is_no_longer_printed(store: Store) -> None:
    always, once = 1, 2
    with store.writing() as tx:
        passages.count(tx, "a.example", [always, once], week=1)
        for _ in range(passages.FULL_AT - 1):
            passages.count(tx, "a.example", [always], week=2)

        counts = passages.counts(tx, "a.example", [always, once])

    assert counts.n_articles == passages.FULL_AT // 2
    assert counts.times == {always: passages.FULL_AT // 2}
