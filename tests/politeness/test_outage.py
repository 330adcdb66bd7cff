from __future__ import annotations

from crawler.politeness.outage import EVIDENCE_S, OutageGuard


def test_without_any_answer_nobody_is_blamed_and_the_third_silence_is_an_outage() -> None:
    guard = OutageGuard()

    told = [guard.unreachable(f"{n}.example", now=n, watched=60) for n in range(5)]

    assert told == [False, False, True, False, False]
    assert guard.is_outage
    assert not guard.blames(5, watched=60)


def test_one_silent_host_among_answering_ones_is_blamed() -> None:
    guard = OutageGuard()
    guard.answered(0)

    told = guard.unreachable("a.example", now=1, watched=60)

    assert not told
    assert guard.blames(1, watched=60)


def test_an_answer_is_evidence_for_a_time_only() -> None:
    guard = OutageGuard()
    guard.answered(0)

    assert guard.blames(EVIDENCE_S, watched=60)
    assert not guard.blames(EVIDENCE_S + 1, watched=60)


def test_an_outage_ends_with_the_first_answer_and_tells_how_long_it_was() -> None:
    guard = OutageGuard()
    for n in range(3):
        guard.unreachable(f"{n}.example", now=10, watched=60)

    assert guard.answered(70) == 60
    assert guard.answered(71) is None
    assert not guard.is_outage


def test_the_same_host_failing_often_is_no_outage() -> None:
    guard = OutageGuard()

    assert not any(guard.unreachable("a.example", now=n, watched=60) for n in range(10))


def test_with_one_host_alone_its_silence_is_its_own() -> None:
    guard = OutageGuard()

    assert not guard.unreachable("a.example", now=0, watched=1)
    assert guard.blames(0, watched=1)
