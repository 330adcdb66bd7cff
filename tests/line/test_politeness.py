"""What a publisher sees of us: one request at a time, robots.txt first, pauses, validators."""

from __future__ import annotations

from dataclasses import replace

from tests.line.house import House
from tests.line.origin import Origin, Reply, page


def test_a_host_is_asked_one_thing_at_a_time_also_behind_redirects(small_house: House) -> None:
    paths = [f"/report{number}" for number in range(6)]
    with Origin() as target, Origin() as origin:
        for path in paths:
            target.paths[path] = replace(page(path), wait_s=0.1)
            origin.paths[path] = replace(page(path), wait_s=0.1)
        for number in range(3):
            origin.paths[f"/away{number}"] = Reply(
                status=302, headers={"Location": target.url(f"/report{number}")}
            )
        origin.paths["/one"] = origin.feed(*paths)
        origin.paths["/two"] = origin.feed(*(f"/away{number}" for number in range(3)))
        target.paths["/feed"] = target.feed(*paths[3:])
        feeds = {"One": origin.url("/one"), "Two": origin.url("/two")}
        small_house.furnish({**feeds, "Target": target.url("/feed")}, {}, look_min=10)

        with small_house.running() as run:
            run.waits_for(
                lambda: small_house.number("select count(*) from entry where state = 'read'") == 12
            )
            run.stop()

        assert (origin.most_at_once, target.most_at_once) == (1, 1)
        assert (origin.log[0][0], target.log[0][0]) == ("/robots.txt", "/robots.txt")
        assert {path: origin.asked(path) for path in paths} == dict.fromkeys(paths, 1)


def test_a_host_whose_robots_txt_fails_is_left_alone_and_says_why(small_house: House) -> None:
    with Origin() as origin:
        origin.paths["/robots.txt"] = Reply(status=503)
        origin.paths["/feed"] = origin.feed("/report")
        small_house.furnish({"Paper": origin.url("/feed")}, {})

        with small_house.running() as run:
            run.waits_for(
                lambda: small_house.number(
                    "select count(*) from feed where last_outcome is not null"
                )
            )
            run.stop()

        assert small_house.ask("select last_outcome, last_note from feed") == [
            ("refused", "robots.txt answered 503, so nothing may be fetched")
        ]
        assert origin.asked("/feed") == 0


def test_a_robots_txt_that_never_came_is_kept_for_those_who_ask_why(small_house: House) -> None:
    with Origin() as origin:
        origin.paths["/robots.txt"] = Reply(raw=b"")
        origin.paths["/feed"] = origin.feed("/report")
        small_house.furnish({"Paper": origin.url("/feed")}, {})

        with small_house.running() as run:
            run.waits_for(
                lambda: small_house.number(
                    "select count(*) from feed where last_outcome is not null"
                )
            )
            run.stop()

        [(status, note)] = small_house.ask("select status, note from robots")
        assert (status, str(note).partition(":")[0]) == (None, "robots.txt could not be had")
        assert small_house.number("select sum(failures) from host_day") >= 1
