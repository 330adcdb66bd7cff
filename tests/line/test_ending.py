"""How a service ends: told to, told twice, killed; and who may run beside it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from tests.line.house import House, Run
from tests.line.origin import Origin, page, wait_until

# A page that is under way while the service is told to end.
SLOW_S = 1.5


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        origin.paths["/slow"] = replace(page("/slow"), wait_s=SLOW_S)
        origin.paths["/feed"] = origin.feed("/slow", summary="A summary that is of no use.")
        yield origin


def furnish(house: House, origin: Origin) -> None:
    house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"})


def family(run: Run) -> list[psutil.Process]:
    return psutil.Process(run.process.pid).children(recursive=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_lets_what_is_under_way_be_finished(
    small_house: House, origin: Origin, number: signal.Signals
) -> None:
    furnish(small_house, origin)

    with small_house.running() as run:
        run.waits_for(lambda: origin.asked("/slow"))
        workers = family(run)
        run.process.send_signal(number)
        code = run.ends()

    assert code == 0
    assert small_house.ask("select access from article") == [("full",)]
    assert "stopping; what is under way is finished first" in run.said
    assert "stopped  after" in run.said
    assert "Traceback" not in run.said
    wait_until(lambda: not [worker for worker in workers if worker.is_running()], seconds=5)


def test_a_signal_to_the_whole_group_spoils_no_page(small_house: House, origin: Origin) -> None:
    furnish(small_house, origin)

    with small_house.running() as run:
        run.waits_for(lambda: origin.asked("/slow"))
        for worker in family(run):
            worker.send_signal(signal.SIGTERM)
        run.process.send_signal(signal.SIGTERM)
        code = run.ends()

    assert code == 0
    assert small_house.ask("select access from article") == [("full",)]


def test_a_second_signal_ends_it_at_once_and_nothing_is_lost(
    small_house: House, origin: Origin
) -> None:
    origin.paths["/slow"] = replace(page("/slow"), wait_s=20)
    furnish(small_house, origin)

    with small_house.running() as run:
        run.waits_for(lambda: origin.asked("/slow"))
        run.process.send_signal(signal.SIGTERM)
        run.waits_for_words("stopping;")
        began = time.monotonic()
        run.process.send_signal(signal.SIGTERM)
        code = run.ends()
        lasted = time.monotonic() - began
    origin.paths["/slow"] = page("/slow")
    with small_house.running() as again:
        again.waits_for_words("article  1 new")
        again.stop()

    assert code == 130
    assert lasted < 3
    assert "stopping at once" in run.said
    assert "resume   1 articles" in again.said


def test_a_time_that_is_given_ends_without_a_trace_of_trouble(
    small_house: House, origin: Origin
) -> None:
    furnish(small_house, origin)

    with small_house.running("run", "--seconds", "3") as run:
        code = run.ends()

    assert code == 0
    assert "Traceback" not in run.said
    assert "Error" not in run.said


def test_a_crawl_made_once_ends_by_itself_and_tells_what_it_owes(
    house: House, origin: Origin
) -> None:
    origin.paths["/slow"] = page("/slow")
    house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"}, settle_s=3600)

    with house.running("crawl", "--once") as run:
        code = run.ends()

    assert code == 0
    assert house.ask("select state from alert") == [("sent",)]
    assert run.said.count("alert    Harbour → log:") == 1


def test_a_crawl_made_once_leaves_a_page_that_fails_now_to_the_next_round(
    small_house: House, origin: Origin
) -> None:
    origin.paths["/slow"] = replace(page("/slow"), status=503)
    furnish(small_house, origin)

    with small_house.running("crawl", "--once") as run:
        run.ends()

    assert small_house.ask("select state, tries from entry") == [("waiting", 1)]


def test_a_second_service_is_refused_and_told_by_whom(house: House, origin: Origin) -> None:
    furnish(house, origin)

    with house.running() as first:
        first.waits_for_words("start    Wirewatch")
        second = subprocess.run(
            house.line("run"), check=False, capture_output=True, text=True, timeout=30
        )

    assert second.returncode == 4
    assert f"process {first.process.pid} on " in second.stderr
    assert "Stop it first" in second.stderr


def test_after_kill_9_the_database_is_free_and_no_process_is_left(
    house: House, origin: Origin
) -> None:
    furnish(house, origin)

    with house.running() as run:
        run.waits_for_words("article  1 new")
        workers = family(run)
        run.kill()
    wait_until(lambda: not [one for one in workers if one.is_running()], seconds=10)
    with house.running() as again:
        again.waits_for_words("start    Wirewatch")
        code = again.stop()

    assert workers
    assert code == 0
