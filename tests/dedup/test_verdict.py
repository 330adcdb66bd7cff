from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.verdict import Candidate, Held, judge
from crawler.items import Relation

NOON = datetime(2026, 2, 5, 12, tzinfo=UTC)
RIVER = " ".join(f"river{i}" for i in range(200))
CASTLE = " ".join(f"castle{i}" for i in range(200))


def make_candidate(text: str = RIVER, address: str = "outlet.example/a-1") -> Candidate:
    found = fingerprint(text)
    return Candidate(
        address_key=address,
        text_hash=found.text_hash,
        folded=text,
        n_words=found.n_words,
        seen_at=NOON,
        title="flood at the castle",
        site="outlet.example",
    )


def make_held(
    article_id: int,
    text: str = RIVER,
    address: str = "paper.example/b-2",
    seen_at: datetime = NOON,
    copy_of: int | None = None,
) -> Held:
    found = fingerprint(text)
    return Held(
        address_key=address,
        text_hash=found.text_hash,
        folded=text,
        n_words=found.n_words,
        seen_at=seen_at,
        title="flood at the castle",
        site="paper.example",
        article_id=article_id,
        story_id=article_id,
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
