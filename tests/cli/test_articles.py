"""`articles`: lists narrowed down, and all that is known of one."""

from __future__ import annotations

from datetime import timedelta

from crawler.cli.codes import Code
from crawler.storage.tables import article
from tests.cli.conftest import Wirewatch
from tests.samples import NOW


def test_articles_are_listed_newest_first(filled: Wirewatch) -> None:
    answer = filled("articles", "list", "--limit", "3")

    lines = answer.out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["4", "3", "2"]
    assert lines[1].endswith("3")  # copy of
    assert "2026-02-05 22:00" in lines[1]  # in the zone of people


def test_articles_are_narrowed_down(filled: Wirewatch) -> None:
    def ids(*words: str) -> list[int]:
        return [one["id"] for one in filled("articles", "list", *words, "--json").json]

    assert ids("--topic", "new start") == [4, 3]
    assert ids("--feed", "gazette") == [3]
    assert ids("--originals") == [3, 2, 1]
    assert ids("--before", "3") == [2, 1]
    assert ids("--language", "de") == []
    assert ids("--since", (NOW + timedelta(hours=1)).isoformat()) == []


def test_an_article_is_shown_with_its_text_story_and_revisions(filled: Wirewatch) -> None:
    treaty, river = filled("articles", "show", "3"), filled("articles", "show", "1")

    assert "topics      New START" in treaty.out
    assert "Diplomats of both sides" in treaty.out
    assert (
        "The same story\n      4  2026-02-05 22:00  The Paper: A treaty ends (copy)" in treaty.out
    )
    assert river.out.startswith("The river falls\n")
    assert "Earlier texts" in river.out


def test_an_earlier_text_and_what_was_changed_can_be_seen(filled: Wirewatch) -> None:
    old = filled("articles", "show", "1", "--revision", "1")
    changes = filled("articles", "show", "1", "--changes")
    none = filled("articles", "show", "1", "--revision", "3")

    assert old.out.startswith("The river rises\n")
    assert "The river [-rose-] {+fell+} by two metres" in changes.out
    assert none.code == Code.USAGE
    assert "article 1 has 2 revision(s), no 3" in none.err


def test_scripts_get_everything(filled: Wirewatch) -> None:
    found = filled("articles", "show", "3", "--json").json

    assert list(found)[:2] == ["id", "url"]
    assert found["hits"][0]["topic"] == "New START"
    assert [member["id"] for member in found["story"]] == [4]
    assert found["published_at"] == "2026-02-05T21:00:00Z"
    assert len(filled("articles", "show", "1", "--json").json["revisions"]) == 1


def test_an_article_that_is_not_there_is_named(filled: Wirewatch) -> None:
    answer = filled("articles", "show", "99")

    assert answer.code == Code.USAGE
    assert answer.err == "wirewatch: no article has the id 99\n"


def test_a_publisher_cannot_steer_the_terminal(filled: Wirewatch) -> None:
    store = filled.open()
    with store.writing() as tx:
        tx.execute(
            article.update()
            .where(article.c.id == 2)
            .values(title="\x1b]0;owned\x07Red\x9b31m\u202etxt", text="a\x1b[2Jb\r\nc")
        )
    store.close()

    shown, listed = filled("articles", "show", "2"), filled("articles", "list")
    scripts = filled("articles", "list", "--json")

    for out in (shown.out, listed.out, scripts.out):
        assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(out)
    assert "a[2Jb" in shown.out
