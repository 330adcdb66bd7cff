from __future__ import annotations

from crawler.dedup.fingerprint import (
    MAX_SAMPLED,
    SAMPLE_LIMIT,
    all_shingles,
    containment,
    fingerprint,
    may_be_copies,
)

RIVER = " ".join(f"word{i}" for i in range(400))


def test_the_hashes_of_a_text_never_change() -> None:
    found = fingerprint("the river has risen by two metres since monday morning " * 3)

    assert found.text_hash.hex() == "c542d798694434371ce1558bc5d7e2c1"
    assert all_shingles("the river has risen by two").tolist() == [
        3593780022170406490,
        17801955258592526221,
    ]


def test_blanks_at_the_ends_do_not_count() -> None:
    assert fingerprint(f" {RIVER} ") == fingerprint(RIVER)


def test_a_text_of_no_words_has_no_runs() -> None:
    for empty in ("", " "):
        found = fingerprint(empty)
        assert (found.shingles, found.n_words) == ((), 0)
        assert len(all_shingles(empty)) == 0


def test_a_sample_is_ascending_distinct_and_fits_a_signed_column() -> None:
    found = fingerprint(RIVER)

    assert list(found.shingles) == sorted(set(found.shingles))
    assert all(0 <= run < SAMPLE_LIMIT < 1 << 63 for run in found.shingles)
    assert set(found.shingles) <= set(all_shingles(RIVER).tolist())


def test_about_one_run_in_sixteen_is_sampled() -> None:
    text = " ".join(f"w{i * i}" for i in range(16_000))

    assert 900 < len([run for run in all_shingles(text) if run < SAMPLE_LIMIT]) < 1100
    assert len(fingerprint(text).shingles) == MAX_SAMPLED


def test_a_text_shares_its_runs_wherever_they_stand() -> None:
    wrapped = f"{'somewhere else entirely ' * 9}{RIVER} and that was it"

    assert set(fingerprint(RIVER).shingles) <= set(fingerprint(wrapped).shingles)
    assert containment(all_shingles(RIVER), all_shingles(wrapped)) == 1.0


def test_other_words_share_nothing() -> None:
    assert containment(all_shingles(RIVER), all_shingles(RIVER.upper())) == 0.0
    assert containment(all_shingles(RIVER), all_shingles("")) == 0.0


def test_long_texts_that_share_a_run_or_two_are_no_copies() -> None:
    assert not may_be_copies(1, 800, 900)
    assert not may_be_copies(2, 800, 900)


def test_a_short_text_may_be_a_copy_whatever_it_shares() -> None:
    assert may_be_copies(1, 800, 90)
    assert may_be_copies(1, 90, 800)


def test_texts_of_which_not_all_runs_can_be_sampled_are_looked_at() -> None:
    assert may_be_copies(1, 800, 60_000)
