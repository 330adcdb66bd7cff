"""Articles of a matched story are looked at again, and what has become of them is noted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from tests.line.house import House, Run
from tests.line.origin import PAGE, Origin, Reply

LONG_AGO = "2020-01-01 00:00:00.000000"
PATH = "/report"


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        yield origin


def paper(etag: str, title: str, *more: str) -> Reply:
    """The report as it is now, under a validator."""
    told = [
        f"The office said on day {number} that the river of quarter {number} had risen by "
        f"{number} centimetres since the morning, and that nobody had expected it so early."
        for number in range(1, 9)
    ]
    paragraphs = "".join(f"<p>{one}</p>" for one in (*told, *more))
    body = PAGE.format(title=title, paragraphs=paragraphs).encode()
    return Reply(body=body, headers={"ETag": etag})


def unless_known(reply: Reply, origin: Origin) -> Reply:
    """304 for who has this version."""
    _, headers = origin.log[-1]
    known = headers.get("if-none-match") == reply.headers["ETag"]
    return Reply(status=304, headers=reply.headers) if known else reply


class Archive:
    """The one article, and its server."""

    def __init__(self, house: House, origin: Origin, run: Run) -> None:
        self.house, self.origin, self.run = house, origin, run

    def shows(self, reply: Reply) -> None:
        """The server has this from now on."""
        self.origin.paths[PATH] = (
            (lambda origin: unless_known(reply, origin)) if reply.headers else reply
        )

    def look_again(self) -> dict[str, str]:
        """Let the next look be due and done; gives the headers of its request."""
        asked = self.origin.asked(PATH)
        self.house.tell(f"update entry set look_again_at = '{LONG_AGO}'")
        self.run.waits_for(lambda: self.origin.asked(PATH) > asked and self.is_read())
        return [headers for path, headers in self.origin.log if path == PATH][-1]

    def is_read(self) -> bool:
        return bool(
            self.house.number(
                "select count(*) from entry where state = 'read' "
                f"and (look_again_at is null or look_again_at > '{LONG_AGO}')"
            )
        )

    def events(self) -> list[tuple[object, ...]]:
        return self.house.ask("select kind, revision from event order by id")


def test_what_becomes_of_a_matched_article_is_noted_and_asked_for_politely(
    house: House, origin: Origin
) -> None:
    more = "\n[archive]\nrelook_hours = [500, 1000]\n"
    house.furnish({"Paper": origin.url("/feed")}, {"Floods": "river"}, more=more)
    origin.paths["/feed"] = origin.feed(PATH)

    with house.running() as run:
        archive = Archive(house, origin, run)
        archive.shows(paper('"1"', "The river rises"))
        run.waits_for(archive.is_read)

        unchanged = archive.look_again()
        after_unchanged = archive.events()

        correction = "Correction: an earlier version of this article named another quarter."
        archive.shows(paper('"2"', "Water everywhere", correction))
        archive.look_again()
        after_change = archive.events()

        archive.shows(Reply(status=404))
        archive.look_again()
        archive.look_again()
        after_loss = archive.events()

        archive.shows(paper('"2"', "Water everywhere", correction))
        archive.look_again()
        run.stop()

    assert unchanged["if-none-match"] == '"1"'
    assert after_unchanged == []
    assert sorted(after_change) == [("correction", 2), ("revised", 2), ("topic left", 2)]
    assert house.ask("select title from article") == [("Water everywhere",)]
    assert after_loss[3:] == [("gone", 2)]
    assert archive.events()[4:] == [("back", 2)]
    assert house.ask("select detail from event where kind = 'topic left'") == [("headline",)]


def test_a_topic_that_enters_the_headline_is_noted(small_house: House, origin: Origin) -> None:
    topics = {"Floods": "river", "Water": "title:water"}
    more = "\n[archive]\nrelook_hours = [500]\n"
    small_house.furnish({"Paper": origin.url("/feed")}, topics, more=more)
    origin.paths["/feed"] = origin.feed(PATH)

    with small_house.running() as run:
        archive = Archive(small_house, origin, run)
        archive.shows(paper('"1"', "The river rises"))
        run.waits_for(archive.is_read)
        archive.shows(paper('"2"', "Water everywhere"))
        archive.look_again()
        run.stop()

    assert ("topic entered", 2) in archive.events()


def test_a_page_that_its_server_owes_for_long_is_read_and_told_of_after_all(
    small_house: House, origin: Origin
) -> None:
    """The feed's own words do not name the topic."""
    house, articles = small_house, "select count(*) from article"
    house.furnish({"Paper": origin.url("/feed")}, {"Floods": "river"})
    origin.paths["/feed"] = origin.feed(PATH, summary="The harbour master told reporters.")
    origin.paths[PATH] = Reply(status=500)
    with house.running() as run:
        run.waits_for(partial(house.number, "select count(*) from entry where tries = 1"))
        run.stop()
    house.tell(f"update entry set tries = 2, next_try_at = '{LONG_AGO}'")  # six minutes later

    with house.running() as run:
        run.waits_for(partial(house.number, articles))
        before = house.ask("select access, revision, look_again_at is null from article, entry")
        origin.paths[PATH] = paper('"1"', "The river rises")
        house.tell(f"update entry set look_again_at = '{LONG_AGO}'")
        run.waits_for(partial(house.number, "select count(*) from alert"))
        run.stop()

    assert before == [("entry", 1, False)]
    assert house.ask("select access, revision from article") == [("full", 2)]
    assert house.ask("select kind from event") == [("page read",)]


def test_a_page_is_owed_while_its_robots_txt_cannot_be_had(
    small_house: House, origin: Origin
) -> None:
    """A server that fails does so at whatever is asked."""
    house = small_house
    house.furnish({"Paper": origin.url("/feed")}, {"Floods": "river"})
    with Origin() as failing:
        failing.paths["/robots.txt"] = Reply(status=503)
        origin.paths["/feed"] = failing.feed(PATH, summary="The harbour master told reporters.")
        with house.running() as run:
            run.waits_for(partial(house.number, "select count(*) from article"))
            run.stop()

        assert failing.asked(PATH) == 0
    [(note, is_owed)] = house.ask("select note, look_again_at is not null from article, entry")
    assert is_owed
    assert str(note).startswith("robots.txt answered 503")
