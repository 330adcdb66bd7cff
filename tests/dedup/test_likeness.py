from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.dedup.likeness import Block, Exchange, lay_beside

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "1", "2"]), max_size=40).map(" ".join)
TEXT = " ".join(f"w{i}" for i in range(30))


def test_equal_texts_are_one_block() -> None:
    likeness = lay_beside(TEXT, TEXT)

    assert likeness.blocks == (Block(0, 0, 30),)
    assert likeness.exchanges == ()
    assert likeness.n_shared == 30


def test_a_changed_word_is_an_exchange_between_two_blocks() -> None:
    likeness = lay_beside(TEXT.replace("w12 ", "other "), TEXT)

    assert likeness.blocks == (Block(0, 0, 12), Block(13, 13, 17))
    assert likeness.exchanges == (Exchange(("other",), ("w12",)),)
    assert likeness.n_shared == 29


def test_a_sentence_put_in_is_an_exchange_for_nothing() -> None:
    likeness = lay_beside(TEXT.replace("w12 ", "w12 by our own desk "), TEXT)

    assert likeness.exchanges == (Exchange(("by", "our", "own", "desk"), ()),)


def test_a_long_piece_is_a_text_of_its_own_and_no_exchange() -> None:
    own = " ".join(f"own{i}" for i in range(40))

    likeness = lay_beside(TEXT.replace("w12 ", f"w12 {own} "), TEXT)

    assert likeness.exchanges == ()
    assert likeness.blocks[1] == Block(53, 13, 17)


def test_texts_that_share_nothing_have_no_blocks_and_no_exchanges() -> None:
    for other in ("", "quite another text of a few words"):
        likeness = lay_beside(TEXT, other)
        assert (likeness.blocks, likeness.exchanges, likeness.n_shared) == ((), (), 0)


@given(WORDS, WORDS)
def test_every_block_stands_in_both_texts(here: str, there: str) -> None:
    likeness = lay_beside(here, there)

    for block in likeness.blocks:
        mine = likeness.here[block.here : block.here + block.n_words]
        assert mine == likeness.there[block.there : block.there + block.n_words]
        assert len(mine) == block.n_words > 0
    assert likeness.n_shared <= len(likeness.here)
