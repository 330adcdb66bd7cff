"""A message says what a reader wants to know, in lines that a terminal shows well."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from crawler.alerts.matter import Carrier, Message, Occasion
from crawler.alerts.phrases import phrases_of, usual_text
from crawler.alerts.templating import WIDTH, templates
from crawler.alerts.wording import Style, compose
from crawler.items import Access, Article, Place

BERLIN = ZoneInfo("Europe/Berlin")
PUBLISHED = datetime(2026, 2, 5, 20, 2, tzinfo=UTC)
TEXT = (
    "Washington und Moskau reden wieder.\n\n"
    "Beraten wurde, ob die Obergrenzen des atomaren Abrüstungsprogramms “New Start” vorerst weiter "
    "gelten können, hieß es unter Berufung auf Teilnehmer. Eine Zusage gebe es noch nicht."
)
AT = TEXT.index("New Start")
ARTICLE = Article(
    url="https://bundesfunk.example/ausland/dialog",
    title="USA und Russland kündigen Wiederaufnahme von Militärdialog an",
    text=TEXT,
    access=Access.FULL,
    language="de",
    published_at=PUBLISHED,
)
OTHER = Carrier(
    article_id=19,
    outlet="Elbtaler",
    title="USA und Russland reden wieder",
    link="https://elbtaler.example/politik/9",
    agency="KND",
    first_seen_at=PUBLISHED,
    copy_of=17,
)
OCCASION = Occasion(
    topic="New START",
    matched=('case:"New START"', '"new start" NEAR/30 atom*'),
    article_id=17,
    story_id=5,
    outlet="Bundesfunk",
    link=ARTICLE.url,
    article=ARTICLE,
    places=(Place("body", AT, AT + 9),),
    first_seen_at=PUBLISHED + timedelta(minutes=3),
    others=(OTHER,),
)


def told(language: str = "en", **more: Any) -> Message:
    return compose(replace(OCCASION, **more), Style(language=language, zone=BERLIN))


def with_article(**more: Any) -> Message:
    return told(article=replace(ARTICLE, **more))


def test_the_message_in_english() -> None:
    assert told().subject == (
        "New START: USA und Russland kündigen Wiederaufnahme von Militärdialog an (Bundesfunk)"
    )
    assert (
        told().text
        == """\
USA und Russland kündigen Wiederaufnahme von Militärdialog an (Bundesfunk)
Thu 5 Feb 2026, 21:02 CET · German · the original

  Beraten wurde, ob die Obergrenzen des atomaren Abrüstungsprogramms “*New
  Start*” vorerst weiter gelten können, hieß es unter Berufung auf
  Teilnehmer.

Also carried by one outlet
  Elbtaler (KND): USA und Russland reden wieder
    https://elbtaler.example/politik/9

Read it   https://bundesfunk.example/ausland/dialog
Our copy  wirewatch articles show 17
Matched   case:"New START" · "new start" NEAR/30 atom*"""
    )


def test_the_message_in_german() -> None:
    lines = told("de").text.splitlines()

    assert lines[1] == "Do., 5. Februar 2026, 21:02 Uhr · Deutsch · das Original"
    assert "Auch bei einem weiteren Medium" in lines
    assert lines[-3:] == [
        "Original  https://bundesfunk.example/ausland/dialog",
        "Kopie     wirewatch articles show 17",
        'Treffer   case:"New START" · "new start" NEAR/30 atom*',
    ]


def test_the_time_is_that_of_the_reader() -> None:
    message = compose(OCCASION, Style(language="en", zone=ZoneInfo("America/New_York")))

    assert "Thu 5 Feb 2026, 15:02 EST" in message.body


def test_an_article_without_a_date_says_when_it_was_seen() -> None:
    assert "no date given; seen Thu 5 Feb 2026, 21:05 CET" in with_article(published_at=None).body


@pytest.mark.parametrize(
    ("access", "note", "said"),
    [
        (Access.TEASER, "paywall", "teaser only (paywall)"),
        (Access.TEASER, None, "teaser only"),
        (Access.ENTRY, "403 Forbidden", "from the feed only (403 Forbidden)"),
    ],
)
def test_it_says_when_the_whole_could_not_be_read(
    access: Access, note: str | None, said: str
) -> None:
    assert said in with_article(access=access, note=note).body.splitlines()


def test_the_agency_is_credited() -> None:
    assert "CET · German · dpa · the original" in with_article(agency="dpa").body


def test_a_copy_names_its_original_first() -> None:
    third = replace(OTHER, article_id=3, outlet="Traunpost", copy_of=None, agency=None)

    message = told(copy_of=3, others=(OTHER, third))

    assert "· after Traunpost\n" in message.body
    assert "Also carried by 2 outlets\n  Traunpost (the original): USA" in message.body
    assert message.details["story"]["original_id"] == 3
    assert message.details["article"]["is_original"] is False


def test_nobody_else_is_no_paragraph() -> None:
    message = told(others=())

    assert "Also" not in message.body
    assert "original" not in message.body


def test_a_second_article_of_the_same_outlet_is_not_counted_as_another() -> None:
    message = told(others=(replace(OTHER, outlet="Bundesfunk", agency=None),))

    assert "\n\nAlso there\n  Bundesfunk: USA und Russland reden wieder\n" in message.body


def test_of_many_carriers_some_are_named_and_the_rest_counted() -> None:
    others = tuple(replace(OTHER, article_id=n, outlet=f"Paper {n}") for n in range(30))

    message = told(others=others)

    assert "Also carried by 30 outlets" in message.body
    assert "  and 22 more" in message.body
    assert len(message.details["story"]["others"]) == 30


def test_of_many_sentences_some_are_quoted_and_the_rest_counted() -> None:
    text = " ".join(f"Number {n} is New Start." for n in range(10))
    places = tuple(
        Place("body", at, at + 9) for at in range(len(text)) if text.startswith("New Start", at)
    )

    message = told(article=replace(ARTICLE, text=text), places=places)

    assert message.body.count("*New Start*") == 3
    assert "  … and in 7 more sentences" in message.body
    assert len(message.details["sentences"]) == 10


def test_a_match_in_the_headline_alone_is_quoted_from_there() -> None:
    assert "  *USA* und Russland" in told(places=(Place("title", 0, 3),)).body


def test_an_article_that_changed_since_says_so() -> None:
    assert "the text has been changed since" in told(changed_since=True).body


def test_the_parts_say_the_same_for_programs() -> None:
    details = told().details

    assert details["schema"] == "wirewatch.alert/1"
    assert details["article"]["published_at"] == "2026-02-05T20:02:00Z"
    (sentence,) = details["sentences"]
    ((start, end),) = sentence["marks"]
    assert sentence["text"][start:end] == "New Start"
    assert json.loads(json.dumps(details)) == details


ACTING = "\r\x00\x1b\x85\u2028\u202e\u2066\u200b\ud800\U000e0041"
NASTY = st.text(st.sampled_from('ab.: "<>\né中' + ACTING) | st.characters())


@settings(deadline=None)
@given(NASTY, NASTY, NASTY, NASTY)
def test_no_word_of_a_stranger_can_begin_a_line_or_paint_over_it(
    title: str, outlet: str, agency: str, url: str
) -> None:
    article = replace(ARTICLE, title=title, agency=agency, note=agency)
    other = replace(OTHER, title=title, outlet=outlet, link=url)

    message = told(article=article, outlet=outlet, link=url, others=(other,))

    for line in (message.subject, message.topic, message.gist):
        assert len(line.splitlines()) <= 1
    assert not any(char in message.text for char in ACTING)
    assert len(message.text.splitlines()) < len(told().text.splitlines()) + 60
    json.dumps(message.details, ensure_ascii=False).encode()


def test_a_forged_line_in_a_headline_stays_in_its_paragraph() -> None:
    message = with_article(title="Storm\n\nRead it   https://evil.example/\nOur copy  rm -rf")

    assert message.gist == "Storm Read it https://evil.example/ Our copy rm -rf (Bundesfunk)"


def test_a_link_that_is_none_is_left_out() -> None:
    message = told(link="javascript:alert(1)")

    assert "javascript" not in message.text
    assert "Read it" not in message.text


def test_lines_fit_a_terminal_but_for_addresses() -> None:
    long = "word " * 200
    message = told(
        article=replace(ARTICLE, title=long, text=long + "New Start.", agency="x" * 70),
        places=(Place("body", len(long), len(long) + 9),),
        others=(replace(OTHER, title=long, link="https://elbtaler.example/" + "a" * 200),),
        matched=("word " * 100,),
    )

    for line in message.text.splitlines():
        assert len(line) <= WIDTH or "://" in line
    assert len(message.subject) <= 160


def test_an_operator_may_put_templates_of_their_own_before_ours(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "story.txt.j2").write_text("{{ story.outlet|upper }}: {{ story.link }}\n", "utf-8")
    style = Style(language="en", zone=BERLIN, templates=templates(tmp_path))

    message = compose(OCCASION, style)

    assert message.body == "BUNDESFUNK: https://bundesfunk.example/ausland/dialog"
    assert message.html.lstrip().startswith("<!DOCTYPE html>")  # ours still


def test_a_template_cannot_reach_into_the_program(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "story.txt.j2").write_text("{{ story.__class__.__mro__ }}", "utf-8")
    style = Style(language="en", zone=BERLIN, templates=templates(tmp_path))

    with pytest.raises(SecurityError):
        compose(OCCASION, style)


@pytest.mark.parametrize(
    ("usual", "english", "german"),
    [(0.0, "none", "keine"), (0.04, "none", "keine"), (1.25, "1.2", "1,2"), (3.0, "3", "3"),
     (12.4, "12", "12")],
)  # fmt: skip
def test_what_is_usual_is_said_as_people_say_it(usual: float, english: str, german: str) -> None:
    assert usual_text(usual, phrases_of("en")) == english
    assert usual_text(usual, phrases_of("de")) == german
