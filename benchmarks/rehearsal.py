"""How long a rehearsal of the demo's world takes: `python -m benchmarks.rehearsal 30`."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from crawler.config import load
from crawler.demo.settings import FURTHER, config_files
from crawler.demo.world import build_world
from crawler.simulation import demo_scene, rehearse


def main(days: int) -> None:
    """One run; CPU seconds, because other work on the machine does not count in them."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in config_files(build_world(), FURTHER).items():
            (Path(folder) / name).write_text(text, "utf-8")
        config = load(Path(folder), {})
        began = time.process_time()
        with rehearse(demo_scene(config, first=date(2026, 3, 1), days=days)) as outcome:
            found = outcome.report
    print(
        f"{days} days: {time.process_time() - began:.1f} s CPU, {found.seconds:.1f} s; "
        f"{found.requests:,} requests, {sum(day.articles for day in found.days):,} articles, "
        f"{sum(day.messages for day in found.days):,} messages"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
