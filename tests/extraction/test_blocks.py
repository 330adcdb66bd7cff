"""The walk over a page: what is one block, which boxes are kept, and what is never entered."""

from __future__ import annotations

from crawler.extraction import decode
from crawler.extraction.blocks import MAX_DEPTH, Layout, lay_out

PROSE = "The river rose by two metres in one night, and nobody in Marden slept. " * 6


def laid_out(body: str) -> Layout:
    return lay_out(decode.parse(f"<html><body>{body}</body></html>"))


def texts(body: str) -> list[str]:
    return [block.text for block in laid_out(body).blocks]


def test_lines_of_an_old_table_are_blocks_where_each_has_a_look_of_its_own() -> None:
    cell = (
        '<font size=2><a href="/">Home</a> &gt; Region</font><br>'
        "<font size=5><b>The river rose</b></font><br>"
        f"<font size=3>{PROSE}</font><br><br><font size=3>And then it fell.</font><br><br>"
    )

    found = texts(f"<table><tr><td>{cell}</td></tr></table>")

    assert found == ["Home > Region", "The river rose", PROSE.strip(), "And then it fell."]


def test_a_break_within_a_sentence_parts_nothing() -> None:
    found = texts(f"<p>Roses are <b>red</b>,<br>violets are blue.</p><p>{PROSE}</p>")

    assert found[0] == "Roses are red , violets are blue.".replace(" ,", ",")


def test_two_breaks_end_a_paragraph() -> None:
    assert texts(f"<div>{PROSE}<br> <br>Second</div>") == [PROSE.strip(), "Second"]


def test_boxes_without_text_are_forgotten() -> None:
    layout = laid_out(
        f"<div class=a><div class=b><div></div></div></div><div class=c>{PROSE}</div>"
    )

    assert list(layout.boxes.mark) == ["", "c"]
    assert [layout.boxes.mark[block.box] for block in layout.blocks] == ["c"]


def test_a_box_knows_its_blocks_and_pictures() -> None:
    layout = laid_out(f"<section><p>{PROSE}</p><img src=a><p>Second</p></section><p>Third</p>")

    section = list(layout.boxes.mark).index("", 1)
    boxes = layout.boxes
    assert (boxes.first[section], boxes.last[section], boxes.images[section]) == (0, 2, 1)
    assert layout.blocks[1].after_image
    assert not layout.blocks[2].after_image


def test_navigation_is_entered_only_where_nothing_else_is_left() -> None:
    menu = "<nav><ul><li>Home<li>News</ul></nav>"

    assert "Home" not in texts(f"{menu}<p>{PROSE}</p>")
    assert "Home" in texts(f"{menu}<p>Short</p>")


def test_emphasis_and_links_are_counted_in_characters() -> None:
    block = laid_out(f"<p><a href=x>Read</a> <b>this</b> <em>now</em> {PROSE}</p>").blocks[0]

    assert (block.link_length, block.leading_link, block.links) == (4, 4, 1)
    assert (block.strong_length, block.slanted_length) == (4, 3)


def test_text_below_the_deepest_level_is_kept_as_one_block() -> None:
    deep = "<div>" * (MAX_DEPTH + 20) + "<i>far</i> <b>down</b>"

    assert texts(f"<p>{PROSE}</p>{deep}")[-1].split() == ["far", "down"]


def test_what_pops_up_in_a_sentence_is_no_part_of_it() -> None:
    popup = "<span class=person-popup><a href=x>Ann Other</a> <a href=y>All about her</a></span>"
    hint = '<span class="sr-only">(opens in a new window)</span>'

    found = texts(f"<p>So said <a href=x>Ann Other{hint}</a>{popup}. {PROSE}</p>")

    assert found == [f"So said Ann Other. {PROSE.strip()}"]
