"""A wide question is asked in pieces, which find together what it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.storage.search import parted
from crawler.storage.search.asks import AllOf, AnyOf, Ask, Close, Term, Without
from crawler.storage.search.gin import Question

WORDS = tuple("abcdefgh")
MANY = AnyOf(tuple(Term(f"{n}vertrag") for n in range(100)))
KREMLIN, OLD = Term("kremlin"), Term("old")


def asks() -> st.SearchStrategy[Ask]:
    def wider(inner: st.SearchStrategy[Ask]) -> st.SearchStrategy[Ask]:
        some = st.lists(inner, min_size=2, max_size=5).map(tuple)
        return some.map(AnyOf) | some.map(AllOf) | st.builds(Without, inner, inner)

    terms = st.sampled_from(WORDS).map(Term)
    return st.recursive(terms | st.builds(Close, terms, terms, st.just(3)), wider, max_leaves=20)


def finds(ask: Ask, words: set[str]) -> bool:
    """Whether an article of these words has what is asked."""
    match ask:
        case Term(text):
            return text in words
        case Close(left, right, _):
            return finds(left, words) and finds(right, words)
        case AllOf(parts):
            return all(finds(part, words) for part in parts)
        case AnyOf(parts):
            return any(finds(part, words) for part in parts)
        case Without(part, missing):
            return finds(part, words) and not finds(missing, words)


@given(ask=asks(), words=st.sets(st.sampled_from(WORDS)), wide=st.integers(1, 4))
def test_the_pieces_together_find_what_the_whole_finds(
    ask: Ask, words: set[str], wide: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parted, "WIDE", wide)
        patch.setattr(parted, "PIECE", wide)
        found = all(any(finds(one, words) for one in some) for some in parted.parted(ask))

    assert found == finds(ask, words)


def test_a_narrow_question_is_asked_at_once() -> None:
    ask = AllOf((KREMLIN, AnyOf((OLD, Term("new")))))

    assert parted.parted(ask) == ((ask,),)


@pytest.mark.parametrize(
    "ask", [MANY, AllOf((KREMLIN, MANY)), Without(MANY, OLD), AnyOf((AllOf((KREMLIN, MANY)), OLD))]
)
def test_hundreds_of_words_are_asked_by_a_few(ask: Ask) -> None:
    [pieces] = parted.parted(ask)

    assert len(pieces) >= 100 / parted.PIECE
    assert max(str(one).count("vertrag") for one in pieces) <= parted.PIECE


def test_of_two_wide_parts_neither_is_asked_with_all_of_the_other() -> None:
    others = AnyOf(tuple(Term(f"{n}gesetz") for n in range(100)))

    first, second = parted.parted(AllOf((MANY, KREMLIN, others)))

    assert not any("gesetz" in str(one) for one in first)
    assert not any("vertrag" in str(one) for one in second)
    assert all("kremlin" in str(one) for one in (*first, *second))


def test_the_statement_of_two_wide_parts_wants_both() -> None:
    others = AnyOf(tuple(Term(f"{n}gesetz") for n in range(100)))
    question = Question.of(AllOf((MANY, others)), marked=False).within(0, 1_024)

    assert question.statement(3).count(" intersect ") == 1
    assert set(question.values(3)) == {"asked3x0", "asked3x1"}
    assert all("'\ue00810x0'" in one for some in question.parts for one in some)
