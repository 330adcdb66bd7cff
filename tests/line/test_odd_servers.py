"""Servers that misbehave: each ends in a stored outcome with a note that a person can read."""

from __future__ import annotations

import gzip
from dataclasses import replace

from tests.line.house import House
from tests.line.origin import Origin, Reply, page

MIB = 1024 * 1024


def redirect(path: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": path})


def test_each_kind_of_bad_feed_has_an_outcome_and_a_note(small_house: House) -> None:
    big = b"<rss>" + b" " * (2 * MIB)
    kinds = {
        "page": Reply(body=b"<!DOCTYPE html><html><head><title>x</title></head><p>Hello</html>"),
        "broken": Reply(body=b'<?xml version="1.0"?><rss><channel><item><ti', kind="text/xml"),
        "empty": Reply(kind="text/xml"),
        "missing": Reply(status=404),
        "gone": Reply(status=410),
        "forbidden": Reply(status=403),
        "failing": Reply(status=500),
        "busy": Reply(status=429, headers={"Retry-After": "3600"}),
        "loop": redirect("/"),
        "away": redirect("ftp://example.org/feed"),
        "inside": redirect("http://10.1.2.3/feed"),
        "large": Reply(body=big, kind="text/xml"),
        "bomb": Reply(
            body=gzip.compress(b"\0" * (20 * MIB)),
            headers={"Content-Encoding": "gzip"},
            kind="text/xml",
        ),
        "torn": Reply(body=gzip.compress(b"x" * 9999)[:40], headers={"Content-Encoding": "gzip"}),
        "stalling": Reply(body=b"<rss>" * 100, kind="text/xml", stalls=True),
        "plain": Reply(),
        "hung up": Reply(raw=b""),
        "garbage": Reply(raw=b"\x00\x01 what is this\r\n\r\n"),
        "short": Reply(body=b"<rss>", headers={"Content-Length": "9000", "Connection": "close"}),
    }
    origins = {name: Origin({"/": reply}) for name, reply in kinds.items()}
    good = Origin()
    good.paths["/"] = good.feed("/one", summary="Short.")
    good.paths["/one"] = page("/one")
    servers = {**origins, "good": good}
    feeds = {name: origin.url("/") for name, origin in servers.items()}
    feeds["dead"] = "http://127.0.0.1:9/feed"
    feeds["plain"] = origins["plain"].url("/").replace("http:", "https:")
    feeds["private"] = "http://192.168.7.7/feed"
    small_house.furnish(feeds, {}, look_min=10, timeout_s=2)
    for server in servers.values():
        server.__enter__()

    try:
        with small_house.running() as run:
            run.waits_for(
                lambda: small_house.number(
                    "select count(*) from feed where last_outcome is not null"
                ) == len(feeds)
            )  # fmt: skip
            assert run.stop() == 0
    finally:
        for server in servers.values():
            server.__exit__(None, None, None)

    rows = small_house.ask("select name, last_outcome, last_note from feed")
    assert {str(name): (str(outcome), str(note)) for name, outcome, note in rows} == {
        "page": ("soft failure", "a web page, not a feed; it names no feed"),
        "broken": ("soft failure", "no items: the XML is broken (line 1: unclosed token)"),
        "empty": ("soft failure", "an empty answer"),
        "missing": ("soft failure", "404 Not Found"),
        "gone": ("gone", "410 Gone"),
        "forbidden": ("hard failure", "403 Forbidden"),
        "failing": ("temporary failure", "500 Internal Server Error"),
        "busy": ("temporary failure", "429 Too Many Requests"),
        "loop": ("soft failure", "redirected more than 4 times"),
        "away": ("soft failure", "302 Found"),
        "inside": ("refused", "10.1.2.3 is not a public address; see network.allow_private"),
        "large": ("soft failure", "larger than allowed"),
        "bomb": ("soft failure", "larger than allowed after unpacking"),
        "torn": ("soft failure", f"neither XML nor JSON of a feed; it begins: {'x' * 60}"),
        "stalling": ("temporary failure", "no answer in time"),
        "short": ("soft failure", "the answer broke off"),
        "hung up": ("temporary failure", "the server hung up without an answer"),
        "garbage": ("soft failure", "no answer of a web server"),
        "plain": ("soft failure", "no TLS connection (wrong version number)"),
        "dead": ("temporary failure", "connection refused"),
        "private": ("refused", "192.168.7.7 is not a public address; see network.allow_private"),
        "good": ("new", "1 new of 1"),
    }
    assert small_house.ask("select name from feed where state = 'retired'") == [("gone",)]
    assert small_house.number("select count(*) from article") == 1
    assert "Traceback" not in run.said


def test_an_article_whose_page_cannot_be_had_is_kept_as_the_feed_told_it(
    small_house: House,
) -> None:
    kinds = {
        "/missing": Reply(status=404),
        "/gone": Reply(status=410),
        "/forbidden": Reply(status=403),
        "/loop": redirect("/loop"),
        "/moved-home": redirect("/"),
        "/inside": redirect("http://169.254.169.254/latest/meta-data"),
        "/large": Reply(body=b"<html><p>" + b"word " * (MIB // 2)),
        "/bomb": Reply(
            body=gzip.compress(b"<p>word" * (3 * MIB)), headers={"Content-Encoding": "gzip"}
        ),
        "/stalling": replace(page("/stalling"), stalls=True),
        "/cut": replace(page("/cut"), headers={"Content-Length": "90000", "Connection": "close"}),
        "/empty": Reply(),
        "/picture": Reply(body=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, kind="image/png"),
        "/nothing": Reply(body=b"<html><body></body></html>"),
        "/closed": page("/closed"),
        "/good": page("/good"),
    }
    with Origin(kinds) as origin:
        summary = "The harbour master told reporters that the old crane will be taken down in May."
        origin.paths["/"] = Reply(body=b"<html><h1>Home</h1></html>")
        origin.paths["/feed"] = origin.feed(*kinds, summary=summary)
        origin.paths["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /closed\n")
        small_house.furnish({"Paper": origin.url("/feed")}, {}, look_min=10, timeout_s=2)

        with small_house.running() as run:
            run.waits_for(
                lambda: (
                    small_house.number("select count(*) from entry where state = 'read'")
                    >= len(kinds) - 1
                )
            )
            assert run.stop() == 0

    rows = small_house.ask("select url, access, note, text from article")
    found = {str(url).rpartition("/")[2]: (access, note) for url, access, note, _ in rows}
    assert found == {
        "missing": ("entry", "404 Not Found"),
        "gone": ("entry", "410 Gone"),
        "forbidden": ("entry", "403 Forbidden"),
        "loop": ("entry", "redirected more than 4 times"),
        "moved-home": ("entry", "redirected to the home page"),
        "inside": (
            "entry",
            "169.254.169.254 is not a public address; see network.allow_private",
        ),
        "large": ("entry", "larger than allowed"),
        "bomb": ("entry", "larger than allowed after unpacking"),
        "cut": ("entry", "the answer broke off"),
        "empty": ("entry", "the page is empty"),
        "picture": ("entry", "not a web page (image/png)"),
        "nothing": ("entry", "no text on the page"),
        "closed": ("entry", "robots.txt (200) forbids it"),
        "good": ("full", None),
    }
    assert {text for _, access, _, text in rows if access == "entry"} == {summary}
    # It may have been a bad minute: asked for again before the feed's text must do.
    waiting = small_house.ask("select url, tries from entry where state = 'waiting'")
    assert waiting == [(origin.url("/stalling"), 1)]
    # What may pass later than that is owed, and looked for again.
    owed = small_house.ask("select url from entry where look_again_at is not null")
    assert owed == [(origin.url("/cut"),)]
    assert {path: origin.asked(path) for path in kinds if origin.asked(path) != 1} == {
        "/loop": 5,
        "/closed": 0,
    }
    assert "Traceback" not in run.said
