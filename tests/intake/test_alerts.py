from __future__ import annotations

from datetime import timedelta

from crawler.items import Place, Relation
from crawler.storage import Store, alerts, topics
from tests.intake.newsroom import RIVER_AGAIN, Newsroom, elsewhere
from tests.samples import NOW, make_article


def test_a_hit_owes_one_alert_a_channel(store: Store) -> None:
    newsroom = Newsroom(store, "log", "email")

    admission = newsroom.read(make_article(), newsroom.hit())

    assert (admission.hits, admission.alerts) == (("Floods",), 2)
    with newsroom.store.reading() as tx:
        owed = alerts.listing(tx, limit=10)
        [hit] = topics.hits_of(tx, admission.article_id)
    assert {(one.channel, one.state) for one in owed} == {("log", "waiting"), ("email", "waiting")}
    assert hit.places == (Place("body", 4, 9),)


def test_a_story_alerts_once_however_many_carry_it(newsroom: Newsroom) -> None:
    first = newsroom.read(make_article(), newsroom.hit())

    second = newsroom.read(make_article(url="https://other.example/x"), newsroom.hit())

    assert (first.alerts, second.alerts) == (1, 0)
    assert second.hits == ("Floods",)


def test_a_story_alerts_once_whatever_its_texts(small: Newsroom) -> None:
    first = small.read(make_article(), small.hit())

    second = small.read(elsewhere(RIVER_AGAIN, title="River floods the lower town"), small.hit())

    assert (second.relation, first.alerts, second.alerts) == (Relation.STORY, 1, 0)


def test_an_old_article_is_matched_and_alerts_nobody(newsroom: Newsroom) -> None:
    old = make_article(published_at=NOW - timedelta(days=8))
    finding = newsroom.finding(old, newsroom.hit())

    admission = newsroom.admit(finding, max_age=timedelta(days=7))

    assert admission is not None
    assert (admission.hits, admission.alerts) == (("Floods",), 0)


def test_the_views_tell_it_in_plain_sql(newsroom: Newsroom) -> None:
    newsroom.read(make_article(), newsroom.hit())
    newsroom.read(make_article(url="https://other.example/x"), newsroom.hit())

    with newsroom.store.reading() as tx:
        hits = tx.exec_driver_sql(
            "select topic, day, outlet, is_copy from v_topic_hits order by article_id"
        ).all()
        daily = tx.exec_driver_sql("select * from v_topic_daily").all()
    assert [tuple(row) for row in hits] == [
        ("Floods", "2026-02-05", "The Paper", 0),
        ("Floods", "2026-02-05", "The Paper", 1),
    ]
    assert [tuple(row) for row in daily] == [("Floods", "2026-02-05", 2, 1, 1, 1)]
