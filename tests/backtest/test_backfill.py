from __future__ import annotations

import pytest

from crawler.backtest import backfill as module
from crawler.backtest.backfill import backfill, pending
from crawler.errors import NotFound, UsageError
from crawler.items import Origin
from crawler.storage import Store, alerts, topics
from crawler.storage.topics import TopicSpec
from crawler.topics.parsing import parse
from tests.backtest.conftest import Archive
from tests.samples import NOW, PARLIAMENT, RIVER

QUERY = parse("river")


def test_past_matches_become_hits_and_no_alerts(archive: Archive) -> None:
    article_id = archive.put(RIVER)
    archive.put(PARLIAMENT)
    topic = archive.topic("river")

    found = pending(archive.store, topic, QUERY, now=NOW)
    added = backfill(archive.store, topic, QUERY, found.ids, now=NOW)

    assert (found.ids, found.known, added) == ((article_id,), 0, 1)
    with archive.store.reading() as tx:
        [hit] = topics.hits_of(tx, article_id)
        assert (hit.topic, hit.version, hit.places[0].start) == ("Floods", "v1", 4)
        assert alerts.listing(tx, limit=9) == []


def test_an_articles_country_is_that_of_its_feed(sqlite_store: Store) -> None:
    archive = Archive(sqlite_store, country="DE")
    article_id = archive.put(RIVER)
    query = parse("river country:de")
    topic = archive.topic(str(query))

    found = pending(archive.store, topic, query, now=NOW)
    added = backfill(archive.store, topic, query, found.ids, now=NOW)

    assert (found.ids, added) == ((article_id,), 1)


def test_a_second_time_adds_nothing(archive: Archive) -> None:
    archive.put(RIVER)
    topic = archive.topic("river")
    found = pending(archive.store, topic, QUERY, now=NOW)
    backfill(archive.store, topic, QUERY, found.ids, now=NOW)

    again = pending(archive.store, topic, QUERY, now=NOW)

    assert (again.ids, again.known) == ((), 1)
    assert backfill(archive.store, topic, QUERY, found.ids, now=NOW) == 0
    assert archive.n_hits() == 1


def test_an_interrupted_one_is_continued(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 2)
    for n in range(5):
        archive.put(f"The river, {n}.")
    topic = archive.topic("river")
    found = pending(archive.store, topic, QUERY, now=NOW)

    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backfill(archive.store, topic, QUERY, found.ids, now=NOW, step=interrupted)

    kept = archive.n_hits()
    rest = pending(archive.store, topic, QUERY, now=NOW)
    assert backfill(archive.store, topic, QUERY, rest.ids, now=NOW) == 3
    assert (kept, archive.n_hits()) == (2, 5)


def test_what_no_longer_matches_when_it_is_written_is_left_out(archive: Archive) -> None:
    topic = archive.topic("river")
    article_id = archive.put(PARLIAMENT)  # as if it had been revised since it was counted

    assert backfill(archive.store, topic, QUERY, [article_id, 99], now=NOW) == 0


def test_a_topic_that_is_changed_meanwhile_stops_it(archive: Archive) -> None:
    topic = archive.topic("river")
    article_id = archive.put(RIVER)
    with archive.store.writing() as tx:
        spec = TopicSpec(name="Floods", query="bridge", version="v2", channels=("log",))
        topics.save(tx, spec, Origin.PERSON, NOW)

    with pytest.raises(UsageError, match="changed meanwhile"):
        backfill(archive.store, topic, QUERY, [article_id], now=NOW)

    assert archive.n_hits() == 0


def test_a_topic_that_is_removed_meanwhile_stops_it(archive: Archive) -> None:
    topic = archive.topic("river")
    article_id = archive.put(RIVER)
    with archive.store.writing() as tx:
        topics.retire(tx, "Floods")

    with pytest.raises(NotFound):
        backfill(archive.store, topic, QUERY, [article_id], now=NOW)
