"""`topics volume`: articles a day, as a chart, with the days that stand out."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch
from tests.samples import NOW

DAYS = str((datetime.now(UTC) - NOW).days + 10)


def test_each_day_has_its_number_and_quiet_ones_share_a_line(filled: Wirewatch) -> None:
    answer = filled("topics", "volume", "new start", "--days", DAYS)

    lines = answer.out.splitlines()
    assert answer.code == Code.FINE
    assert lines[0].startswith("New START: 2 articles in ")
    assert lines[1] == f"2026-02-05  2  {'█' * 40}"
    assert lines[2].startswith("         …  0  (")


def test_scripts_get_every_day(filled: Wirewatch) -> None:
    rows = filled("topics", "volume", "floods", "--days", DAYS, "--json").json
    table = list(
        csv.DictReader(
            io.StringIO(filled("topics", "volume", "floods", "--days", DAYS, "--csv").out)
        )
    )

    assert rows[0] == {
        "day": "2026-02-05",
        "articles": 1,
        "stories": 1,
        "burst": False,
        "usual": None,
    }
    assert len(table) == len(rows) > 1


def test_a_topic_that_found_nothing_lately_says_so(filled: Wirewatch) -> None:
    answer = filled("topics", "volume", "floods", "--days", "1")

    assert (answer.code, answer.out) == (Code.FINE, "")
    assert "found nothing in this time" in answer.err
