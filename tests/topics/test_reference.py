"""The evaluator and the matcher against a slow and obvious one, on random queries and texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.topics.matching import Matcher
from crawler.topics.parsing import parse
from crawler.topics.places import evidence, holds
from crawler.topics.query import (
    And,
    AtLeast,
    Case,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    both,
    either,
    walk,
)
from tests.topics.making import make_document, make_topic
from tests.topics.reference import Reference

# What stands in texts, and what is asked for it. An example draws three of these families, so
# that its words meet often. Every script and every oddity of the fold is among them.
FAMILIES = [
    (["New", "new", "NEW"], ["new", "case:New"]),
    (["START", "Start", "start", "restart"], ["start", "sta*", "*start", "case:START"]),
    (["Vertrag", "Vertrags", "Startvertrag", "Vortrag"], ["vertrag", "vert*", "*trag", "v?rtrag"]),
    (["New-Start", "Newstart", "new start"], ['"new start"', "newstart", "start", "new*art"]),
    (["Müller", "Mueller", "Muller", "mu\u0308ller"], ["müller", "mueller", "muller"]),
    (["Köln", "Koeln", "Koln"], ["köln", "koeln", "koln", "koel*", "case:Köln"]),
    (["poet", "pot", "pöt"], ["poet", "pot", "po?t"]),
    (["U.S.", "US", "us", "u.S"], ["us", '"u s"', "u", "case:US"]),
    (["Don't", "don’t", "l'accord", "d'accord", "don"], ["don't", "don", "accord", '"l accord"']),
    (["Élysée", "E\u0301lysee", "elysee"], ["élysée", "elysee", "case:Élysée"]),
    (["Straße", "STRASSE", "straße"], ["strasse", "straße", "stra*"]),
    (["мой", "МОИ", "мои\u0306", "ёлка", "елка"], ["мой", "мои", "ёлка", "case:МОИ"]),
    (["معاهدة", "مُعَاهَدَة", "المعاهدة"], ["معاهدة", "*معاهدة"]),
    (["中国", "新START条約", "条", "国中"], ["中国", "国", "条約", "start", "start条"]),
    (["สนธิสัญญา", "สัญ"], ["สัญ", "สัญญา"]),
    (["２０２６", "2026", "ﬁn", "fin²", "²"], ["2026", "fin", "2"]),
    (["Ab\u200brüst", "ABRÜST", "abruest", "NATO", "Nato"], ["abrüst", "nato", "case:NATO"]),
]
PARTING = st.sampled_from([" ", " ", " ", ". ", "-", "\u00a0", " „", "\n\n", "/", "’"])


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Query, str, str, str]:
    """A query and an article (title, lead, body) that speak of the same things."""
    families = draw(st.lists(st.sampled_from(FAMILIES), min_size=3, max_size=3))
    asked = [term for _, terms in families for term in terms]
    written = st.sampled_from([word for words, _ in families for word in words])
    query = draw(queries(asked))
    return query, draw(texts(written, 4)), draw(texts(written, 4)), draw(texts(written, 12))


def texts(written: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(written, PARTING), max_size=most)
    return pairs.map(lambda some: "".join(word + parting for word, parting in some))


@st.composite
def placed(draw: st.DrawFn, asked: list[str], depth: int = 2) -> Query:
    """Something that has places: what NEAR and atleast take."""
    kind = draw(st.integers(0, 4)) if depth else 0
    if kind < 2:
        return parse(draw(st.sampled_from(asked)))
    if kind == 2:
        count = draw(st.integers(2, 3))
        return either([draw(placed(asked, depth - 1)) for _ in range(count)])
    left, right = draw(placed(asked, depth - 1)), draw(placed(asked, depth - 1))
    distance, ordered = draw(st.integers(0, 4)), draw(st.booleans())
    return Near(left, right, distance, ordered=ordered, without=kind == 4)


@st.composite
def queries(draw: st.DrawFn, asked: list[str], depth: int = 2, *, free: bool = True) -> Query:
    """Any query that must find something; *free* of a field around it."""
    kind = draw(st.integers(0, 7)) if depth else 0
    if kind < 3:
        return draw(placed(asked))
    if kind == 3:
        return AtLeast(draw(st.integers(1, 3)), draw(placed(asked)))
    if kind == 4 and free:
        field = draw(st.sampled_from(["title", "lead", "body"]))
        return In(field, draw(queries(asked, depth - 1, free=False)))
    count = draw(st.integers(2, 3))
    parts = [draw(queries(asked, depth - 1, free=free)) for _ in range(count)]
    if kind == 5:
        return either(parts)
    first, *rest = parts
    return both([first, *((Not(part) for part in rest) if kind == 6 else rest)])


@settings(max_examples=400, deadline=None)
@given(meetings())
def test_evaluator_and_matcher_agree_with_the_reference(
    meeting: tuple[Query, str, str, str],
) -> None:
    query, title, lead, body = meeting
    document = make_document(body, title=title, lead=lead)

    expected = Reference(title, lead, body).holds(query)

    assert holds(query, document) == expected
    assert Matcher([make_topic(str(query))]).matching(document) == ({1} if expected else set())


@settings(max_examples=300, deadline=None)
@given(data=st.data(), distance=st.integers(0, 3), ordered=st.booleans(), without=st.booleans())
def test_near_agrees_with_the_reference(
    data: st.DataObject, distance: int, ordered: bool, without: bool
) -> None:
    body = data.draw(texts(st.sampled_from(["a", "b", "A b", "x", "y"]), 12))
    sides = st.sampled_from([Phrase(("a",)), Phrase(("b",)), Phrase(("a", "b")), Case(("A",))])
    near = Near(data.draw(sides), data.draw(sides), distance, ordered=ordered, without=without)
    query = data.draw(st.sampled_from([near, AtLeast(2, near), Near(near, Phrase(("b",)), 1)]))

    assert holds(query, make_document(body)) == Reference("", "", body).holds(query)


@settings(max_examples=200, deadline=None)
@given(meetings())
def test_every_place_lies_in_its_text(meeting: tuple[Query, str, str, str]) -> None:
    query, title, lead, body = meeting
    document = make_document(body, title=title, lead=lead)
    text = {"title": title, "lead": lead, "body": body}

    for place in evidence(query, document):
        assert 0 <= place.start < place.end <= len(text[place.field])
        assert text[place.field][place.start : place.end].strip()


@settings(max_examples=300, deadline=None)
@given(meetings())
def test_what_is_printed_reads_as_the_same_query(meeting: tuple[Query, str, str, str]) -> None:
    query = meeting[0]

    assert parse(str(query)) == query
    assert str(parse(str(query))) == str(query)


@settings(max_examples=100, deadline=None)
@given(first=st.lists(meetings(), min_size=1, max_size=8), later=st.lists(meetings(), max_size=4))
def test_topics_that_come_and_go_match_as_each_alone(
    first: list[tuple[Query, str, str, str]], later: list[tuple[Query, str, str, str]]
) -> None:
    document = make_document("\n\n".join(body for *_, body in first))
    matcher = Matcher(make_topic(str(m[0]), id=i) for i, m in enumerate(first))
    matcher.matching(document)
    for i, meeting in enumerate(later):
        matcher.replace(make_topic(str(meeting[0]), id=2 * i))
    matcher.remove(1)
    now = {i: m[0] for i, m in enumerate(first)} | {2 * i: m[0] for i, m in enumerate(later)}
    now.pop(1, None)

    assert matcher.matching(document) == {i for i, query in now.items() if holds(query, document)}


def test_the_random_queries_hold_and_fail_often_enough_to_tell_something() -> None:
    held: list[bool] = []
    kinds: set[type[Query]] = set()

    @settings(max_examples=200, deadline=None, database=None)
    @given(meetings())
    def gather(meeting: tuple[Query, str, str, str]) -> None:
        kinds.update(type(part) for part in walk(meeting[0]))
        held.append(Reference(*meeting[1:]).holds(meeting[0]))

    gather()
    assert kinds >= {Phrase, Case, And, Or, Not, Near, In, AtLeast}
    assert 0.15 < sum(held) / len(held) < 0.85
