"""Whose fault it is: one dead feed among good ones, and no network at all."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.line.house import House
from tests.line.origin import Origin, page


@pytest.fixture
def closed() -> list[int]:
    """Ports on which nobody listens."""
    origins = [Origin() for _ in range(5)]
    ports = [origin.port for origin in origins]
    for origin in origins:
        origin._server.server_close()
    return ports


def test_without_a_network_it_says_so_once_and_blames_nobody(
    small_house: House, closed: list[int]
) -> None:
    feeds = {f"Paper {port}": f"http://127.0.0.1:{port}/feed" for port in closed}
    small_house.furnish(feeds, {})

    with small_house.running() as run:
        run.waits_for(
            lambda: (
                small_house.number("select count(*) from feed where last_outcome = 'outage'") >= 3
            )
        )
        code = run.stop()

    assert code == 0
    assert run.said.count("network  is down") == 1
    assert small_house.number("select count(*) from feed where trouble > 0") == 0
    assert small_house.number("select coalesce(sum(failures), 0) from feed_day") == 0
    assert small_house.number("select count(*) from feed where failing_since is not null") == 0


def test_one_dead_feed_among_good_ones_is_blamed(small_house: House) -> None:
    with ExitStack() as stack:
        origins = [Origin() for _ in range(4)]
        dying, *good = origins
        feeds = {}
        for number, origin in enumerate(origins):
            origin.paths["/feed"] = origin.feed("/report")
            origin.paths["/report"] = page("/report")
            feeds["Dying" if origin is dying else f"Good {number}"] = origin.url("/feed")
        small_house.furnish(feeds, {})
        for origin in good:
            stack.enter_context(origin)

        with small_house.running() as run:
            with dying:  # as long as there is no evidence that the network works, nobody is blamed
                run.waits_for(
                    lambda: (
                        small_house.number(
                            "select count(*) from feed where last_success_at is not null"
                        )
                        == 4
                    )
                )
            run.waits_for(lambda: small_house.number("select count(*) from feed where trouble > 0"))
            run.stop()

    assert small_house.ask("select name, last_outcome from feed where trouble > 0") == [
        ("Dying", "temporary failure")
    ]
    assert "network  is down" not in run.said
