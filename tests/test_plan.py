"""The plan to internet scale: the simulation counts as a slow one would, and finds the walls."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.scale.plan import (
    DAY_S,
    SIZES,
    WAIT_S,
    Costs,
    Load,
    Server,
    first_wall,
    plan,
    rhythm,
    serve,
)

SMALL = Load(feeds=2_000, articles=20_000)


def test_waiting_is_what_a_queue_of_one_second_after_the_other_gives() -> None:
    asked = np.random.default_rng(3).poisson(90, DAY_S).astype(np.float64)
    asked[1_000:1_060] += 500
    waiting, waits = 0.0, []
    for one in asked:
        waiting = max(0.0, waiting + one - 100.0)
        waits.append(waiting / 100.0)
    heavy = np.repeat(waits, asked.astype(int))

    found = serve(Server(name="desk", per_s=100.0), asked)

    assert found.mean == pytest.approx(asked.mean() / 100)
    assert found.p99_s == pytest.approx(np.quantile(heavy, 0.99, method="inverted_cdf"))


def test_nobody_waits_long_with_what_the_plan_gives_and_somebody_would_with_less() -> None:
    load = replace(SIZES[1], articles=4_000_000)
    found = plan(load)
    workers = found.served[0]

    assert workers.p99_s <= WAIT_S
    assert workers.peak <= 0.8
    fewer = workers.peak * found.worker_cores / (found.worker_cores - 1)
    assert fewer > 0.8


def test_dearer_articles_need_more_cores_and_more_articles_more_disk() -> None:
    usual, dear = plan(SIZES[1]), plan(SIZES[1], Costs(article_ms=230))

    assert dear.worker_cores > usual.worker_cores
    assert dear.euro_a_month > usual.euro_a_month
    assert plan(SIZES[2]).gb_a_year == pytest.approx(10 * usual.gb_a_year)


def test_a_small_house_needs_one_core_and_meets_no_wall() -> None:
    found = plan(SMALL)

    assert (found.worker_cores, found.database_cores, found.walls) == (1, 1, [])


def test_the_wall_moves_with_the_cost_that_makes_it() -> None:
    slow_lock = Costs(judge_ms=89.0, turns_most_s=10_000)
    times, name = first_wall(SIZES[1], slow_lock)

    assert name == "lock"
    assert times < 1
    assert [one.server.name for one in plan(SIZES[1], slow_lock).walls] == ["lock"]


def test_a_day_has_its_mean_and_its_busy_hours() -> None:
    assert rhythm().mean() == pytest.approx(1)
    assert rhythm()[23 * 3600 + 1800] < 0.5  # half past eleven at night
    assert rhythm()[11 * 3600] > 3  # at eleven sharp
