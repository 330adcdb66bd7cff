"""/metrics: numbers out of the database, in a form that Prometheus reads, for those who may."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from crawler.items import Scope
from crawler.storage import beats, passwords, tokens
from crawler.web.exposition import counter, gauge, histogram, text_of
from tests.alerts.newsroom import SETTLE, Newsroom
from tests.web.conftest import Queries

DASHBOARD = Path(__file__).parents[2] / "contrib" / "grafana-dashboard.json"
LINE = re.compile(r'([a-z_]+)(\{[a-z]+="(?:[^"\\\n]|\\.)*"\})? (-?[0-9.e+]+)')


def read(text: str) -> dict[str, float]:
    """Each sample by its name and labels; fails where a line is not of the form."""
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            match = LINE.fullmatch(line)
            assert match, line
            found[match[1] + (match[2] or "")] = float(match[3])
    return found


def test_what_happened_is_counted(newsroom: Newsroom, client: TestClient, queries: Queries) -> None:
    newsroom.clock.pass_s(SETTLE.total_seconds())
    newsroom.courier().deliver_all()
    with newsroom.store.writing() as tx:
        beats.beat(tx, newsroom.clock(), version="x", round_at=newsroom.clock())
    newsroom.clock.now += timedelta(seconds=30)
    queries.texts.clear()

    answer = client.get("/metrics")

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert len(queries.texts) <= 14, "\n".join(queries.texts)
    found = read(answer.text)
    assert found["wirewatch_articles"] == 2
    assert found["wirewatch_service_working"] == 1
    assert found["wirewatch_round_age_seconds"] == 30
    assert found['wirewatch_alerts{state="sent"}'] == 1
    assert found['wirewatch_queue_length{queue="alerts"}'] == 0
    assert found['wirewatch_match_to_alert_seconds_bucket{le="60"}'] == 1
    assert found["wirewatch_match_to_alert_seconds_count"] == 1
    assert found["wirewatch_database_bytes"] > 0


def test_several_who_ask_cost_one_look(
    newsroom: Newsroom, client: TestClient, queries: Queries
) -> None:
    first = client.get("/metrics").text
    queries.texts.clear()

    assert client.get("/metrics").text == first
    assert len(queries.texts) <= 1  # who asks
    newsroom.clock.now += timedelta(seconds=6)
    newsroom.publish()
    assert read(client.get("/metrics").text)["wirewatch_articles"] == 3


def test_each_metric_has_its_help_and_type_once(client: TestClient) -> None:
    lines = client.get("/metrics").text.splitlines()
    named = [line.split()[2] for line in lines if line.startswith("# TYPE")]

    assert len(named) == len(set(named))
    assert named == [line.split()[2] for line in lines if line.startswith("# HELP")]


def test_a_token_for_metrics_sees_nothing_else(newsroom: Newsroom, client: TestClient) -> None:
    with newsroom.store.writing() as tx:
        passwords.keep(tx, "scrypt$16,8,1$AA==$AA==")
        made = tokens.add_api(tx, "Prometheus", [Scope.METRICS], newsroom.clock())
    said = {"Authorization": f"Bearer {made}"}

    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers=said).status_code == 200
    assert client.get("/api/v1/status", headers=said).status_code == 403


def test_the_dashboard_asks_for_what_there_is(newsroom: Newsroom, client: TestClient) -> None:
    with newsroom.store.writing() as tx:
        beats.beat(tx, newsroom.clock(), version="x")
        tx.exec_driver_sql("update alert set attempts = 4")
    there = {name.partition("{")[0] for name in read(client.get("/metrics").text)}
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]

    asked = {
        name
        for panel in panels
        for target in panel["targets"]
        for name in re.findall(r"wirewatch_\w+", target["expr"])
    }
    of_files = set() if newsroom.store.is_sqlite else {"wirewatch_disk_free_bytes"}

    assert len(asked) > 15
    assert asked - there == of_files


def test_the_form_is_that_of_prometheus() -> None:
    families = [
        gauge("a", "What.", {'x"\\\n': 1.5}, "label"),
        counter("b_total", "How.", 3),
        histogram("c", "Long.", [1, 5, 100], [2, 10]),
    ]

    assert text_of(families) == (
        '# HELP a What.\n# TYPE a gauge\na{label="x\\"\\\\\\n"} 1.5\n'
        "# HELP b_total How.\n# TYPE b_total counter\nb_total 3\n"
        '# HELP c Long.\n# TYPE c histogram\nc_bucket{le="2"} 1\nc_bucket{le="10"} 2\n'
        'c_bucket{le="+Inf"} 3\nc_sum 106\nc_count 3\n'
    )


@pytest.mark.parametrize(
    ("trouble", "name", "said"),
    [
        ("update alert set attempts = 4", "channels", "1 take nothing at present"),
        ("select 1", "channels", "ok"),
    ],
)
def test_health_names_what_it_depends_on(
    newsroom: Newsroom, client: TestClient, trouble: str, name: str, said: str
) -> None:
    with newsroom.store.writing() as tx:
        beats.beat(tx, newsroom.clock(), version="x")
        tx.exec_driver_sql(trouble)

    answer = client.get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")  # no reason to restart
    assert answer.json()[name] == said
    assert set(answer.json()) == {"status", "database", "service", "disk", "channels"}
