"""`stories` and `articles diff`: what is known of a story, mending it, what was changed."""

from __future__ import annotations

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_stories_of_several_articles_are_listed(filled: Wirewatch) -> None:
    [story] = filled("stories", "list", "--json").json

    assert story["articles"] == 2
    assert story["topics"] == ["New START"]
    assert len(filled("stories", "list", "--least", "1", "--json").json) == 3
    assert filled("stories", "list", "--topic", "nothing").code == Code.USAGE


def test_a_story_tells_who_carries_it_and_why(filled: Wirewatch) -> None:
    [story] = filled("stories", "list", "--json").json
    shown = filled("stories", "show", str(story["id"]))
    told = filled("stories", "show", str(story["id"]), "--json").json

    assert "outlets  " in shown.out
    assert "the same text as article 3" in shown.out
    assert [one["relation"] for one in told["members"]] == ["new", "copy"]
    assert told["members"][1]["likeness"] == 1.0
    assert filled("stories", "show", "99").code == Code.USAGE


def test_a_story_is_split_and_merged_by_command(filled: Wirewatch) -> None:
    [story] = filled("stories", "list", "--json").json

    apart = filled("stories", "split", "4")
    opened = apart.out.removeprefix("Set apart as story ").split(":")[0]
    alone = filled("stories", "show", opened, "--json").json
    again = filled("stories", "merge", str(story["id"]), opened)

    assert [one["id"] for one in alone["members"]] == [4]
    assert alone["mendings"][0]["kind"] == "split"
    assert again.out == f"Story {story['id']} has 2 articles now.\n"
    assert filled("stories", "show", opened, "--json").json["id"] == story["id"]
    refused = filled("stories", "split", "1")
    assert refused.code == Code.USAGE
    assert "nothing to split" in refused.err


def test_what_was_changed_is_shown_by_word(filled: Wirewatch) -> None:
    shown = filled("articles", "diff", "1")
    told = filled("articles", "diff", "1", "--revision", "2", "--json").json

    assert "Revision 2, " in shown.out
    assert "[-rises-] {+falls+}" in shown.out
    assert "The river [-rose-] {+fell+} by two metres" in shown.out
    assert told[0]["revision"] == 2
    assert {"kind": "removed", "text": "rises"} in told[0]["changes"]["title"]
    assert [one["kind"] for one in told[0]["events"]] == ["revised"]


def test_an_article_that_never_changed_says_so(filled: Wirewatch) -> None:
    assert "not been changed" in filled("articles", "diff", "2").err
    refused = filled("articles", "diff", "1", "--revision", "7")
    assert (refused.code, "has 2 revision(s), no 7" in refused.err) == (Code.USAGE, True)
