"""Queries: a tree or a QueryError; the canonical text is the same tree, and matches alike."""

from __future__ import annotations

from hypothesis import strategies as st

from crawler.errors import QueryError
from crawler.topics.explain import explain
from crawler.topics.lint import lint
from crawler.topics.matching import Matcher
from crawler.topics.parsing import expand, parse
from crawler.topics.places import evidence, holds
from crawler.topics.prefilter import prefilter
from crawler.topics.suggest import suggest
from tests.fuzz.target import Target
from tests.topics.making import make_document, make_topic

SAVED = {"arms": "rakete* OR warhead*", "loop": "a OR b"}
_WORDS = ["new", "start", "New", "NATO", "vertrag*", "*stadt", "a?b", "c*d", "ß", "Müller", "中国"]
_PIECES = st.sampled_from(
    [
        *_WORDS,
        *('"', "'", "„", "“", "(", ")", "[", "]", "{", "}", "OR", "AND", "NOT", "-", "+", "|"),
        *("NEAR", "NEAR/3", "NEAR/s", "NEAR/p", "NEAR/99999999999", "BEFORE/2", "atleast/2:"),
        *("/", "title:", "lead:", "body:", "lang:de", "lang:", "site:a.example", "url:"),
        *("published:7d", "published:2026-02-30", "published:>=2026-01-01..", "case:", "stem:"),
        *("first/50:", "@arms", "@", "@nobody", "/a+b/", "/(/", "/(a*)*$/", "\\", "*", "?"),
        *("\n", "#", ",", "&", "!", "^", "\x00", "\u200b", "\xad", "🚀", "�", ".", ":", "~2"),
        *("..", "word" * 30, "a " * 60),
    ]
)
QUERIES = st.one_of(
    st.lists(_PIECES, max_size=12).map(" ".join),
    st.lists(_PIECES, max_size=9).map("".join),
    st.text(max_size=40),
)
TEXTS = st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=6)), max_size=25).map(" ".join)


def query(given: tuple[str, str]) -> None:
    """Read, written, read again, asked of a text in three ways that must agree."""
    text, article = given
    try:
        tree = parse(text, SAVED)
    except QueryError as error:
        assert str(error)
        assert 0 <= error.column <= len(error.query)
        return
    assert parse(str(tree), SAVED) == tree, str(tree)
    whole = expand(tree, SAVED)
    document = make_document(article, title=article[:30], language="de")
    held = holds(whole, document)
    assert Matcher([make_topic(text)], saved=SAVED).matching(document) == ({1} if held else set())
    evidence(whole, document)
    explain(whole, document).lines()
    prefilter(whole)
    lint(whole, [document])


def wish(text: str) -> None:
    """Queries for a plain wish can be read."""
    try:
        found = suggest(text)
    except QueryError:
        return
    for suggestion in found:
        parse(suggestion.query)


TARGETS = (
    Target("queries", st.tuples(QUERIES, TEXTS), query),
    Target("wishes", st.text(max_size=60), wish),
)
