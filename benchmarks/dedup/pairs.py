"""Labelled pairs: how many copies of each kind are recognised, and how many look-alikes not.

    python -m benchmarks.dedup.pairs [FOLDER] [--per-kind 150] [--seed 7]

Each pair is shown alone, the earlier article first; at a hundred and fifty of each kind these are
900 copies and 600 traps.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.dedup.corpus import DEFAULT_FOLDER, read_texts
from benchmarks.dedup.labelled import Pair, labelled_pairs
from benchmarks.dedup.peers import Way, ways
from crawler.dedup.verdict import Held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--per-kind", type=int, default=150)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    pairs = labelled_pairs(read_texts(options.folder), seed=options.seed, per_kind=options.per_kind)
    shown = [(pair, pair.first.as_held(1), pair.second.as_held(2)) for pair in pairs]
    kinds = list(dict.fromkeys(pair.kind for pair in pairs))
    copies = {pair.kind for pair in pairs if pair.copy}
    print(f"{len(pairs)} pairs, {sum(pair.copy for pair in pairs)} of them copies")
    results = {name: run(make, shown) for name, make in ways().items()}
    width = max(map(len, results))
    for heading, chosen in (("copies found", copies), ("traps taken for copies", None)):
        print(f"\n{heading}")
        for kind in kinds:
            if (kind in copies) is (chosen is not None):
                row = "  ".join(
                    f"{found[kind] / options.per_kind:5.3f}" for found, _ in results.values()
                )
                print(f"  {kind:20} {row}")
    print("\ncolumns, and what each comes to")
    for name, (found, us) in results.items():
        right = sum(found[kind] for kind in copies)
        wrong = sum(found.values()) - right
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (len(copies) * options.per_kind)
        print(
            f"  {name:{width}}  precision {precision:.4f}  recall {recall:.4f}  {us:7.0f} us a pair"
        )


def run(
    make: Callable[[], Way], shown: Sequence[tuple[Pair, Held, Held]]
) -> tuple[Counter[str], float]:
    """How many pairs of each kind were taken for copies, and microseconds a pair."""
    found: Counter[str] = Counter()
    began = time.process_time()
    for pair, first, second in shown:
        way = make()
        way.take(1, pair.first, first)
        found[pair.kind] += way.take(2, pair.second, second) is not None
    return found, (time.process_time() - began) / len(shown) * 1e6


if __name__ == "__main__":
    main()
