from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.dedup.gist import Vocabulary, gist
from crawler.dedup.stories import Report, find_story, original_of, title_of

NOON = datetime(2026, 2, 5, 12, tzinfo=UTC)
TREATY = (
    "new start treaty expires",
    "the last nuclear arms treaty between russia and america expires putin and trump have not "
    "agreed on limits for strategic warheads",
)
TREATY_GERMAN = (
    "new start vertrag laeuft aus",
    "der letzte vertrag ueber strategische atomwaffen zwischen russland und den usa endet putin "
    "und trump haben sich nicht auf neue grenzen geeinigt new start galt seit 2011",
)
TREATY_AGAIN = (
    "putin and trump let new start expire",
    "limits for nuclear warheads are gone the arms treaty of russia and america has expired",
)
STRIKE = (
    "train drivers strike again",
    "the union of train drivers has called a strike from thursday to friday the railways expect "
    "that two trains in three will not run",
)


def make_report(
    words: tuple[str, str], article_id: int = 1, *, hours: int = 0, site: str = "outlet.example"
) -> Report:
    return Report(
        article_id=article_id,
        story_id=article_id * 10,
        gist=gist(*words, Vocabulary()),
        at=NOON + timedelta(hours=hours),
        site=site,
        title=words[0],
    )


def test_another_report_of_the_event_joins_its_story_and_says_by_which_words() -> None:
    found = find_story(make_report(TREATY_AGAIN), [make_report(STRIKE, 6), make_report(TREATY, 7)])

    assert found is not None
    assert (found.story_id, found.article_id) == (70, 7)
    assert found.reason.startswith("tells of the same as article 7: ")


def test_a_report_of_another_event_joins_no_story() -> None:
    assert find_story(make_report(STRIKE), [make_report(TREATY, 7)]) is None
    assert find_story(make_report(STRIKE), []) is None


def test_after_some_days_the_same_words_are_another_event() -> None:
    old = make_report(TREATY, 7, hours=-100)

    assert find_story(make_report(TREATY_AGAIN), [old]) is None


def test_the_closest_report_wins_and_of_equal_ones_the_oldest() -> None:
    held = [make_report(TREATY, 9), make_report(TREATY, 7, hours=-1), make_report(TREATY_AGAIN, 8)]

    found = find_story(make_report(TREATY), held)

    assert found is not None
    assert found.article_id == 7


def test_across_languages_names_and_figures_are_enough() -> None:
    german, english = make_report(TREATY_GERMAN, 7), make_report(TREATY)

    assert find_story(english, [german]) is None
    assert find_story(replace(english, language="en"), [replace(german, language="de")]) is not None


def test_a_shared_quotation_helps_where_few_words_are_common() -> None:
    one, two = make_report(TREATY_AGAIN), make_report(TREATY_GERMAN, 7)
    quote = frozenset({12345})

    assert find_story(one, [two]) is None
    assert find_story(replace(one, shingles=quote), [replace(two, shingles=quote)]) is not None


def test_the_earliest_of_copies_is_the_original_unless_an_agency_is_credited() -> None:
    first = make_report(TREATY, 3, site="outlet.example")
    agency = make_report(TREATY, 4, hours=1, site="reuters.com")

    assert original_of([agency, first]) is first
    assert original_of([agency, replace(first, agency="Reuters")]) is agency


def test_the_most_typical_report_gives_a_story_its_title() -> None:
    members = [make_report(STRIKE, 1), make_report(TREATY, 2), make_report(TREATY_AGAIN, 3)]

    assert title_of(members) in {TREATY[0], TREATY_AGAIN[0]}
    assert title_of([]) == ""
