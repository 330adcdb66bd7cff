"""Names and figures tell reports of one event from guides to one matter."""

from __future__ import annotations

from crawler.dedup.gist import Vocabulary, gist
from crawler.dedup.names import names_of, share_names
from crawler.topics.words import fold

CRASH = "A lorry fell from the Almere bridge on Monday, and two drivers near Almere were hurt."
POLICE = "Police near Almere said the lorry had been too fast; drivers of the lorry were hurt."
PLANTS = "Most plants like light. Water your plants once a week and turn the plants to the light."
GARDEN = "House plants need light. Plants that stand in little light want less water in a week."


def alike(one: str, other: str) -> bool:
    words = Vocabulary()
    gists = [gist("", fold(text).strip(), words) for text in (one, other)]
    return share_names(gists[0], gists[1], (names_of(one, fold), names_of(other, fold)), words)


def test_names_are_written_large_in_the_middle_of_a_sentence_and_never_small() -> None:
    text = "Drivers near Almere left The Hague. In the town of Almere 14 drivers were hurt."

    assert names_of(text, fold) == frozenset({"almere", "hague", "14"})


def test_a_script_without_capitals_says_nothing() -> None:
    assert names_of("首相は14日に東京で会談した。", fold) is None


def test_reports_of_one_event_share_a_rare_name() -> None:
    assert alike(CRASH, POLICE)


def test_guides_to_one_matter_share_none() -> None:
    assert not alike(PLANTS, GARDEN)


def test_where_names_cannot_be_told_they_are_not_asked_for() -> None:
    assert alike(CRASH, "東京で会談した。")
