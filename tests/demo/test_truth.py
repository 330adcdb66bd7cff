"""The answers fit the texts, and the demo's queries can find them."""

from __future__ import annotations

import tomllib

import pytest

from crawler.demo.pieces import Piece
from crawler.demo.settings import MAIN, TOPICS
from crawler.demo.truth import CLOSED, Truth, truth
from crawler.demo.world import LAST_S, World
from crawler.items import Access, Article, Topic
from crawler.topics.document import Document
from crawler.topics.matching import Matcher

WRITTEN = tomllib.loads(TOPICS)
STANDARD = "bundesfunk/usa-russland-militaerdialog"


@pytest.fixture(scope="module")
def answers(world: World) -> Truth:
    return truth(world)


def article(world: World, piece: Piece) -> Article:
    """The piece as a perfect reader of its page would give it."""
    return Article(
        url=world.page_url(piece),
        title=piece.title,
        lead=piece.lead,
        text="\n\n".join(piece.blocks),
        access=Access.FULL,
        language=world.outlet(piece.outlet).language,
    )


def runs(piece: Piece) -> set[tuple[str, ...]]:
    words = " ".join((piece.lead, *piece.blocks)).split()
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def piece_of(world: World, url: str) -> Piece:
    piece = world.piece_of(url)
    assert piece is not None
    return piece


def test_the_demo_s_queries_find_what_they_should_and_no_trap(world: World, answers: Truth) -> None:
    topics = [
        Topic(id=number, name=topic["name"], query=topic["query"], version="1")
        for number, topic in enumerate(WRITTEN["topic"])
    ]
    matcher = Matcher(topics, saved=WRITTEN["queries"])

    assert not matcher.refused
    for piece in world.pieces:
        hits = matcher.match(Document.of(article(world, piece)))
        assert {topics[hit.topic_id].name for hit in hits} == set(piece.topics), piece.key
    assert set(answers.topics) == {topic.name for topic in topics}


def test_traps_hold_the_words_and_not_the_sense(world: World, answers: Truth) -> None:
    bait = {
        "New START": (
            "new start",
            "newstart",
            "neuer start",
            "neuen start",
            "nouveau départ",
        ),
        "Floods": ("flood", "flut"),
    }
    for topic, urls in answers.traps.items():
        assert len(urls) >= 2
        assert not urls & answers.topics[topic]
        for url in urls:
            piece = piece_of(world, url)
            text = " ".join((piece.title, piece.lead, *piece.blocks)).casefold()
            assert any(words in text for words in bait[topic]), piece.key


def test_copies_have_the_text_of_their_original(world: World, answers: Truth) -> None:
    originals = {piece_of(world, url).key for url in answers.copies.values()}

    assert originals == {STANDARD}
    assert len(answers.copies) == 2
    for copy, original in answers.copies.items():
        assert runs(piece_of(world, copy)) == runs(piece_of(world, original))
        assert piece_of(world, copy).outlet != piece_of(world, original).outlet


def test_edited_reprints_share_much_and_not_all(world: World, answers: Truth) -> None:
    assert len(answers.edits) == 3
    for edit, original in answers.edits.items():
        here, there = runs(piece_of(world, edit)), runs(piece_of(world, original))
        part = len(here & there) / min(len(here), len(there))
        assert 0.5 < part < 0.95, edit
        assert piece_of(world, edit).title != piece_of(world, original).title


def test_templated_reports_look_alike_and_stand_alone(world: World, answers: Truth) -> None:
    assert [len(group) for group in answers.look_alikes] == [3, 3]
    for group in answers.look_alikes:
        pieces = [piece_of(world, url) for url in group]
        assert len({answers.story_of(url) for url in group}) == 3
        assert len({piece.blocks[0] for piece in pieces}) == 3
        assert all(runs(pieces[0]) & runs(piece) for piece in pieces)


def test_what_robots_txt_closes_is_known(world: World, answers: Truth) -> None:
    for outlet, path in CLOSED.items():
        assert f"Disallow: {path}" in world.outlet(outlet).robots
    assert [piece_of(world, url).slug for url in answers.refused] == ["intern-neue-druckerei"]
    assert not answers.refused & answers.readable
    assert answers.readable < answers.articles


def test_each_story_earns_one_alert_for_each_of_its_topics(answers: Truth) -> None:
    told = {story for topic, story in answers.alerts if topic == "New START"}

    assert told == {"abu-dhabi", "treaty-lapses", "treaty-explained"}
    assert len(answers.stories["abu-dhabi"]) == 3
    assert len(answers.stories["genf"]) == 4


def test_the_answers_cover_all_that_feeds_ever_show(world: World, answers: Truth) -> None:
    shown = {
        world.page_url(piece)
        for outlet in world.outlets
        for second in range(int(LAST_S) + 1)
        for piece in world.current(outlet.key, second)
    }

    assert shown == answers.articles
    assert set().union(*answers.stories.values()) == answers.articles


def test_reprints_come_in_time_to_be_named_in_the_alert(world: World, answers: Truth) -> None:
    look_and_read_s = 6  # a look every three seconds, a fetch, a reading

    settle_s = tomllib.loads(MAIN)["alerts"]["settle_s"]

    for reprint, original in (*answers.copies.items(), *answers.edits.items()):
        late_s = piece_of(world, reprint).appears_s - piece_of(world, original).appears_s
        assert 0 < late_s <= settle_s - look_and_read_s, reprint
