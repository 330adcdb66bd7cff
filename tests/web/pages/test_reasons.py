"""Reasons in German: put together of parts, and taken apart in the same way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from itertools import product
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import crawler
from crawler.errors import QueryError
from crawler.feeds.pace import Look, next_look
from crawler.items import Feed, Outcome
from crawler.reading.answers import status_text
from crawler.topics.parsing import parse_whole
from crawler.web.pages.words.reasons import german
from crawler.web.pages.words.sentences import RULES
from tests.alerts.newsroom import Newsroom
from tests.samples import NOW, RIVER


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("304 Not Modified", "304: unverändert"),
        (
            "every 2.5 h: nothing new; the server asked for 3 h (max-age)",
            "alle 2,5 Std.: nichts Neues; der Server bat um 3 Std. (max-age)",
        ),
        (
            "in 6 h: soft failure; its failures weigh 1.5, and its own rhythm is 30 min; "
            "the feed asks not to be read before 06:00 UTC",
            "in 6 Std.: leichter Fehlschlag; seine Fehlschläge wiegen 1,5, sein eigener Takt ist "
            "30 Min.; der Feed bittet, nicht vor 06:00 UTC gelesen zu werden",
        ),
        (
            "62 % of its five-word runs stand in article 7, but the figures differ",
            "62 % seiner Fünf-Wort-Folgen stehen in Artikel 7, doch die Zahlen weichen ab",
        ),
        (
            "tells of the same as article 7: bridge, two metres",
            "berichtet dasselbe wie Artikel 7: bridge, two metres",
        ),
        (
            "short: its last 8 articles had at most 1,204 characters each; "
            "half of those before had more than 3,000",
            "die letzten 8 Artikel hatten höchstens 1.204 Zeichen; "
            "die Hälfte derer davor mehr als 3.000",
        ),
        (
            "https://paper.example/a: a wall of consent in the article's place",
            "https://paper.example/a: statt des Artikels eine Einwilligungswand",
        ),
        (
            "a date could not be read: 7 times (first: 31.31.26)",
            "ein Datum war nicht zu lesen: 7 Mal (zuerst: 31.31.26)",
        ),
        (
            "teaser: 40 of 1,200 words; the text is the feed's",
            "nur der Anfang: 40 von 1.200 Wörtern; der Text ist der des Feeds",
        ),
    ],
)
def test_what_is_known_is_said_in_german(english: str, said: str) -> None:
    assert german(english) == said


@pytest.mark.parametrize(
    "text",
    ["", "; ", "550 no such mailbox; try later", "nothing new; a word of a server", ";" * 999],
)
def test_what_is_known_in_part_stays_as_it_is(text: str) -> None:
    assert german(text) is None


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_plan_of_a_feed_can_be_said(outcome: Outcome) -> None:
    feed = Feed(id=1, url="https://paper.example/rss", name="Paper", interval_min=60.0)
    looks = [
        Look(outcome=outcome),
        Look(outcome=outcome, n_entries=9, n_new=1, rhythm_min=4000.0, ttl_min=300.0),
        Look(outcome=outcome, n_entries=9, n_new=9, lost=True, is_pushed=True),
        Look(outcome=outcome, n_entries=9, n_new=4, is_pushed=True),
    ]
    for look in looks:
        for cron in (None, NOW + timedelta(days=1)):
            plan = next_look(feed, look, now=NOW, spread=0.5, cron_next=cron)
            assert german(plan.reason), plan.reason


@pytest.mark.parametrize(
    "query",
    [
        "", "river AND", "river AND )", "(river", "river)", '"', '""', "()", "NOT NOT river",
        "river -", "a | b", "stem:", "case:", "atleast/0:river", "lead/99999999:river", "lang:",
        "a NEAR/99999 b", "@nothing", "/(/", "/a*/", "(" * 200 + "a" + ")" * 200, "x" * 30_000,
        "!!!",
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_query_can_be_said(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_whole(query, {})

    assert german(caught.value.reason), caught.value.reason


@pytest.mark.parametrize("status", [one.value for one in HTTPStatus if one >= 200] + [599])
def test_every_answer_of_a_server_can_be_said(status: int) -> None:
    assert german(status_text(status)), status_text(status)


# Rooms whose errors and reasons are shown in pages, and what there is no reason for a reader.
SHOWN = (
    "politeness", "feeds", "silence.py", "middlewares.py", "pool.py", "alerts/channels", "topics",
    "reading/feeds.py", "reading/articles.py", "extraction/access.py", "extraction/entries.py",
    "extraction/paging.py", "web/errands.py", "web/looking.py",
)  # fmt: skip
RAISED = frozenset({
    "BrokenAnswer", "Busy", "DeliveryError", "Endless", "FeedError", "Mistake", "NotOurs",
    "PageError", "QueryError", "Refused", "SitemapList", "Untold", "_Break",
})  # fmt: skip
NAMES = frozenset({"reason", "why"})
NO_SENTENCE = re.compile(r"\W*(?:x\.example|7|nothing new)?(?:\W+(?:x\.example|7|nothing new))*\W*")
FILLED = ("7", "x.example", "nothing new")
# What stands in a gap of which the words around it say little.
FEW = {
    "what": ("has no link and", "a PDF file", "regular expressions"),
    "which": ("first",), "failing": (" (soft failure)",), "rest": ("none is saved yet",),
    "kind": ("url",), "_EXPECTED[name]": ("a part of the address",),
    "rules.reason": ("robots.txt (200)", "robots.txt answered 503"),
}  # fmt: skip


def test_all_that_is_raised_or_noted_can_be_said() -> None:
    folder = Path(crawler.__file__).parent
    files = [one for part in SHOWN for one in _files(folder / part)]
    found = [(file, texts) for file in files for texts in _reasons(file)]

    unsaid = [
        f"{file.relative_to(folder)}: {texts[0]}"
        for file, texts in found
        if not any(german(text) or NO_SENTENCE.fullmatch(text) for text in texts)
    ]

    assert len(found) > 120, "the reasons are written in another way than this test looks for"
    assert not unsaid, "\n".join(unsaid)


def _files(place: Path) -> list[Path]:
    if place.suffix:
        return [place]
    return [file for file in sorted(place.rglob("*.py")) if file.name != "suggest.py"]


def _reasons(file: Path) -> Iterator[list[str]]:
    """Each reason that the file can give, with its gaps filled in several ways."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in RAISED:
                yield from _filled(first)
            case ast.Call(func=ast.Attribute(attr="note"), args=[first, *_]):
                yield from _filled(first)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in NAMES:
                yield from _filled(value)


def _filled(node: ast.expr) -> Iterator[list[str]]:
    gaps = [one.value for one in ast.walk(node) if isinstance(one, ast.FormattedValue)]
    fillings = product(*(FEW.get(ast.unparse(one), FILLED) for one in gaps))
    texts = [_text(node, iter(some)) for some in fillings]
    if texts and (found := [text for text in texts if text]):
        yield found


def _text(node: ast.expr, gaps: Iterator[str]) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part, gaps) for part in parts)
        case ast.FormattedValue():
            return next(gaps)
        case ast.BinOp(left=left, right=right):
            return _text(left, gaps) + _text(right, gaps)
        case _:
            return ""


def test_no_rule_stands_behind_one_that_takes_its_reasons() -> None:
    for english, said in RULES:
        if "{" not in english:
            assert german(english) == said


def test_german_pages_say_why_in_german(newsroom: Newsroom, client: TestClient) -> None:
    copy = newsroom.publish(RIVER, "The Mail")

    page = f"/articles/{copy.article_id}"
    german_page = client.get(page, headers={"accept-language": "de"}).text
    english_page = client.get(page, headers={"accept-language": "en"}).text

    assert "derselbe Text wie Artikel 1" in german_page
    assert "the same text as article 1" not in german_page
    assert '<span lang="en">the same text as article 1</span>' in english_page
