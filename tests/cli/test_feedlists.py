"""OPML goes out and comes in; what cannot be taken is named."""

from __future__ import annotations

from pathlib import Path

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch

LIST = """<?xml version="1.0"?>
<opml version="2.0"><head/><body>
  <outline text="Europe">
    <outline type="rss" text="One" xmlUrl="https://one.example/rss" language="de-AT"/>
    <outline type="rss" text="Paper again" xmlUrl="http://paper.example/feed.xml"/>
  </outline>
  <outline type="rss" xmlUrl="https://two.example/rss"/>
  <outline type="rss" text="Two again" xmlUrl="https://two.example/rss"/>
</body></opml>"""


def test_a_list_is_taken_in_but_for_what_is_known(filled: Wirewatch, tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text(LIST, "utf-8")

    answer = filled("feeds", "import", str(file))

    feeds = {feed["url"]: feed for feed in filled("feeds", "list", "--json").json}
    assert answer.code == Code.FINE
    assert answer.out == "2 feeds added, 1 followed already, 0 left out.\n"
    assert feeds["https://one.example/rss"]["category"] == "Europe"
    assert feeds["https://one.example/rss"]["language"] == "de"
    assert feeds["https://two.example/rss"]["name"] == "two.example"
    assert feeds["https://two.example/rss"]["origin"] == "person"


def test_what_cannot_be_taken_is_named(filled: Wirewatch) -> None:
    answer = filled("feeds", "import", "-", "--group", "a\x07b", stdin=LIST)

    assert answer.code == Code.PROBLEM
    assert answer.out == "0 feeds added, 1 followed already, 2 left out.\n"
    assert "left out: https://one.example/rss: the feed's group: must not hold" in answer.err


def test_a_dry_run_changes_nothing(filled: Wirewatch) -> None:
    answer = filled("feeds", "import", "-", "--dry-run", "--json", stdin=LIST)

    assert [spec["name"] for spec in answer.json["added"]] == ["One", "two.example"]
    assert len(filled("feeds", "list", "--json").json) == 2


def test_what_was_exported_can_be_imported_elsewhere(filled: Wirewatch, tmp_path: Path) -> None:
    file = tmp_path / "out.opml"
    exported = filled("feeds", "export", str(file))
    empty = ["--database", f"sqlite:///{tmp_path}/other.db"]

    filled(*empty, "db", "upgrade")
    answer = filled(*empty, "feeds", "import", str(file))

    assert exported.out == f"2 feeds written to {file}\n"
    assert answer.out == "2 feeds added, 0 followed already, 0 left out.\n"
    assert filled(*empty, "feeds", "list", "--json").json[1]["category"] == "World"


def test_a_file_that_is_there_is_not_written_over(filled: Wirewatch, tmp_path: Path) -> None:
    file = tmp_path / "out.opml"
    file.write_text("mine", "utf-8")

    refused = filled("feeds", "export", str(file))
    forced = filled("feeds", "export", str(file), "--force")

    assert refused.code == Code.USAGE
    assert "--force writes over it" in refused.err
    assert forced.code == Code.FINE
    assert "<opml" in file.read_text("utf-8")


def test_a_file_that_is_no_list_is_named(filled: Wirewatch) -> None:
    feeds = filled.folder / "feeds.toml"

    wrong = filled("feeds", "import", str(feeds))
    missing = filled("feeds", "import", str(feeds) + "x")

    assert wrong.code == Code.USAGE
    assert wrong.err == f"wirewatch: {feeds}: not a list of feeds: OPML begins with <opml>\n"
    assert missing.code == Code.USAGE
    assert "cannot be read (No such file or directory)" in missing.err


def test_what_is_no_address_of_the_web_is_named_with_its_reason(
    begun: Wirewatch, tmp_path: Path
) -> None:
    file = tmp_path / "odd.opml"
    file.write_text(
        '<opml><body><outline text="A" xmlUrl="ftp://a.example/rss"/>'
        '<outline type="rss" text="Nameless"/>'
        '<outline text="B" xmlUrl="https://b.example/rss"/></body></opml>'
    )

    answer = begun("feeds", "add", str(file))
    refused = begun("feeds", "import", str(file), "--json").json["refused"]

    assert answer.code == Code.PROBLEM
    assert answer.out == "1 feed added, 0 followed already, 2 left out.\n"
    assert "left out: ftp://a.example/rss: not an address on http or https" in answer.err
    assert [one["reason"] for one in refused] == ["not an address on http or https", "no address"]
