"""The service for a long time, its memory watched: `make soak`.

    python -m benchmarks.soak [polls]

Prints resident memory, open files and threads at ten points of the run; the exit code is 1 when
memory grew by more than a tenth between the first third and the last.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import mean

from benchmarks.line import BASE, FEEDS_A_PORT, PORTS, count_requests, start, wait_for, write_config
from benchmarks.site import running

POINTS = 10


def main() -> int:
    """0 when memory is flat."""
    polls = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with running(BASE, PORTS), tempfile.TemporaryDirectory() as folder:
        config = write_config(Path(folder) / "soak", feeds=FEEDS_A_PORT, page_free=True)
        process = start(config)
        sizes = []
        try:
            wait_for(lambda: count_requests()[1] > PORTS * FEEDS_A_PORT, process)
            begin = count_requests()[0]
            print(f"{'polls':>8}{'RSS MB':>9}{'files':>7}{'threads':>9}")
            for point in range(POINTS + 1):
                wanted = begin + polls * point // POINTS
                wait_for(lambda wanted=wanted: count_requests()[0] >= wanted, process, 3600)
                sizes.append(process.memory_info().rss / 1e6)
                done = count_requests()[0] - begin
                files, threads = process.num_fds(), process.num_threads()
                print(f"{done:8}{sizes[-1]:9.1f}{files:7}{threads:9}", flush=True)
        finally:
            process.terminate()
            process.wait(60)
    third = len(sizes) // 3
    first, last = mean(sizes[:third]), mean(sizes[-third:])
    print(f"first third {first:.1f} MB, last third {last:.1f} MB: {last / first:.3f} times")
    return int(last > first * 1.1)


if __name__ == "__main__":
    sys.exit(main())
