from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness.agenda import Agenda, Kind, Task


def feed(id_: int, host: str = "a.example") -> Task:
    return Task(Kind.FEED, id_, host)


def article(id_: int, host: str = "a.example") -> Task:
    return Task(Kind.ARTICLE, id_, host)


def test_a_host_is_asked_one_thing_at_a_time() -> None:
    agenda = Agenda(pause_s=5)
    agenda.add(article(1))
    agenda.add(article(2))

    first, second = agenda.take(0), agenda.take(0)

    assert (first, second) == (article(1), None)


def test_a_host_rests_between_two_requests() -> None:
    agenda = Agenda(pause_s=5)
    agenda.add(article(1))
    agenda.add(article(2))
    agenda.take(0)

    agenda.release(article(1), now=3)

    assert agenda.take(7.9) is None
    assert agenda.wait_s(7.0) == 1.0
    assert agenda.take(8) == article(2)


def test_a_longer_pause_is_kept_and_a_shorter_one_is_not() -> None:
    agenda = Agenda(pause_s=5)
    for id_ in (1, 2, 3):
        agenda.add(article(id_))

    agenda.take(0)
    agenda.release(article(1), 0, pause_s=60)
    assert agenda.take(59) is None
    assert agenda.take(60) == article(2)
    agenda.release(article(2), 60, pause_s=1)
    assert agenda.take(64) is None


def test_other_hosts_do_not_wait_for_a_slow_one() -> None:
    agenda = Agenda(pause_s=5)
    for id_ in range(100):
        agenda.add(article(id_))
    agenda.add(article(100, "b.example"))

    taken = [agenda.take(0), agenda.take(0)]

    assert {task.host for task in taken if task} == {"a.example", "b.example"}


def test_feeds_come_before_articles() -> None:
    agenda = Agenda(pause_s=5)
    agenda.add(article(1))
    agenda.add(feed(1))

    assert agenda.take(0) == feed(1)


def test_the_same_thing_is_not_put_down_twice() -> None:
    agenda = Agenda(pause_s=5)

    assert agenda.add(feed(1))
    assert not agenda.add(feed(1))
    agenda.take(0)
    assert not agenda.add(feed(1))
    agenda.release(feed(1), 0)
    assert agenda.add(feed(1))


def test_what_is_for_later_waits() -> None:
    agenda = Agenda(pause_s=0)
    agenda.add(article(1), not_before=10)

    assert agenda.take(9) is None
    assert agenda.wait_s(9) == 1.0
    assert agenda.take(10) == article(1)


def test_a_hushed_host_is_left_alone() -> None:
    agenda = Agenda(pause_s=5)
    agenda.add(article(1))

    agenda.hush("a.example", until=100)

    assert agenda.take(99) is None
    assert agenda.take(100) == article(1)


def test_idle_hosts_are_forgotten_and_their_pause_is_not() -> None:
    agenda = Agenda(pause_s=5)
    agenda.add(article(1))
    agenda.take(0)
    agenda.release(article(1), 0)

    agenda.forget_idle(1)
    agenda.add(article(2))
    assert agenda.take(1) is None
    assert agenda.take(5) == article(2)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(0, 20)), max_size=60),
    st.floats(0.1, 3),
)
def test_whatever_is_added_when_no_host_sees_two_requests_closer_than_its_pause(
    arrivals: list[tuple[int, float]], took_s: float
) -> None:
    agenda = Agenda(pause_s=5)
    for id_, (host, at) in enumerate(arrivals):
        agenda.add(article(id_, f"{host}.example"), not_before=at)
    ended: dict[str, float] = {}
    under_way: list[tuple[float, Task]] = []
    now, done = 0.0, 0

    while done < len(arrivals):
        for end, task in [one for one in under_way if one[0] <= now]:
            under_way.remove((end, task))
            agenda.release(task, now)
            ended[task.host] = now
            done += 1
        while taken := agenda.take(now):
            assert all(taken.host != other.host for _, other in under_way)
            assert now - ended.get(taken.host, -5.0) >= 5 - 1e-6
            under_way.append((now + took_s, taken))
        now += 0.05
        assert now < 60 * 6


def test_who_waits_for_a_host_to_which_a_redirect_leads_goes_before_its_own_tasks() -> None:
    agenda = Agenda(pause_s=2)
    first, second = article(1), article(2)
    agenda.add(first)
    agenda.add(second)
    assert agenda.take(0) == first
    agenda.release(first, 1)

    assert not agenda.seize(first.host, 2.9)
    assert agenda.take(3) is None  # its pause is over
    assert agenda.seize(first.host, 3.1)
    agenda.let_go(first.host, 4, pause_s=2)
    assert (agenda.take(5.9), agenda.take(6)) == (None, second)


def test_who_went_away_is_not_waited_for() -> None:
    agenda = Agenda(pause_s=2)
    first, second = article(1), article(2)
    agenda.add(first)
    agenda.add(second)
    agenda.take(0)
    agenda.release(first, 1)

    assert not agenda.seize(first.host, 2.9)

    assert agenda.take(3.8) is None
    assert agenda.wait_s(3.8) == pytest.approx(0.1)
    assert agenda.take(3.9) == second
