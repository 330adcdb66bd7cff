"""The world is consistent: what feeds link exists, what is said is long enough to be read."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import pytest

from crawler.demo import pieces
from crawler.demo.outlets import OUTLETS
from crawler.demo.pages import read_design
from crawler.demo.world import LAST_S, Answer, World, build_world
from crawler.feeds.parse import parse_feed
from tests.samples import NOW

KEYS = [outlet.key for outlet in OUTLETS]


def follow(world: World, url: str, elapsed_s: float = LAST_S) -> Answer:
    """What the outlet at *url* answers."""
    outlet = next(key for key in KEYS if url.startswith(world.home_url(key)))
    return world.answer(outlet, url.removeprefix(world.home_url(outlet)), elapsed_s)


def test_the_same_second_gives_the_same_bytes(world: World) -> None:
    again = build_world()

    for key in KEYS:
        assert world.feed(key, 20) == again.feed(key, 20)


@pytest.mark.parametrize("key", KEYS)
def test_every_feed_is_read_as_the_kind_it_claims_to_be(world: World, key: str) -> None:
    outlet = world.outlet(key)

    feed = parse_feed(
        world.feed(key, LAST_S),
        url=world.feed_url(key),
        content_type=outlet.feed_type,
        now=NOW,
        timezone=outlet.timezone,
    )

    assert outlet.feed_kind.split()[0] in feed.kind
    assert feed.title == outlet.name
    shown = world.current(key, LAST_S)
    assert {entry.url for entry in feed.entries} == {world.link_url(piece) for piece in shown}
    # A title's blanks are made plain ones when it is read; French titles have hard ones.
    assert {entry.title for entry in feed.entries} == {" ".join(p.title.split()) for p in shown}


@pytest.mark.parametrize("key", [o.key for o in OUTLETS if o.feed_kind != "json feed"])
def test_feedparser_finds_every_item_too(world: World, key: str) -> None:
    found = feedparser.parse(world.feed(key, LAST_S))

    assert not found.bozo
    assert [entry.link for entry in found.entries] == [
        world.link_url(piece) for piece in world.current(key, LAST_S)
    ]


def test_every_page_that_a_feed_links_exists_or_is_meant_to_fail(world: World) -> None:
    for piece in world.pieces:
        reply = follow(world, world.link_url(piece), piece.appears_s)

        assert reply.status == piece.status, piece.key


def test_every_page_shows_its_whole_text_unless_a_wall_hides_it(world: World) -> None:
    for piece in world.pieces:
        if piece.status != 200:
            continue
        outlet = world.outlet(piece.outlet)
        reply = follow(world, world.page_url(piece), piece.appears_s)
        shown = reply.body.decode(outlet.encoding)
        words = [block.lstrip("#>- ") for block in piece.blocks]

        present = [block.replace("&", "&amp;") in shown for block in words]
        printed = len(piece.blocks) if piece.shown is None else piece.shown
        assert present == [True] * printed + [False] * (len(words) - printed), piece.key


def test_tracking_on_a_link_leads_to_the_same_page(world: World) -> None:
    tracked = [piece for piece in world.pieces if "utm_" in world.link_url(piece)]

    assert {piece.outlet for piece in tracked} == {"elbtaler", "ledger", "rivage"}
    for piece in tracked:
        assert follow(world, world.link_url(piece)) == follow(world, world.page_url(piece))


def test_an_amp_twin_names_the_page_that_it_is_a_twin_of(world: World) -> None:
    piece = next(piece for piece in world.pieces if piece.linked_as_amp)

    twin = follow(world, world.link_url(piece)).body.decode()

    assert world.link_url(piece) != world.page_url(piece)
    assert f'<link rel="canonical" href="{world.page_url(piece)}">' in twin
    assert piece.blocks[-1] in twin


def test_half_of_the_news_are_there_at_once_and_all_within_forty_seconds(world: World) -> None:
    at_once = [piece for piece in world.pieces if piece.appears_s == 0]

    assert 0.4 <= len(at_once) / len(world.pieces) <= 0.6
    assert max(piece.appears_s for piece in world.pieces) <= LAST_S


def test_there_is_enough_to_read_in_three_languages(world: World) -> None:
    texts = {}
    for piece in world.pieces:
        words = " ".join((piece.lead, *piece.blocks)).split()
        texts[piece.key] = (world.outlet(piece.outlet).language, len(words), piece.status)

    assert len(texts) >= 40
    assert {language for language, _, _ in texts.values()} == {"de", "en", "fr"}
    for key, (_, length, status) in texts.items():
        assert status == 404 or 140 <= length <= 500, f"{key} has {length} words"


def test_the_standard_article_looks_as_it_was_found(world: World) -> None:
    piece = next(p for p in world.pieces if p.key == "bundesfunk/usa-russland-militaerdialog")

    page = follow(world, world.page_url(piece)).body.decode()

    assert piece.appears_s == 12
    assert "USA und Russland kündigen Wiederaufnahme von Militärdialog an</h1>" in page
    for sign in (
        "Stand: 05.02.2026 21:02 Uhr",
        "“New Start”",
        "Gespräche in Abu Dhabi</h2>",
        "<figcaption",
        "No comments yet.",
        "Leave a Reply",
        "Your email address will not be published.",
    ):
        assert sign in page


def test_a_revision_replaces_the_text_under_the_same_address(world: World) -> None:
    before, after = (piece for piece in world.pieces if piece.key == "chronicle/river-warnings")
    url = world.page_url(after)

    old = follow(world, url, after.appears_s - 1).body.decode()
    new = follow(world, url, after.appears_s).body.decode()

    assert world.page_url(before) == url
    assert before.title in old
    assert after.title in new
    assert before.title not in new
    changed = [a != b for a, b in zip(before.blocks, after.blocks, strict=True)]
    assert sum(changed) == 2


def test_a_revision_keeps_its_guid_and_its_place_in_the_feed(world: World) -> None:
    before = [piece.key for piece in world.current("chronicle", 29)]
    after = [piece.key for piece in world.current("chronicle", 30)]

    assert before == after


def test_datelines_speak_the_language_of_their_outlet(world: World) -> None:
    signs = {
        "bundesfunk": "Stand: 05.02.2026 21:02 Uhr",
        "elbtaler": "4. Februar 2026, 15:20 Uhr",
        "chronicle": "Updated 5 February 2026, 21:20 GMT",
        "rivage": "Mis à jour le 5 février 2026 à 16h10",
        "garonne": "jeudi 5 février 2026",
    }
    for key, sign in signs.items():
        outlet = world.outlet(key)
        pages = [
            follow(world, world.page_url(piece)).body.decode(outlet.encoding)
            for piece in world.current(key, LAST_S)
        ]
        assert any(sign in page for page in pages), sign


def test_every_place_in_every_design_is_filled(world: World) -> None:
    for piece in world.pieces:
        if piece.status == 200:
            text = follow(world, world.page_url(piece)).body
            assert not re.search(rb"\$[a-z_]", text), piece.key


def test_home_and_section_pages_lead_to_every_article(world: World) -> None:
    for outlet in world.outlets:
        home = world.answer(outlet.key, "/", LAST_S).body.decode(outlet.encoding)
        for piece in world.current(outlet.key, LAST_S):
            assert piece.section in outlet.sections, piece.key
            assert world.page_url(piece) in home


def test_a_line_of_a_head_that_nobody_knows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles" / "bundesfunk"
    folder.mkdir(parents=True)
    (folder / "x.txt").write_text("tittle: X\n\nY", encoding="utf-8")
    monkeypatch.setattr(pieces, "HERE", tmp_path)

    with pytest.raises(ValueError, match=r"x\.txt: 'tittle: X' is no line of a head; known: "):
        pieces.read_pieces()


def test_all_designs_have_what_a_page_needs() -> None:
    for design in {outlet.design for outlet in OUTLETS} | {"amp"}:
        assert {"page", "paragraph", "heading", "quote", "item", "figure"} <= set(
            read_design(design).parts
        )
