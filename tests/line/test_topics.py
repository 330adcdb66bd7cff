"""Topics that come, change and go while the service runs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.line.house import House
from tests.line.origin import Origin, page

SOON_S = 5.0


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        yield origin


def test_a_topic_is_followed_changed_and_dropped_while_the_service_runs(
    small_house: House, origin: Origin
) -> None:
    small_house.furnish({"Paper": origin.url("/feed")}, {"Harbour": "harbour"})

    def announce(name: str) -> None:
        """A new report about the harbour, and all that came before it."""
        path = f"/{name}"
        origin.paths[path] = page(path)
        paths = [one for one in origin.paths if one != "/feed"]
        origin.paths["/feed"] = origin.feed(*paths)
        run.waits_for(
            lambda: small_house.ask(
                f"select id from entry where url like '%{path}' and state = 'read'"
            )
        )

    def topics_of(name: str) -> set[str]:
        rows = small_house.ask(f"select topic from v_topic_hits where url like '%/{name}'")
        return {str(topic) for (topic,) in rows}

    def change(*command: str) -> None:
        """Change topics by command; the service takes it up soon."""
        told = run.said.count("topics   read again")
        subprocess.run(
            small_house.line("topics", *command), check=True, capture_output=True, timeout=30
        )
        run.waits_for(lambda: run.said.count("topics   read again") > told, seconds=SOON_S)

    with small_house.running() as run:
        announce("alpha")
        change("add", "Quarter", "quarter")
        announce("bravo")
        change("add", "--replace", "Quarter", "unicorn")
        announce("carlo")
        change("remove", "Quarter")
        change("add", "Office", "office")
        announce("delta")
        run.stop()

    assert topics_of("alpha") == {"Harbour"}
    assert topics_of("bravo") == {"Harbour", "Quarter"}
    assert topics_of("carlo") == {"Harbour"}
    assert topics_of("delta") == {"Harbour", "Office"}
