"""`python -m benchmarks.extraction.metadata [FOLDER] [--sets NAME …] [--misses]`.

Title, authors, publication and language against what is known of every page of the sets, beside
trafilatura's own metadata and htmldate's date, page by page in one run. Nothing here was learned:
the rules are the same for all pages, so no page needs to be held out. CPU is the whole call, in
milliseconds: for the program and for trafilatura with the text, for htmldate the date alone.

`title` is against what a set calls the title: for some publishers that is the og:title, which no
reader sees. `printed` counts only the pages that print the known title, in a line of its own.
Languages in which a set errs are corrected by MISLABELLED.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from urllib.parse import urlsplit

from crawler.errors import PageError
from crawler.extraction import extract
from crawler.extraction.blocks import lay_out
from crawler.extraction.decode import parse
from crawler.extraction.language import SAME
from crawler.extraction.names import is_person
from crawler.extraction.training import corpus
from crawler.extraction.training.corpus import KnownPage
from crawler.extraction.training.reading import as_page

COLUMNS = ("title", "printed", "authors", "persons", "day", "minute", "language")
# The set gives the language of the publisher's country; these print another, as anybody can read.
MISLABELLED = {
    "habarileo.co.tz": "sw",
    "eyethunews.co.za": "zu",
    "ilanganews.co.za": "zu",
    "isolezwe.co.za": "zu",
    "isolezwelesixhosa.co.za": "xh",
}
_MARKS = str.maketrans("’‘‚“”„–—‐‑", "'''\"\"\"----", "\u00ad\u200b\u200e\u200f\ufeff")
_JOINED = re.compile(r",\s|;|\s(?:and|&)\s")


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader says of a page; None where it says nothing or does not know the field."""

    title: str | None = None
    authors: tuple[str, ...] | None = None
    published: datetime | None = None  # naive when only the day or the wall clock is known
    language: str | None = None


Reader = Callable[[KnownPage], Said]
Row = tuple[float | None, ...]  # in the order of COLUMNS; None where nothing is known to judge by


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each set; 1 when there are no pages."""
    asked = _parser().parse_args(arguments)
    names = asked.sets or corpus.sets_in(asked.folder)
    if not names:
        print(f"{asked.folder}: no sets of pages (NAME.jsonl) there", file=sys.stderr)
        return 1
    print("shares of pages; minute: of those whose zone is known; persons: desks and agencies out;")
    print("printed: the title, of the pages that print it")
    for name in names:
        pages = list(corpus.pages(asked.folder, name))[: asked.limit]
        if any(page.gold.get("title") or page.gold.get("date") for page in pages):
            _print_set(name, pages, misses=asked.misses)
    return 0


def _print_set(name: str, pages: list[KnownPage], *, misses: bool) -> None:
    rows: dict[str, list[Row]] = {reader: [] for reader in READERS}
    spent: dict[str, list[float]] = {reader: [] for reader in READERS}
    for reader in READERS.values():
        reader(pages[0])  # imports and models are loaded before anything is measured
    for page in pages:
        for label, reader in READERS.items():
            start = time.process_time()
            said = reader(page)
            spent[label].append((time.process_time() - start) * 1_000)
            row = judge(page, said)
            rows[label].append(row)
            if misses and label == "wirewatch":
                _print_misses(page, said, row)
    print(f"\n{name}: {len(pages)} pages")
    print(f"  {'':12}" + "".join(f"{column:>10}" for column in COLUMNS) + "    ms median  p95")
    for label, judged in rows.items():
        shares = [
            [row[column] for row in judged if row[column] is not None]
            for column in range(len(COLUMNS))
        ]
        line = "".join(f"{_mean(share):>10}" for share in shares)
        times = sorted(spent[label])
        late = times[min(len(times) - 1, int(0.95 * len(times)))]
        print(f"  {label:12}{line}    {median(times):9.1f} {late:5.1f}", flush=True)


def judge(page: KnownPage, said: Said) -> Row:
    """1 or 0 for each of COLUMNS, the F1 for authors, None where the set does not know."""
    gold = page.gold
    title = printed = authors = persons = language = None
    if gold.get("title") and said.title is not None:
        title = float(_plain(gold["title"]) == _plain(said.title))
        printed = title if _prints(page, _plain(gold["title"])) else None
    if gold.get("authors") is not None and said.authors is not None:
        known = [name for written in gold["authors"] for name in _JOINED.split(written)]
        authors = _overlap(known, said.authors)
        house = gold.get("publisher") or ""
        people = [[n for n in some if is_person(n, house)] for some in (known, said.authors)]
        persons = _overlap(*people)
    if page.language and said.language is not None:
        language = float(_same(_language_of(page)) == _same(said.language))
    day, minute = _judge_time(gold.get("date"), said.published)
    return title, printed, authors, persons, day, minute, language


def _prints(page: KnownPage, title: str) -> bool:
    """Whether a line of the page is its known title, or is that with its kicker or site."""
    try:
        layout = lay_out(parse(page.html.decode("utf-8", "replace")))
    except PageError:
        return False
    return any(title in _plain(block.text) for block in layout.blocks if block.length < 500)


def _language_of(page: KnownPage) -> str:
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    return MISLABELLED.get(host, page.language)


def _judge_time(known: str | None, said: datetime | None) -> tuple[float | None, float | None]:
    if not known:
        return None, None
    at = datetime.fromisoformat(known)
    if said is None:
        return 0.0, None if at.tzinfo is None else 0.0
    if at.tzinfo is None:  # a day, or a wall clock of we do not know where
        near = abs(said.replace(tzinfo=None) - at) < timedelta(hours=14)
        return float(near or said.date() == at.date()), None
    if said.tzinfo is None:
        return float(said.date() == at.date()), 0.0
    minute = abs(said - at) < timedelta(minutes=1)
    return float(minute or said.astimezone(at.tzinfo).date() == at.date()), float(minute)


def _overlap(known: Sequence[str], said: Sequence[str]) -> float:
    gold, found = set(map(_plain, known)) - {""}, set(map(_plain, said)) - {""}
    return 2 * len(gold & found) / (len(gold) + len(found)) if gold or found else 1.0


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", html.unescape(text)).translate(_MARKS)
    return re.sub(r"\s+", "", text).casefold()


def _same(language: str) -> str:
    return SAME.get(language, language)


def _mean(values: Sequence[float | None]) -> str:
    numbers = [value for value in values if value is not None]
    return f"{fmean(numbers):.3f}" if numbers else "-"


def _print_misses(page: KnownPage, said: Said, row: Row) -> None:
    for column, value in zip(COLUMNS, row, strict=True):
        if value is None or value == 1 or column in ("persons", "printed"):
            continue
        field = {"day": "date", "minute": "date"}.get(column, column)
        known = _language_of(page) if column == "language" else page.gold[field]
        told = getattr(said, "published" if field == "date" else column)
        told = told.isoformat() if isinstance(told, datetime) else told
        print(f"{column:8} {page.url[:90]}\n      known {known}\n      said  {told}")


def _wirewatch(page: KnownPage) -> Said:
    try:
        article = extract(as_page(page))
    except PageError:
        return Said("", (), None, "")
    return Said(article.title, article.authors, article.published_at, article.language or "")


def _trafilatura(page: KnownPage) -> Said:
    from trafilatura import bare_extraction  # noqa: PLC0415 - a benchmark's peer, loaded in its turn

    html_text = page.html.decode("utf-8", "replace")
    found = bare_extraction(html_text, url=page.url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Said("", (), None, None)
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    date = datetime.fromisoformat(found.date) if found.date else None
    return Said(found.title or "", authors, date, None)


def _htmldate(page: KnownPage) -> Said:
    from htmldate import find_date  # noqa: PLC0415 - as above

    html_text = page.html.decode("utf-8", "replace")
    date = find_date(
        html_text, url=page.url, original_date=True, outputformat="%Y-%m-%dT%H:%M:%S%z"
    )
    if not date:
        return Said()
    at = datetime.fromisoformat(date)
    return Said(published=at.astimezone(UTC) if at.tzinfo else at)


READERS: dict[str, Reader] = {
    "wirewatch": _wirewatch,
    "trafilatura": _trafilatura,
    "htmldate": _htmldate,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.metadata")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/corpora/articles"))
    parser.add_argument("--sets", nargs="*", default=None)
    parser.add_argument("--limit", type=int, default=None, help="pages of each set")
    parser.add_argument("--misses", action="store_true", help="print each miss of the program")
    return parser


if __name__ == "__main__":
    sys.exit(main())
