"""`python -m benchmarks`: every benchmark that needs nothing but this repository, one by one.

    python -m benchmarks                  the quick ones, some minutes together
    python -m benchmarks topics search    some, also of those that take long
    python -m benchmarks --list           what there is

Those that need a corpus of texts or pages take its folder as an argument and are called alone:
benchmarks.article, benchmarks.world, benchmarks.extraction, benchmarks.dedup.pairs, .clusters and
.stories, benchmarks.stories.stream.
"""

from __future__ import annotations

import subprocess
import sys

QUICK = {
    "line": ["benchmarks.line"],
    "feeds": ["benchmarks.feeds.parsing"],
    "addresses": ["benchmarks.dedup.addresses"],
    "labelled": ["benchmarks.topics.labelled"],
    "attack": ["benchmarks.topics.attack"],
    "week": ["benchmarks.week"],
    "rehearsal": ["benchmarks.rehearsal"],
    "polls": ["benchmarks.polls"],
    "topics": ["benchmarks.topics.matching"],
}
# A quarter of an hour and more each, so only when named.
LONG = {
    "kills": ["benchmarks.kills"],
    "search": ["benchmarks.search"],
    "stories": ["benchmarks.stories.cost"],
    "web": ["benchmarks.web"],
    "soak": ["benchmarks.soak"],
}
ALL = QUICK | LONG


def main() -> int:
    """The number of benchmarks that failed."""
    wanted = sys.argv[1:] or list(QUICK)
    if wanted == ["--list"]:
        print(f"quick: {', '.join(QUICK)}\nlong:  {', '.join(LONG)}")
        return 0
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
