"""What is kept between pages: nothing that a page can make large."""

from __future__ import annotations

import tracemalloc

from crawler.extraction.article import read
from tests.extraction import pages

LONG, MANY = 40_000, 30  # characters of a mark and of a line; pages
KEPT = 600_000  # bytes: half of what a single one of them would leave each time


def test_long_marks_and_lines_are_not_kept_between_pages() -> None:
    believing = pages.network_that_says(3)  # else trafilatura is asked, which keeps what it likes

    def see(number: int) -> None:
        long = f"author{number}-" * (LONG // 10)
        box = f"<div class='{long}'><p>{pages.SENTENCES[0]}</p></div>"
        html = f"<title>{long} {number}</title><h1>{long} {number}</h1>{box}"
        text = "".join(f"<p>{sentence}</p>" for sentence in pages.SENTENCES)
        read(pages.page(f"<body>{html}{text}</body>"), network=believing)

    see(0)
    tracemalloc.start()
    for number in range(1, MANY):
        see(number)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < KEPT
