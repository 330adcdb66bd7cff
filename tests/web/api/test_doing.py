"""Feeds, alerts, channels, mutes, and how all is: shown and done as by command."""

from __future__ import annotations

from datetime import timedelta

from crawler.storage import beats
from tests.alerts.newsroom import SETTLE, Newsroom
from tests.web.api.conftest import Asking

FEED = {"url": "https://gazette.example/rss", "name": "The Gazette", "group": "World"}
OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline type="rss" text="One" xmlUrl="https://one.example/rss"/>
<outline type="rss" text="Two" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def test_a_feed_is_followed_paused_and_left(ask: Asking) -> None:
    made = ask("/feeds", 201, method="POST", json=FEED)
    path = f"/feeds/{made['id']}"

    assert (made["origin"], made["category"], made["state"]) == ("person", "World", "active")
    assert "followed already" in ask("/feeds", 400, method="POST", json=FEED)["detail"]
    assert ask(f"{path}/pause", method="POST")["state"] == "paused"
    assert [one["id"] for one in ask("/feeds?health=paused")["items"]] == [made["id"]]
    assert ask(f"{path}/resume", method="POST")["state"] == "active"
    ask(path, 204, method="DELETE")
    assert "is not followed" in ask(path, 400, method="DELETE")["detail"]
    assert ask(path)["feed"]["state"] == "retired"


def test_feeds_of_files_and_wrong_addresses_are_refused(ask: Asking) -> None:
    assert "feeds.toml" in ask("/feeds/1", 400, method="DELETE")["detail"]
    for url in ("ftp://x.example/", "javascript:alert(1)", "http://user:pw@x.example/rss"):
        assert ask("/feeds", 400, method="POST", json={"url": url})["detail"]


def test_lists_come_in_and_go_out(ask: Asking) -> None:
    head = {"content-type": "text/x-opml"}

    done = ask("/feeds/opml", method="POST", content=OPML, headers=head)
    again = ask("/feeds/opml", method="POST", content=OPML, headers=head)

    assert (done["added"], [one["url"] for one in done["refused"]]) == (1, ["javascript:alert(1)"])
    assert (again["added"], again["known"]) == (0, 1)
    out = ask.client.get("/api/v1/feeds/opml")
    assert 'xmlUrl="https://one.example/rss"' in out.text
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><opml><body>&a;</body></opml>'
    ask("/feeds/opml", 400, method="POST", content=bomb, headers=head)
    ask("/feeds/opml", 413, method="POST", content=OPML + " " * 9_000_000, headers=head)


def test_what_is_known_of_a_feed_and_an_address(ask: Asking) -> None:
    assert ask("/feeds/1")["feed"]["articles"] == 6
    assert [one["article_id"] for one in ask("/feeds/1/entries?limit=2")["items"]] == [7, 6]
    assert ask("/feeds/health")["overview"]["health"] == {"never looked at": 2}
    assert ask("/why?url=https://the-paper.example/1")["what"] == "article"
    assert ask("/why?url=nobody.example")["what"] == "unknown"


def test_alerts_are_shown_tried_again_and_sent_once_more(newsroom: Newsroom, ask: Asking) -> None:
    shown = ask("/alerts/1")
    assert (shown["alert"]["state"], "river" in shown["text"]) == ("waiting", True)
    assert "not given up" in ask("/alerts/1/retry", 400, method="POST")["detail"]
    with newsroom.store.writing() as tx:
        tx.exec_driver_sql("update alert set state = 'dead' where id <= 2")

    assert ask("/alerts/1/retry", method="POST")["state"] == "waiting"
    assert ask("/alerts/retry", method="POST", json={"ids": []}) == {"changed": 1}
    newsroom.clock.pass_s(SETTLE.total_seconds())
    newsroom.courier().deliver_all()

    sent = ask("/alerts?state=sent&topic=Floods&channel=log&limit=2")
    assert len(sent["items"]) == 2
    rest = ask("/alerts", params={"state": "sent", "cursor": sent["next"]})
    assert not {one["id"] for one in sent["items"]} & {one["id"] for one in rest["items"]}
    assert ask("/alerts/times")[0]["topic"] == "Floods"
    again = ask("/alerts/replay", method="POST", json={"since": "1h", "topic": "Floods"})
    assert again["changed"] == len(sent["items"]) + len(rest["items"])


def test_channels_are_listed_and_tried(ask: Asking) -> None:
    assert ask("/channels")[0]["name"] == "log"
    assert ask("/channels/log/test", method="POST")["channel"] == "log"
    assert "did you mean" in ask("/channels/lug/test", 409, method="POST")["detail"]


def test_silence_for_a_while(newsroom: Newsroom, ask: Asking) -> None:
    made = ask("/mutes", 201, method="POST", json={"length": "3d", "topic": "Floods", "story": 1})

    assert [one["id"] for one in ask("/mutes")] == [made["id"]]
    assert "no length" in ask("/mutes", 400, method="POST", json={"length": "2026-02-09"})["detail"]
    assert "name a topic" in ask("/mutes", 400, method="POST", json={})["detail"]
    newsroom.clock.now += timedelta(days=4)
    assert ask("/mutes") == []
    ask(f"/mutes/{made['id']}", 204, method="DELETE")
    ask(f"/mutes/{made['id']}", 404, method="DELETE")


def test_how_all_is(newsroom: Newsroom, ask: Asking) -> None:
    assert ask("/status", most=20)["alive"] is False
    with newsroom.store.writing() as tx:
        beats.beat(tx, newsroom.clock(), version="x")

    told = ask("/status", most=20)

    assert (told["alive"], told["census"]["articles"], told["census"]["topics"]) == (True, 7, 2)
