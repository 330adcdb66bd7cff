"""A million articles on PostgreSQL: how fast one more comes in, how soon a search answers.

    python -m benchmarks.scale.million postgresql://…/filled [--rounds 20]

The database is one that `benchmarks.stories.cost --database … --articles 1000000` filled. Articles
arrive one by one, as there; then questions are asked as people ask them, twenty answers each, first
those that no cache has seen. CPU is that of this process and its server's together.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from statistics import median, quantiles

from benchmarks.stories.cost import Clock, measure
from benchmarks.stories.filling import NOW, phrases, words
from crawler.storage import Store, schema, search
from crawler.topics.parsing import parse
from crawler.topics.query import Query


def main() -> None:
    """Print both tables in Markdown."""
    parser = argparse.ArgumentParser(description="Intake and search among a million articles.")
    parser.add_argument("url")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--arrivals", type=int, default=300)
    options = parser.parse_args()
    store = Store.connect(options.url)
    schema.upgrade(store)
    tell_intake(store, options.arrivals)
    tell_searches(store, options.rounds)
    store.close()


def tell_intake(store: Store, rounds: int) -> None:
    """What one more article costs, and how many a second one writer stores."""
    found = measure(store, rounds)
    print("| | CPU ms, p50 | p95 | wall ms, p50 | p95 | a second, one writer |")
    print("|---|---|---|---|---|---|")
    cpu, wall = found.stored, found.wall
    cells = [f"{x:.2f}" for x in (median(cpu), _p95(cpu), median(wall), _p95(wall))]
    print(f"| look up, decide, store | {' | '.join(cells)} | {1000 * len(wall) / sum(wall):.0f} |")
    looked = found.looked
    print(f"| of that look-ups | {median(looked):.2f} | {_p95(looked):.2f} | | | |\n", flush=True)


def tell_searches(store: Store, rounds: int) -> None:
    """Each question, and all together."""
    print("| question | CPU ms, p50 | p95 | wall ms, p50 | p95 |")
    print("|---|---|---|---|---|")
    clock, all_cpu, all_wall = Clock(store), [], []
    for name, asked in questions(rounds):
        cpu, wall = [], []
        for query in asked:
            began, before = time.perf_counter(), clock()
            with store.reading() as tx:
                list(search.find(tx, query, now=NOW, limit=20))
            cpu.append((clock() - before) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
        cells = [f"{x:.1f}" for x in (median(cpu), _p95(cpu), median(wall), _p95(wall))]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
        all_cpu += cpu
        all_wall += wall
    cells = [f"{x:.1f}" for x in (median(all_cpu), _p95(all_cpu), median(all_wall), _p95(all_wall))]
    print(f"| **all** | {' | '.join(cells)} |")


def questions(rounds: int) -> Iterator[tuple[str, list[Query]]]:
    """(kind, so many questions of that kind, none twice)."""
    known = words().tolist()

    def each(form: str, *ranks: range) -> list[Query]:
        pairs = zip(*(rank[:rounds] for rank in ranks), strict=True)
        return [parse(form.format(*(known[at] for at in one))) for one in pairs]

    yield "a rare word", each("{}", range(400_000, 500_000, 997))
    yield "a common word", each("{}", range(100, 3_000, 97))
    yield "two common words", each("{} {}", range(200, 3_000, 97), range(250, 3_000, 97))
    yield (
        "a common and a rare one",
        each("{} {}", range(50, 3_000, 97), range(300_000, 500_000, 991)),
    )
    yield "a rare phrase", [parse(f'"{one}"') for one in phrases()[1_000::97][:rounds]]
    yield "a common phrase", [parse(f'"{one}"') for one in phrases()[1 : 1 + rounds]]
    yield "near", each("{} NEAR/5 {}", range(200, 3_000, 97), range(250, 3_000, 97))
    yield (
        "the beginning of a word",
        [parse(f"{known[at]}*") for at in range(5_000, 9_000, 61)][:rounds],
    )
    yield "in the title, in English", each("title:{} lang:en", range(300, 3_000, 97))


def _p95(some: Sequence[float]) -> float:
    return quantiles(some, n=20)[-1]


if __name__ == "__main__":
    main()
