"""Each case ends as it says: on the wire, in the database, in memory."""

from __future__ import annotations

import pytest

from tests.hostile.case import Case
from tests.hostile.cases import HEAVY, LIGHT
from tests.hostile.expedition import NOISE_MIB, Aftermath, Kept
from tests.hostile.world import Host

pytestmark = [pytest.mark.xdist_group("hostile"), pytest.mark.timeout(900)]

# A worker that has loaded all that reads feeds and pages holds 210; it may have 512.
WORKER_MIB = 400
# More than the two rounds and all redirects of any case need.
MOST_REQUESTS = 40


@pytest.mark.parametrize("name", LIGHT)
def test_a_misbehaviour_ends_as_its_case_says(name: str, light: Aftermath) -> None:
    case, host = LIGHT[name], light.hosts[name]

    shown_on_the_wire(case, host)
    kept_in_the_database(case, light.kept[name])
    assert light.growth_mib(case, lambda seen: seen.own) <= case.memory_mib


@pytest.mark.parametrize("name", HEAVY)
def test_what_would_fill_the_memory_does_not(name: str, heavy: Aftermath) -> None:
    case, host = HEAVY[name], heavy.hosts[name]

    shown_on_the_wire(case, host)
    kept_in_the_database(case, heavy.kept[name])
    assert heavy.growth_mib(case, lambda seen: seen.all) <= case.memory_mib + NOISE_MIB


def test_nobody_got_inside(light: Aftermath, heavy: Aftermath) -> None:
    assert [visit.path for visit in light.canary.visits + heavy.canary.visits] == []


def test_the_service_came_through_without_a_fault(light: Aftermath, heavy: Aftermath) -> None:
    for after in (light, heavy):
        assert set(after.codes) <= {0, 1}, after.said  # 1: part of the work failed, as it should
        assert "Traceback" not in after.said
        assert "fault in Wirewatch itself" not in after.said


def test_no_worker_needs_more_than_it_may_have(light: Aftermath, heavy: Aftermath) -> None:
    for after in (light, heavy):
        assert max(max(seen.workers, default=0) for seen in after.memory) <= WORKER_MIB


def test_there_are_at_least_150_of_them() -> None:
    assert len(LIGHT) + len(HEAVY) >= 150


def shown_on_the_wire(case: Case, host: Host) -> None:
    """What a trusted crawler never does, and what this case asks for."""
    for visit in host.visits:
        assert visit.head.startswith("GET ")
        assert visit.headers["user-agent"].startswith("Wirewatch/")
        assert {"gzip", "br", "zstd"} <= set(visit.headers["accept-encoding"].split(", "))
        for name in ("cookie", "referer", "authorization", "x-evil"):
            assert name not in visit.headers
    assert host.most_at_once <= 1
    assert len(host.visits) <= MOST_REQUESTS
    assert not host.visits or host.visits[0].path == "/robots.txt"
    for path, times in case.asked.items():
        assert host.asked(path) == times, path
    ends = [visit.left or visit.began for visit in host.visits]
    gaps = [
        visit.began - ended
        for visit, ended, before in zip(host.visits[1:], ends, host.visits, strict=False)
        if before.path != "/robots.txt"
    ]
    # Our rounds are two processes: between them there is no pause to keep but the feed's own.
    assert not case.gap_s or sum(gap < case.gap_s * 0.95 for gap in gaps) <= 1, gaps
    if case.sent:
        last = [visit for visit in host.visits if visit.path == "/feed"][-1]
        sent = {name: last.headers.get(name) for name in case.sent}
        assert sent == {
            name: value.decode("latin-1") if value is not None else None
            for name, value in case.sent.items()
        }


def kept_in_the_database(case: Case, kept: Kept) -> None:
    """Outcomes with their notes, articles, and words."""
    (outcome, note), (then, then_note) = kept.looks
    assert outcome is not None, "it was never looked at"
    if case.outcome is not None:
        assert (outcome, case.note in note) == (case.outcome, True), note
    if case.then is not None:
        assert (then, case.then_note in then_note) == (case.then, True), then_note
    if isinstance(case.articles, int):
        assert case.articles in (-1, len(kept.articles)), kept.articles
    else:
        assert kept.articles == case.articles
    for words in case.holds:
        assert words in kept.words
    for words in case.lacks:
        assert words not in kept.words
    for words in ("secret of the canary", "root:x:0"):
        assert words not in kept.words
    if case.published is not None:
        found = [
            "now" if published and published[:16] == seen[:16] else published and published[:19]
            for published, seen in kept.published
        ]
        assert tuple(found) == case.published
