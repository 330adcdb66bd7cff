"""Variants of addresses and traps: how many each library merges rightly, and wrongly.

    python -m benchmarks.dedup.addresses

The table stands beside the tests. It was written with our own rules in view, so the figures of the
others say what a news monitor needs beyond them, not that they do badly what they were made for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module

from crawler.dedup.urls import address_key
from tests.dedup.addresses import read_pairs

ROUNDS = 20


def main() -> None:
    pairs = read_pairs()
    same = sum(pair.same for pair in pairs)
    print(f"{same} variants, {len(pairs) - same} traps")
    for name, key in _libraries().items():
        merged = [(pair, key(pair.left) == key(pair.right)) for pair in pairs]
        right = sum(joined for pair, joined in merged if pair.same)
        wrong = sum(joined for pair, joined in merged if not pair.same)
        began = time.process_time()
        for _ in range(ROUNDS):
            for pair in pairs:
                key(pair.left)
        us = (time.process_time() - began) / ROUNDS / len(pairs) * 1e6
        print(f"  {name:32} merged {right:3} of {same}  wrongly {wrong:2}  {us:6.1f} us an address")


def _libraries() -> dict[str, Callable[[str], object]]:
    found: dict[str, Callable[[str], object]] = {"wirewatch": address_key}
    for module, name in (
        ("ural.normalize_url", "normalize_url"),
        ("ural.fingerprint_url", "fingerprint_url"),
        ("ural.canonicalize_url", "canonicalize_url"),
        ("w3lib.url", "canonicalize_url"),
        ("courlan", "clean_url"),
    ):
        try:
            function = getattr(import_module(module), name)
        except ImportError:
            print(f"left out: {module} is not installed")
            continue
        found[f"{module.split('.')[0]}.{name}"] = _kept(function)
    return found


def _kept(function: Callable[[str], object]) -> Callable[[str], object]:
    """What cannot be read keeps its own text, as ours does."""

    def key(url: str) -> object:
        try:
            return function(url) or url
        except (ValueError, TypeError, UnicodeError):
            return url

    return key


if __name__ == "__main__":
    main()
