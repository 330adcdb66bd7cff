"""Topics: added, changed, left, tried before; those of files stay as they are."""

from __future__ import annotations

from tests.alerts.newsroom import Newsroom
from tests.web.api.conftest import Asking

STORM = {"name": "Storms", "query": "storm* OR gale", "alert": "daily 08:00"}


def test_a_topic_is_added_changed_and_left(ask: Asking) -> None:
    made = ask("/topics", 201, method="POST", json=STORM)
    path = f"/topics/{made['id']}"

    assert (made["channels"], made["alert"], made["origin"]) == (["log"], "daily 08:00", "person")
    changed = ask(path, method="PUT", json={**STORM, "query": "storm*", "burst_min": 7})
    assert (changed["query"], changed["burst_min"]) == ("storm*", 7)
    assert "PUT /api/v1" + path in ask("/topics", 400, method="POST", json=STORM)["detail"]
    ask(path, 400, method="PUT", json={**STORM, "name": "Gales"})
    ask(path, 204, method="DELETE")
    ask(path, 404, method="DELETE")
    assert ask(path)["state"] == "retired"
    assert [one["name"] for one in ask("/topics?state=retired")["items"]] == ["Storms"]


def test_where_it_was_made_is_told(ask: Asking) -> None:
    answer = ask.client.post("/api/v1/topics", json=STORM)

    assert answer.headers["location"] == f"/api/v1/topics/{answer.json()['id']}"


def test_what_stands_in_a_file_is_changed_there(ask: Asking) -> None:
    wish = {"name": "Floods", "query": "rain"}

    for told in (
        ask("/topics/1", 400, method="PUT", json=wish),
        ask("/topics/1", 400, method="DELETE"),
    ):
        assert "topics.toml" in told["detail"]
    assert ask("/topics/1")["query"] == "river"


def test_wrong_wishes_are_told(ask: Asking) -> None:
    def wrong(status: int, **more: object) -> str:
        return str(ask("/topics", status, method="POST", json={**STORM, **more})["detail"])

    assert "quite_hours" in wrong(422, quite_hours="22:00-07:00")
    assert "when it is told" in wrong(400, alert="now and then")
    assert "did you mean" in wrong(409, channels=["lug"])
    assert "line breaks" in wrong(400, name="a\nb")
    assert (
        "gale" in ask("/topics", 400, method="POST", json={**STORM, "query": "gale AND"})["query"]
    )


def test_a_draft_is_tried_against_a_topic_and_nothing_is_saved(ask: Asking) -> None:
    draft = {"query": '"lower town"', "against": "Floods", "samples": 1}

    tried = ask("/topics/test", method="POST", json=draft)

    assert (tried["articles"], tried["stories"], len(tried["samples"])) == (2, 1, 1)
    assert tried["against"]["n_lost"] == 5
    assert len(tried["against"]["lost"]) == 5
    assert [way["way"] for way in tried["messages"]] == ["at once", "hourly", "daily", "weekly"]
    assert len(ask("/topics")["items"]) == 2


def test_what_a_topic_found_goes_on_page_by_page(newsroom: Newsroom, ask: Asking) -> None:
    first = ask("/topics/1/hits?limit=4")
    newsroom.publish(title="Late")
    second = ask("/topics/1/hits", params={"limit": 4, "cursor": first["next"]})

    ids = [one["article_id"] for page in (first, second) for one in page["items"]]
    assert ids == [7, 6, 5, 4, 3, 2, 1]
    ask("/topics/2/hits", 400, params={"cursor": first["next"]})  # of another list


def test_days_and_past_matches_are_counted(ask: Asking) -> None:
    days = ask("/topics/1/volume?days=3")

    assert [one["articles"] for one in days] == [2, 5]
    assert ask("/topics/1/past") == {"matches": 7, "recorded": 7, "back_to": None}
    assert ask("/topics/2/past")["matches"] == 0


def test_names_are_searched_for(ask: Asking) -> None:
    assert [one["name"] for one in ask("/topics?words=FLOO")["items"]] == ["Floods"]
    page = ask("/topics?limit=1")
    assert [one["name"] for one in ask(f"/topics?cursor={page['next']}")["items"]] == ["Wishes"]
