"""`python -m benchmarks`: every benchmark that needs nothing but this repository, one by one.

`python -m benchmarks line topics` runs some. Those that need a corpus take its folder as an
argument and say so when called alone.
"""

from __future__ import annotations

import subprocess
import sys

ALL = {
    "line": ["benchmarks.line"],
    "week": ["benchmarks.week"],
    "polls": ["benchmarks.polls"],
    "feeds": ["benchmarks.feeds.parsing"],
    "addresses": ["benchmarks.dedup.addresses"],
    "topics": ["benchmarks.topics.matching", "benchmarks.topics.labelled"],
}


def main() -> int:
    """The number of benchmarks that failed."""
    wanted = sys.argv[1:] or list(ALL)
    unknown = [name for name in wanted if name not in ALL]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(ALL)}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted:
        for module in ALL[name]:
            print(f"\n== {module}", flush=True)
            failed += subprocess.call([sys.executable, "-m", module]) != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
