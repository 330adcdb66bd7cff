"""`check` tells every mistake in the settings with its place, and what would be followed."""

from __future__ import annotations

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import MAIN, Wirewatch


def test_right_settings_are_listed(wirewatch: Wirewatch) -> None:
    answer = wirewatch("check")

    assert answer.code == Code.FINE
    assert answer.out.startswith(f"The settings in {wirewatch.folder} are right.")
    assert "1: World 1" in answer.out
    assert 'case:"New START" OR "new start vertrag*"' in answer.out
    assert "Reminder" not in answer.out


def test_a_typo_is_told_with_file_line_and_the_right_word(wirewatch: Wirewatch) -> None:
    wirewatch.write("wirewatch.toml", MAIN.replace("tick_s", "tik_s"))

    answer = wirewatch("check")

    line = MAIN.splitlines().index("tick_s = 0.2") + 1
    assert answer.code == Code.USAGE
    assert (
        f'wirewatch.toml:{line}: [clock] unknown key "tik_s"; did you mean "tick_s"?' in answer.err
    )
    assert answer.out == ""


def test_all_mistakes_are_told_at_once_for_scripts_too(wirewatch: Wirewatch) -> None:
    wirewatch.write("wirewatch.toml", MAIN.replace("tick_s = 0.2", 'tick_s = "often"'))
    wirewatch.write("topics.toml", '[[topic]]\nname = "X"\nquery = "a AND"\n')

    answer = wirewatch("check", "--json")

    found = answer.json
    assert answer.code == Code.USAGE
    assert found["ok"] is False
    assert [problem["file"].rsplit("/", 1)[1] for problem in found["problems"]] == [
        "wirewatch.toml",
        "topics.toml",
    ]
    assert found["problems"][1]["line"] == 3


def test_reminders_are_no_mistakes(wirewatch: Wirewatch) -> None:
    wirewatch.write("wirewatch.toml", MAIN.replace("desk@example.org", ""))

    answer = wirewatch("check")

    assert answer.code == Code.FINE
    assert "Reminder: [identity] contact is empty" in answer.out


def test_secrets_need_not_be_there_when_it_is_said_so(wirewatch: Wirewatch) -> None:
    hook = '[channels.hook]\ntype = "webhook"\nurl = { env = "HOOK" }\n'
    wirewatch.write("wirewatch.toml", MAIN + hook)

    strict, lenient = wirewatch("check"), wirewatch("check", "--no-secrets")

    assert strict.code == Code.USAGE
    assert "the environment variable HOOK is not set" in strict.err
    assert lenient.code == Code.FINE


def test_json_holds_everything_that_would_be_followed(wirewatch: Wirewatch) -> None:
    found = wirewatch("check", "--json").json

    assert found["ok"] is True
    assert [feed["url"] for feed in found["feeds"]] == ["https://paper.example/feed.xml"]
    assert [topic["name"] for topic in found["topics"]] == ["Floods", "New START"]
    assert found["channels"] == [{"name": "log", "type": "log", "topics": ["Floods", "New START"]}]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"{{ story.title }}\n{% if story %}", ":2: Unexpected end of template."),
        (b"{{ story | shout }}", ":1: No filter named 'shout'."),
        (b"f\xfcr", ": cannot be read; templates are files of UTF-8"),
        (b"Hello\n{% if false %}{{ stroy.title }}{% endif %}", ':2: there is no "stroy"; there'),
        (b"Hello\n\n{{ story.titel }}", ":3: no message can be made: "),
    ],
    ids=["syntax", "filter", "encoding", "a name in no use yet", "a part that there is not"],
)
def test_a_template_that_cannot_be_read_stops_the_service_before_any_message(
    wirewatch: Wirewatch, written: bytes, said: str
) -> None:
    (wirewatch.folder / "templates").mkdir()
    (wirewatch.folder / "templates" / "story.txt.j2").write_bytes(written)

    for command in (["check"], ["check", "--no-secrets"], ["crawl", "--once"]):
        answer = wirewatch(*command)

        assert answer.code == Code.USAGE
        assert f"templates/story.txt.j2{said}" in answer.err
    assert wirewatch("feeds", "list").code != Code.USAGE
