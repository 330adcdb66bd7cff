"""Strange input for so many minutes: every target in turn, each round with other dice.

    python -m tests.fuzz 60                  # minutes
    python -m tests.fuzz 5 --only queries    # targets whose name holds this

What fails is printed with the input that did it, and goes on; the exit code is 1 then. An input
that never ends is shown by the traceback of where it hangs.
"""

from __future__ import annotations

import argparse
import faulthandler
import logging
import random
import signal
import sys
import time
import traceback
from collections import Counter

from tests.fuzz.api import Api
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

A_ROUND = 400
HANGS_AFTER_S = 600  # of the processor: on a busy machine a round may take hours
# The same fault is found again and again; so often it is printed.
TOLD = 2


def main() -> int:
    """1 when anything failed."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("minutes", nargs="?", type=float, default=5.0)
    asked.add_argument("--only", default="", help="targets whose name holds this")
    asked.add_argument("--seed", type=int, help="of the dice; otherwise by the clock")
    given = asked.parse_args()
    logging.disable(logging.CRITICAL)
    # Shows where it hangs; then the signal does what it does by itself, and ends the process.
    faulthandler.register(signal.SIGPROF, chain=True)
    dice = random.Random(given.seed)
    # Not among the others: make test asks it in a test of its own, on both databases.
    known: list[Target | Api] = [*TARGETS.values(), Api()]
    chosen = [target for target in known if given.only in target.name]
    tried: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    end = time.monotonic() + given.minutes * 60
    while chosen and time.monotonic() < end:
        for target in chosen:
            signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER_S)
            tried[target.name] += _round(target, dice.getrandbits(32), failed)
    signal.setitimer(signal.ITIMER_PROF, 0)
    for name, count in tried.items():
        print(f"{name:22} {count:9,} inputs")
    print(f"{'all':22} {tried.total():9,} inputs, {failed.total()} failed in {len(failed)} ways")
    return int(bool(failed))


def _round(target: Target | Api, seed: int, failed: Counter[str]) -> int:
    try:
        return target.run(A_ROUND, seed=seed)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        where = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{target.name}: {type(error).__name__} at {where.name}:{where.lineno}"
        failed[kind] += 1
        if failed[kind] <= TOLD:
            print(f"\n=== {kind} (seed {seed})")
            traceback.print_exception(error, limit=-4)
            sys.stdout.flush()
        return A_ROUND


if __name__ == "__main__":
    sys.exit(main())
