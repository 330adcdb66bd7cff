"""Other ways to find copies, behind one face: exact hashes, MinHash LSH, SimHash, and ours.

A way is shown one article after another and names the earlier one that each repeats, or nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

from benchmarks.dedup.labelled import Piece
from crawler.dedup.fingerprint import fingerprint, may_be_copies
from crawler.dedup.verdict import Held, judge
from crawler.items import Relation

MOST_CANDIDATES, NEWEST = 20, 64  # as storage bounds its look-ups


class Way(Protocol):
    """One way to recognise copies."""

    def take(self, number: int, piece: Piece, held: Held) -> int | None:
        """The number of the earlier piece that this one repeats; it is held from now on."""
        ...


class Ours:
    """Sampled runs look candidates up, the judge decides."""

    def __init__(self) -> None:
        self.held: dict[int, Held] = {}
        self.by_run: dict[int, list[int]] = defaultdict(list)

    def take(self, number: int, piece: Piece, held: Held) -> int | None:
        runs = fingerprint(held.folded).shingles
        shared = Counter(other for run in runs for other in self.by_run[run][-NEWEST:])
        near = [
            self.held[other]
            for other, n in shared.most_common(MOST_CANDIDATES)
            if may_be_copies(n, held.n_words, self.held[other].n_words)
        ]
        verdict = judge(piece.as_candidate(number, held), near)
        self.held[number] = held
        for run in runs:
            self.by_run[run].append(number)
        joins = verdict.relation in {Relation.COPY, Relation.REVISION}
        return verdict.of if joins else None


class Exact:
    """Equal folded texts."""

    def __init__(self) -> None:
        self.held: dict[bytes, int] = {}

    def take(self, number: int, piece: Piece, held: Held) -> int | None:  # noqa: ARG002
        first = self.held.setdefault(held.text_hash, number)
        return None if first == number else first


class MinHashes:
    """datasketch: 128 permutations of three-word runs, LSH, then the estimated Jaccard."""

    def __init__(self, threshold: float) -> None:
        datasketch = import_module("datasketch")  # an optional peer
        self.threshold = threshold
        self.sketch: Callable[..., Any] = datasketch.MinHash
        self.index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)
        self.held: dict[int, Any] = {}

    def take(self, number: int, piece: Piece, held: Held) -> int | None:  # noqa: ARG002
        words = held.folded.split()
        sketch = self.sketch(num_perm=128)
        sketch.update_batch(
            [" ".join(words[at : at + 3]).encode() for at in range(max(1, len(words) - 2))]
        )
        near = [(self.held[other].jaccard(sketch), -other) for other in self.index.query(sketch)]
        self.index.insert(number, sketch)
        self.held[number] = sketch
        best = max(near, default=(0.0, 0))
        return -best[1] if best[0] >= self.threshold else None


class SimHashes:
    """simhash: 64 bits over three-word runs, compared with all that are held."""

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.sketch: Callable[..., Any] = import_module("simhash").Simhash  # an optional peer
        self.held: list[tuple[int, int]] = []

    def take(self, number: int, piece: Piece, held: Held) -> int | None:  # noqa: ARG002
        words = held.folded.split()
        runs = [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]
        value = int(self.sketch(runs).value)
        near = [((value ^ other).bit_count(), first) for other, first in self.held]
        self.held.append((value, number))
        best = min(near, default=(64, 0))
        return best[1] if best[0] <= self.bits else None


def ways() -> dict[str, Callable[[], Way]]:
    """All that are installed, ours first."""
    found: dict[str, Callable[[], Way]] = {"wirewatch": Ours, "equal text": Exact}
    candidates: dict[str, Callable[[], Way]] = {
        "datasketch MinHash LSH, Jaccard 0.5": lambda: MinHashes(0.5),
        "datasketch MinHash LSH, Jaccard 0.3": lambda: MinHashes(0.3),
        "simhash, 3 bits": lambda: SimHashes(3),
        "simhash, 10 bits": lambda: SimHashes(10),
    }
    for name, make in candidates.items():
        try:
            make()
        except ImportError as missing:
            print(f"left out: {name} ({missing.name} is not installed)")
        else:
            found[name] = make
    return found
