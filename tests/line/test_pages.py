"""Articles of several pages through the whole line, and what a site prints on all of its pages."""

from __future__ import annotations

import json

import pytest

from tests.line.house import House
from tests.line.origin import Origin, Reply, page

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article>
<h1>{title}</h1>{text}</article><nav class="pages">{links}</nav></body></html>"""
TITLE = "Nine quarters of the harbour are counted again"


def text_of(about: str) -> str:
    return "".join(
        f"<p>The {about} office said on day {n} that the {about} of quarter {n} was longer than "
        f"the {about} counted in the year before, and that nobody had expected as much of it.</p>"
        for n in range(1, 7)
    )


def leaf(about: str, *links: tuple[str, str], title: str = TITLE) -> Reply:
    said = " ".join(f'<a href="{href}">{label}</a>' for href, label in links)
    html = PAGE.format(title=title, text=text_of(about), links=said)
    return Reply(body=html.encode())


@pytest.mark.parametrize("robots", [False, True])
def test_the_pages_of_an_article_are_read_as_one(small_house: House, robots: bool) -> None:
    with Origin() as origin:
        origin.paths |= {
            "/feed": origin.feed("/nine"),
            "/nine": leaf("quay", ("/nine?page=2", "2"), ("/nine?page=3", "3"), ("/ten", "Next")),
            "/nine?page=2": leaf("crane", ("/nine", "1"), ("/nine?page=3", "Next page")),
            "/nine?page=3": leaf("lock", ("/nine?page=2", "2")),
            "/ten": leaf("tide", title="Another article about the tide"),
        }
        if robots:
            rules = b"User-agent: *\nDisallow: /*page=3"
            origin.paths["/robots.txt"] = Reply(body=rules, kind="text/plain")
        small_house.furnish({"Paper": origin.url("/feed")}, {}, look_min=10, spacing_s=0.2)

        with small_house.running("crawl", "--once") as run:
            assert run.ends(seconds=60) == 0

    ((text, access, note),) = small_house.ask("select text, access, note from article")
    assert [word in str(text) for word in ("quay", "crane", "lock", "tide")] == [
        True, True, not robots, False,
    ]  # fmt: skip
    assert origin.asked("/nine?page=3") == int(not robots)
    assert (origin.asked("/nine"), origin.asked("/nine?page=2"), origin.asked("/ten")) == (1, 1, 0)
    assert origin.most_at_once == 1
    # Its kept pages, read once more, are the same article.
    with small_house.running("reprocess", "--json") as run:
        assert run.ends(seconds=60) == 0
    assert (told := json.loads(run.said))["pages"] == 1
    assert told["changed"] == 0, told
    assert access == ("teaser" if robots else "full")
    assert ("page 3 of it could not be had" in str(note)) is robots


def test_what_a_site_prints_on_all_pages_leaves_the_text_by_and_by(small_house: House) -> None:
    words = ["quay", "crane", "lock", "tide", "buoy", "ferry", "pilot", "mast"]
    line = b"<p>The harbour gazette thanks all of its readers for the many letters of May.</p>"
    with Origin() as origin:
        for word in words:
            body = page(f"/{word}", about=f"{word}master").body
            body = body.replace(b"</article>", line + b"</article>")
            origin.paths[f"/{word}"] = Reply(body=body)
        origin.paths["/feed"] = origin.feed(*(f"/{word}" for word in words))
        small_house.furnish({"Paper": origin.url("/feed")}, {}, look_min=10)

        with small_house.running("crawl", "--once") as run:
            assert run.ends(seconds=60) == 0

    texts = [str(row[0]) for row in small_house.ask("select text from article order by id")]
    assert len(texts) == len(words)
    assert all("gazette thanks" in text for text in texts[:3])
    assert not any("gazette thanks" in text for text in texts[3:])


def test_a_site_that_is_suddenly_read_without_text_is_told_once(small_house: House) -> None:
    words = ["quay", "crane", "lock", "tide", "buoy", "ferry"]
    gone = [f"sluice{n}" for n in range(7)]
    shell = "<html><head><title>App</title></head><body><div id=root></div></body></html>"
    with Origin() as origin:
        origin.paths |= {
            f"/{word}": leaf(word, title=f"The {word} of the harbour") for word in words
        }
        origin.paths |= {f"/{word}": Reply(body=shell.encode()) for word in gone}
        origin.paths["/feed"] = origin.feed(*(f"/{word}" for word in words))
        origin.paths["/later"] = origin.feed(
            *(f"/{word}" for word in gone), summary="Only a few words are said here."
        )
        for path in ("/feed", "/later"):
            feed = {f"Paper {path}": origin.url(path)}
            small_house.furnish(feed, {}, look_min=10)
            with small_house.running("crawl", "--once") as run:
                assert run.ends(seconds=60) == 0

    trouble = small_house.ask("select trouble from site where trouble is not null")
    notices = small_house.ask("select detail from alert where kind = 'notice'")
    assert len(trouble) == len(notices) == 1
    assert str(trouble[0][0]).startswith("empty: no text was found")
    assert "redesigned" in str(notices[0][0])
