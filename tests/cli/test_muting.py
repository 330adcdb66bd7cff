"""`alerts mute|unmute|mutes`: silence for a while, and its end."""

from __future__ import annotations

import pytest

from crawler.cli.codes import Code
from tests.cli.conftest import Wirewatch


def test_a_topic_is_muted_listed_and_heard_again(filled: Wirewatch) -> None:
    muted = filled("alerts", "mute", "--topic", "floods", "--for", "3d", "--json").json
    (row,) = filled("alerts", "mutes", "--json").json

    assert (row["id"], row["topic"], row["story_id"]) == (muted["id"], "Floods", None)
    assert filled("alerts", "unmute", str(muted["id"])).code == Code.FINE
    assert filled("alerts", "mutes", "--json").json == []


def test_a_story_is_muted_by_its_id(filled: Wirewatch) -> None:
    answer = filled("alerts", "mute", "--story", "1", "--for", "8h")

    assert answer.out.startswith("Silent about story 1 until ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mute",), "name a topic or a story to mute"),
        (("mute", "--topic", "Floods", "--for", "soon"), '"soon" is no time'),
        (("mute", "--story", "99"), "99"),
        (("unmute", "7"), "no mute has the id 7; see: wirewatch alerts mutes"),
    ],
)
def test_what_cannot_be_is_said(filled: Wirewatch, words: tuple[str, ...], said: str) -> None:
    answer = filled("alerts", *words)

    assert answer.code != Code.FINE
    assert said in answer.err
