from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.verdict import Candidate, Held, appeared_at, judge
from crawler.items import Relation

NOON = datetime(2026, 2, 5, 12, tzinfo=UTC)
LETTERS = "abcdefghijklmnopqrst"


def make_words(stem: str) -> str:
    """200 words without a figure."""
    return " ".join(f"{stem}{one}{two}" for one in LETTERS[:10] for two in LETTERS)


RIVER = make_words("river")
CASTLE = make_words("castle")


WEATHER = (
    "in {0} it will be {1} on {2} with highs of {3} degrees in the afternoon and a low of {4} "
    "degrees overnight winds will reach {5} miles an hour with gusts of up to {6} the chance of "
    "rain is {7} percent the outlook for the rest of the week remains unsettled with temperatures "
    "expected to stay close to the average for the time of year drivers are advised to allow extra "
    "time for their journeys and to check conditions before they set out the next update for {0} "
    "will follow in the evening"
)
PERSONNEL = (
    "{0} has appointed {1} as its new chief executive the company said in a statement {1} joins "
    "from {2} where the executive led the international business the chairman of {0} said the "
    "board had conducted a thorough search and was delighted with the outcome {3} who has led the "
    "company on an interim basis will return to the role of finance director shares in {0} were "
    "little changed analysts said that {1} faces the task of restoring confidence after a "
    "difficult period"
)
WALL = (
    "to continue reading this article subscribe now or log in to your account get unlimited access "
    "to all stories for one euro in the first month and cancel whenever you like sign up for our "
    "morning newsletter and get the most important stories of the day delivered to your inbox"
)


def make_candidate(
    text: str = RIVER,
    *,
    address: str = "outlet.example/a-1",
    site: str = "outlet.example",
    title: str = "flood at the castle",
    agency: str | None = None,
) -> Candidate:
    found = fingerprint(text)
    return Candidate(
        address_key=address,
        text_hash=found.text_hash,
        folded=text,
        n_words=found.n_words,
        seen_at=NOON,
        title=title,
        site=site,
        agency=agency,
    )


def make_held(
    article_id: int,
    text: str = RIVER,
    *,
    address: str = "paper.example/b-2",
    seen_at: datetime = NOON,
    copy_of: int | None = None,
    title: str = "flood at the castle",
    agency: str | None = None,
) -> Held:
    found = fingerprint(text)
    return Held(
        address_key=address,
        text_hash=found.text_hash,
        folded=text,
        n_words=found.n_words,
        seen_at=seen_at,
        title=title,
        site="paper.example",
        agency=agency,
        article_id=article_id,
        story_id=article_id * 10,
        copy_of=copy_of,
    )


def test_an_article_like_no_other_is_new() -> None:
    assert judge(make_candidate(), [make_held(7, CASTLE)]).relation is Relation.NEW
    assert judge(make_candidate(), []).of is None


def test_the_same_address_and_text_is_the_same_article() -> None:
    verdict = judge(make_candidate(), [make_held(7, address="outlet.example/a-1")])

    assert (verdict.relation, verdict.of) == (Relation.SAME, 7)


def test_another_text_under_the_same_address_is_a_revision() -> None:
    verdict = judge(make_candidate(), [make_held(7, CASTLE, address="outlet.example/a-1")])

    assert (verdict.relation, verdict.of) == (Relation.REVISION, 7)


def test_the_oldest_of_equal_texts_is_the_original() -> None:
    held = [make_held(9), make_held(7, seen_at=NOON - timedelta(hours=2))]

    verdict = judge(make_candidate(), held)

    assert (verdict.relation, verdict.of) == (Relation.COPY, 7)


def test_a_chain_of_copies_points_at_its_first_member() -> None:
    verdict = judge(make_candidate(), [make_held(9, copy_of=3)])

    assert (verdict.relation, verdict.of) == (Relation.COPY, 3)


def test_a_shortened_reprint_is_a_copy_and_says_how_much() -> None:
    cut = " ".join(RIVER.split()[:90] + CASTLE.split()[:10])

    verdict = judge(make_candidate(cut), [make_held(17)])

    assert (verdict.relation, verdict.of) == (Relation.COPY, 17)
    assert "90 % of its five-word runs stand in article 17" in verdict.reason


def test_a_short_text_is_a_copy_only_when_it_is_equal() -> None:
    short = " ".join(RIVER.split()[:50])

    assert judge(make_candidate(short), [make_held(7)]).relation is Relation.NEW
    assert judge(make_candidate(short), [make_held(7, short)]).relation is Relation.COPY


def test_equal_texts_of_a_few_words_need_equal_titles() -> None:
    wall = "read on with a subscription"
    other = replace(make_held(7, wall), title="strike at the airport")

    assert judge(make_candidate(wall), [other]).relation is Relation.NEW
    assert judge(make_candidate(wall), [make_held(7, wall)]).relation is Relation.COPY


def test_texts_without_words_are_never_copies() -> None:
    assert judge(make_candidate(""), [make_held(7, "")]).relation is Relation.NEW


def test_a_verdict_names_the_story_of_the_look_alike_when_the_original_is_not_at_hand() -> None:
    verdict = judge(make_candidate(), [make_held(9, copy_of=3)])

    assert (verdict.of, verdict.story_id) == (3, 90)


def test_the_likest_of_several_wins() -> None:
    half = " ".join(RIVER.split()[:130] + CASTLE.split()[:70])

    verdict = judge(make_candidate(), [make_held(7, half), make_held(8, RIVER + " and more")])

    assert (verdict.relation, verdict.of) == (Relation.COPY, 8)


def test_two_weather_reports_of_one_form_stay_apart() -> None:
    berlin = WEATHER.format("leeds", "sunny", "monday", 21, 12, 14, 30, 5)
    munich = WEATHER.format("bristol", "foggy", "friday", 17, 9, 22, 41, 60)

    verdict = judge(make_candidate(munich), [make_held(7, berlin)])

    assert verdict.relation is Relation.NEW
    assert verdict.containment is not None
    assert verdict.containment > 0.5
    assert "another report of the same form" in verdict.reason


def test_a_weather_report_that_is_reprinted_is_a_copy() -> None:
    report = WEATHER.format("leeds", "sunny", "monday", 21, 12, 14, 30, 5)
    reprint = report.replace("drivers are advised", "motorists should remember")

    assert judge(make_candidate(reprint), [make_held(7, report)]).relation is Relation.COPY


def test_forms_without_figures_are_told_apart_by_their_names() -> None:
    one = PERSONNEL.format("arden", "miller", "kestrel", "abbot")
    two = PERSONNEL.format("calder", "okafor", "lomax", "doyle")

    assert judge(make_candidate(two), [make_held(7, one)]).relation is Relation.NEW


def test_a_toll_that_rises_does_not_make_another_report() -> None:
    report = f"12 people died on 5 february at 14 30 near km 77 of route 9 {RIVER}"
    risen = report.replace("12 people", "17 people")

    assert judge(make_candidate(risen), [make_held(7, report)]).relation is Relation.COPY


def test_pages_that_share_only_the_wall_at_their_end_stay_apart() -> None:
    one = " ".join([*RIVER.split()[:45], WALL])
    two = " ".join([*CASTLE.split()[:45], WALL])

    candidate = make_candidate(two.replace("castle", "tower"), title="strike at the airport")

    assert judge(candidate, [make_held(7, one.replace("river", "lake"))]).relation is Relation.NEW


def test_a_wall_of_one_outlet_under_two_headlines_is_no_copy() -> None:
    candidate = make_candidate(WALL, site="paper.example", title="strike at the airport")

    assert judge(candidate, [make_held(7, WALL)]).relation is Relation.NEW


def test_a_round_up_that_has_an_article_whole_is_no_copy_of_it() -> None:
    item = " ".join(RIVER.split()[:80])
    review = " ".join([*CASTLE.split()[:150], item, *CASTLE.split()[150:]])

    assert judge(make_candidate(review), [make_held(7, item)]).relation is Relation.NEW
    assert judge(make_candidate(item), [make_held(7, review)]).relation is Relation.NEW


def test_a_teaser_is_a_copy_of_the_text_that_it_opens() -> None:
    teaser = " ".join([*RIVER.split()[:70], *WALL.split()[:30]])

    assert judge(make_candidate(teaser), [make_held(7)]).relation is Relation.COPY


def test_in_doubt_figures_days_and_agencies_decide() -> None:
    kept = " ".join(RIVER.split()[:86])
    original = f"in 2026 and 1987 {RIVER}"
    doubtful = f"in 2026 and 1987 {kept} {make_words('own')[: 110 * 6]}"
    differing = f"{kept} {make_words('own')[: 110 * 6]} in 2025 and 1986"
    late = NOON - timedelta(days=9)

    def relation(text: str, held: Held, agency: str | None = None) -> Relation:
        return judge(make_candidate(text, agency=agency), [held]).relation

    assert relation(doubtful, make_held(7, original)) is Relation.COPY
    assert relation(differing, make_held(7, original)) is Relation.NEW
    assert relation(doubtful, make_held(7, original, seen_at=late)) is Relation.NEW
    assert relation(doubtful, make_held(7, original, agency="dpa"), "AFP") is Relation.NEW


def test_the_same_outlet_with_a_new_headline_and_address_is_a_revision() -> None:
    changed = RIVER.replace("riverff ", "lake ")
    candidate = make_candidate(
        changed, address="paper.example/flood-at-castle-2", site="paper.example"
    )
    held = make_held(7, address="paper.example/flood-castle-2")

    verdict = judge(candidate, [held])

    assert (verdict.relation, verdict.of) == (Relation.REVISION, 7)


def test_time_is_what_an_article_says_but_never_later_than_it_was_seen() -> None:
    future = replace(make_held(9), published_at=NOON + timedelta(days=400))
    past = replace(make_held(7), published_at=NOON - timedelta(days=1), seen_at=NOON)

    assert appeared_at(future) == NOON
    assert appeared_at(past) == NOON - timedelta(days=1)


@given(st.lists(st.integers(0, 5), max_size=90), st.lists(st.integers(0, 5), max_size=90))
def test_any_two_texts_get_a_verdict_with_a_reason(one: list[int], two: list[int]) -> None:
    candidate = make_candidate(" ".join(map(str, one)))

    verdict = judge(candidate, [make_held(7, " ".join(map(str, two)))])

    assert verdict.reason
    assert (verdict.of is None) is (verdict.relation is Relation.NEW)
