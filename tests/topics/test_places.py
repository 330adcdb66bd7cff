from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.topics.parsing import parse
from crawler.topics.places import MAX_PLACES, evidence
from tests.topics.making import found, make_document, marked

NOW = datetime(2026, 2, 6, 12, tzinfo=UTC)
ARTICLE = make_document(
    "Der Vertrag endet.\n\nDie Verhandlungen gehen weiter. Niemand weiß, wie lange.",
    title="Ende eines Vertrags",
    lead="Russland und die USA sprechen nicht mehr über den Vertrag.",
    language="de-AT",
    url="https://www.tagesschau.de/ausland/vertrag-101.html",
    source="tagesschau.de – Ausland",
    country="AT",
    authors=("Jörg Müller", "dpa"),
    section="Ausland",
    published_at=datetime(2026, 2, 5, 20, 2, tzinfo=UTC),
    now=NOW,
)

TRUE = [
    "lang:de", "site:tagesschau.de", "site:de", "source:tagesschau", 'source:"ausland"',
    "author:müller", "author:joerg", "author:dpa", "section:ausland", "url:/ausland/",
    "url:vertrag-101", "type:full", "country:at", "published:2026-02-05", "published:7d",
    "published:24h", "published:>=2026-02-05", "published:<2026-02-06",
    "published:2026-02-01..2026-02-05", "published:>2026-02-05T20:00",
    "title:ende", "lead:russland", "body:verhandlungen", "title:(ende OR anfang)",
    "lead/4:usa", "lead/4:die", "lead/11:der", "lead/12:vertrag", "title:/ende\\b/",
    "atleast/2:vertrag", "stem:vertrag", "vertrag NEAR/p endet", "verhandlungen NEAR/s weiter",
    "lang:(en OR de) vertrag", "lang:de -krieg",
]  # fmt: skip
FALSE = [
    "lang:en", "site:schau.de", "site:www.tagesschau.de.com", "source:spiegel", "author:mül",
    "type:teaser", "country:de", "published:2026-02-04", "published:2h", "published:<2026-02-05",
    "title:russland", "lead:ende", "body:russland", "lead/3:usa", "lead/10:der",
    "title:/\\bende$/", "atleast/4:vertrag", "vertrag NEAR/p verhandlungen",
    "weiter NEAR/s niemand", '"eines vertrags russland"', "vertrags NEAR/5 russland",
]  # fmt: skip


@pytest.mark.parametrize("query", TRUE)
def test_true_of_the_article(query: str) -> None:
    assert found(query, ARTICLE)


@pytest.mark.parametrize("query", FALSE)
def test_not_true_of_the_article(query: str) -> None:
    assert not found(query, ARTICLE)


def test_an_article_without_a_time_or_language_matches_no_question_about_them() -> None:
    document = make_document("x")

    assert not found("published:>=1970-01-01", document)
    assert not found("lang:de", document)


def test_without_a_now_nothing_is_so_long_ago() -> None:
    assert not found("published:7d", make_document("x", published_at=NOW))


@pytest.mark.parametrize(
    ("query", "pieces"),
    [
        ("start", ["Start"]),
        ('"new start"', ["New-Start"]),
        ("us", ["U.S"]),
        ("*waffen", ["Atom\u00adwaffen"]),
        ("waffen", ["Atom\u00adwaffen"]),
        ("new NEAR/9 us", ["New", "U.S"]),
        ("new OR wombat", ["New"]),
        ("new NOT wombat", ["New"]),
        ('new AND "new start"', ["New-Start"]),
        ("/st.rt/", ["Start"]),
        ("lang:de OR new", ["New"]),
    ],
)
def test_the_places_are_what_made_it_so(query: str, pieces: list[str]) -> None:
    assert marked(query, "„New-Start“: U.S. Atom\u00adwaffen") == pieces


def test_of_many_places_the_first_hundred_are_kept() -> None:
    assert len(evidence(parse("a"), make_document("a " * 500))) == MAX_PLACES


def test_every_part_of_an_and_is_shown_even_when_one_is_everywhere() -> None:
    places = evidence(parse("a b"), make_document("a " * 500 + "b"))

    assert places[-1].start == 1000


@pytest.mark.parametrize(
    ("query", "text", "holds"),
    [
        ('"ost-west new*art"', "Ost-West New-Art", True),
        # The hyphen of the other words is not the star's.
        ('"ost-west new*art"', "Ost-West New Art", False),
        ('"new* treaty"', "Newstart-up Treaty", True),
        ('"ost-west new* treaty"', "Ost-West New Start Treaty", False),
        ("new*start*vertrag", "New-Start-Vertrag", True),
        ("new*start*vertrag", "New-Start Vertrag", False),
        ("new*vertrag", "New-Start-Vertrag", False),
        ('case:"Ost-West New*Art"', "Ost-West New Art", False),
        ('case:"Ost-West New*Art"', "Ost-West New–Art", True),
    ],
)
def test_a_star_passes_a_hyphen_and_no_blank(query: str, text: str, holds: bool) -> None:
    assert found(query, f"Er sprach vom {text}.") == holds
