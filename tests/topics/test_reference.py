"""The evaluator and the matcher against a slow and obvious one, on random queries and texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import QueryError
from crawler.items import Access, Article
from crawler.topics.document import Document
from crawler.topics.matching import Matcher
from crawler.topics.parsing import expand, parse
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
    Property,
    Query,
    Regex,
    Saved,
    Stem,
    Unit,
    both,
    either,
    walk,
)
from tests.topics.making import make_document, make_topic
from tests.topics.reference import Reference

# What stands in texts, and what is asked for it. An example draws three of these families, so
# that its words meet often. Every script and every oddity of the fold is among them.
FAMILIES = [
    (["New", "new", "NEW"], ["new", "case:New", '"new sta*"', '"new ?tart"']),
    (["START", "Start", "start", "restart"], ["start", "sta*", "*start", "case:START", "@begin"]),
    (["Vertrag", "Vertrags", "Startvertrag", "Vortrag"], ["vertrag", "vert*", "*trag", "v?rtrag"]),
    (
        ["Vertrag", "Verträge", "vertrags"],
        ["stem:vertrag", "stem:verträge", "case:V?rtrag*", "@pact"],
    ),
    (["négociation", "négocier", "Negociations"], ["stem:négociation", "stem:negociations"]),
    (["договор", "Договора"], ["stem:договоры", "договор*", "case:Д*говор*"]),
    (
        ["New-Start", "Newstart", "new start"],
        [
            '"new start"',
            "newstart",
            "start",
            "new*art",
            "case:New*t",
            '"start new*art"',
            '"new* start"',
        ],
    ),
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
    (["バス", "ﾊﾞｽ", "ハ\u3099ス", "ハス"], ["バス", "ﾊﾞｽ", "case:バ", "ス"]),
    (["สนธิสัญญา", "สัญ"], ["สัญ", "สัญญา"]),
    (["２０２６", "2026", "ﬁn", "fin²", "²"], ["2026", "fin", "2"]),
    (["5 µg", "5 μg", "µm", "ug", "μία"], ["µg", "μg", "case:µg", '"5 µg"', "μία"]),
    (["'n", "ŉ", "n"], ["'n", "ŉ", "n"]),
    (["Ab\u200brüst", "ABRÜST", "abruest", "NATO", "Nato"], ["abrüst", "nato", "case:NATO"]),
]
PARTING = st.sampled_from([" ", " ", " ", ". ", "-", "\u00a0", " „", "\n\n", "/", "’"])
NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
# True of the whole article; and what is looked for in a field as it was written.
PROPERTIES = [
    "lang:de", "lang:fr", "site:a.example", "site:b.example", "source:paper", "source:agency",
    'author:"jo lee"', "author:lee", "section:start", "type:full", "country:de", "url:b.example",
    "published:2026-02-05", "published:>=2025-11-30", "published:<2026-01-01", "published:7d",
    "published:2020-01-01..2026-01-31", "published:2025-12", "published:2025",
    "published:2026-01..2026-02", "published:>=2026-02", "published:<2026", "published:..2025-11",
    "published:2026-02..", "author:müller", "author:mueller", 'author:"jo goerre"',
]  # fmt: skip
AUTHORS = [(), ("Jo Lee",), ("Jo", "Lee"), ("A. Jo-Lee", "B"), ("Jo Görre-Müller",)]
FIELDS = [("title", None), ("lead", None), ("body", None), ("lead", 1), ("lead", 3), ("lead", 6)]
UNITS: list[Unit] = ["words", "words", "sentence", "paragraph"]
REGEXES = ["/sta.t/", "/Vertrag/", "/new.?start/", "/(start|vertrag)s? /", "/M[uü]e?ller/"]
# The names that may stand in a query, and what is kept under them.
SAVED = {
    "begin": parse("start OR newstart"),
    "pact": parse("@treaty OR restart"),
    "treaty": parse("*vertrag"),
}


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Query, Article]:
    """A query and an article that speak of the same things."""
    families = draw(st.lists(st.sampled_from(FAMILIES), min_size=3, max_size=3))
    asked = [term for _, terms in families for term in terms]
    written = st.sampled_from([word for words, _ in families for word in words])
    return draw(queries(asked, known=(*PROPERTIES, *REGEXES))), draw(articles(written))


@st.composite
def articles(draw: st.DrawFn, written: st.SearchStrategy[str]) -> Article:
    """An article of these words, with everything that a property may ask for."""
    days = draw(st.sampled_from([None, 0, 1, 5, 6, 7, 8, 40, 72, 400, 4000]))
    return Article(
        url=draw(st.sampled_from(["https://www.a.example/1", "https://news.b.example/2"])),
        title=draw(texts(written, 4)),
        lead=draw(texts(written, 4)),
        text=draw(texts(written, 12)),
        access=draw(st.sampled_from(Access)),
        language=draw(st.sampled_from([None, "de", "de", "fr", "nl", "ru", "xx"])),
        country=draw(st.sampled_from([None, "de", "DE"])),
        authors=draw(st.sampled_from(AUTHORS)),
        agency=draw(st.sampled_from([None, "The Agency"])),
        section=draw(st.sampled_from([None, "Start", "New"])),
        published_at=None if days is None else NOW - timedelta(days=days),
    )


def read(article: Article) -> Document:
    return Document.of(article, source="The Paper", now=NOW)


def reference(article: Article) -> Reference:
    return Reference(article, source="The Paper", now=NOW, saved=SAVED)


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
    ordered, without = draw(st.booleans()), kind == 4
    unit = draw(st.sampled_from(UNITS))
    distance = draw(st.integers(0, 4)) if unit == "words" else None
    return Near(left, right, distance, unit, ordered, without)


@st.composite
def queries(
    draw: st.DrawFn,
    asked: list[str],
    depth: int = 2,
    *,
    free: bool = True,
    known: tuple[str, ...] = (),
) -> Query:
    """Any query that must find something; *free* of a field around it.

    *asked* have places, *known* (properties and regular expressions) have none.
    """
    kind = draw(st.integers(0, 9 if known else 7)) if depth else 0
    if kind < 3:
        return draw(placed(asked))
    if kind == 3:
        return AtLeast(draw(st.integers(1, 3)), draw(placed(asked)))
    if kind == 4 and free:
        field, first = draw(st.sampled_from(FIELDS))
        inside = tuple(one for one in known if one[0] == "/")
        part = draw(queries(asked, depth - 1, free=False, known=inside))
        return In(field, part, first)
    if kind > 7:
        return parse(draw(st.sampled_from(known)))
    count = draw(st.integers(2, 3))
    parts = [draw(queries(asked, depth - 1, free=free, known=known)) for _ in range(count)]
    if kind == 5:
        return either(parts)
    first_part, *rest = parts
    return both([first_part, *((Not(part) for part in rest) if kind == 6 else rest)])


@settings(max_examples=500, deadline=None)
@given(meetings())
def test_evaluator_and_matcher_agree_with_the_reference(meeting: tuple[Query, Article]) -> None:
    query, article = meeting
    document = read(article)

    expected = reference(article).holds(query)

    assert holds(expand(query, SAVED), document) == expected
    matcher = Matcher([make_topic(str(query))], saved=SAVED)
    assert matcher.matching(document) == ({1} if expected else set())


@settings(max_examples=300, deadline=None)
@given(data=st.data(), distance=st.integers(0, 3), ordered=st.booleans(), without=st.booleans())
def test_near_agrees_with_the_reference(
    data: st.DataObject, distance: int, ordered: bool, without: bool
) -> None:
    body = data.draw(texts(st.sampled_from(["a", "b", "A b", "x", "y"]), 12))
    sides = st.sampled_from([Phrase(("a",)), Phrase(("b",)), Phrase(("a", "b")), Case(("A",))])
    near = Near(data.draw(sides), data.draw(sides), distance, ordered=ordered, without=without)
    query = data.draw(st.sampled_from([near, AtLeast(2, near), Near(near, Phrase(("b",)), 1)]))
    document = make_document(body)

    assert holds(query, document) == Reference(document.article).holds(query)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), first=st.integers(1, 8))
def test_the_first_words_agree_with_the_reference(data: st.DataObject, first: int) -> None:
    written = st.sampled_from(["New", "Start", "New-Start", "Verträge", "don’t", "U.S.", "条約"])
    asked = ["new", "start", "new NEAR/1 start", "/new.?start/", "/t/", "stem:vertrag", "条", "us"]
    article = data.draw(articles(written))
    part = parse(data.draw(st.sampled_from(asked)))
    query = In("lead", data.draw(st.sampled_from([part, both([parse("new"), Not(part)])])), first)

    assert holds(query, read(article)) == reference(article).holds(query)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), ordered=st.booleans(), without=st.booleans())
def test_sentences_and_paragraphs_agree_with_the_reference(
    data: st.DataObject, ordered: bool, without: bool
) -> None:
    written = st.sampled_from(["B1", "ёлка", "Élysée", "élysée", "ﬁn", "U.S", "š1", "A-B"])
    article = data.draw(articles(written))
    sides = st.sampled_from(["b1", "ёлка", "élysée", "fin", "us", '"a b"', "b1 OR š1"])
    unit = data.draw(st.sampled_from(UNITS[2:]))
    left, right = parse(data.draw(sides)), parse(data.draw(sides))
    query = Near(left, right, None, unit, ordered, without)

    assert holds(query, read(article)) == reference(article).holds(query)


@settings(max_examples=200, deadline=None)
@given(meetings())
def test_every_place_lies_in_its_text(meeting: tuple[Query, Article]) -> None:
    query, article = meeting
    text = {"title": article.title, "lead": article.lead or "", "body": article.text}

    for place in evidence(expand(query, SAVED), read(article)):
        assert 0 <= place.start < place.end <= len(text[place.field])
        assert text[place.field][place.start : place.end].strip()


@settings(max_examples=300, deadline=None)
@given(meetings())
def test_what_is_printed_reads_as_the_same_query(meeting: tuple[Query, Article]) -> None:
    query = meeting[0]

    assert parse(str(query)) == query
    assert str(parse(str(query))) == str(query)


SHAPES = ["{}", '"{}"', 'case:"{}"', "stem:{}", "/{}/", "url:{}", 'author:"{}"', "section:{}"]
LETTERS = st.one_of(
    st.text(max_size=12), st.text(alphabet="aßÜ-*?'.&/\\@:~中ทำ²\u00ad 1", max_size=9)
)


@settings(max_examples=600, deadline=None)
@given(shape=st.sampled_from(SHAPES), text=LETTERS)
def test_whatever_can_be_read_is_printed_so_that_it_reads_the_same(shape: str, text: str) -> None:
    try:
        query = parse(shape.format(text))
    except QueryError:
        return  # most of it, and with a reason: tests/topics/test_parsing.py

    assert parse(str(query)) == query


@settings(max_examples=100, deadline=None)
@given(first=st.lists(meetings(), min_size=1, max_size=8), later=st.lists(meetings(), max_size=4))
def test_topics_that_come_and_go_match_as_each_alone(
    first: list[tuple[Query, Article]], later: list[tuple[Query, Article]]
) -> None:
    document = make_document("\n\n".join(article.text for _, article in first), now=NOW)
    topics = (make_topic(str(m[0]), id=i) for i, m in enumerate(first))
    matcher = Matcher(topics, saved=SAVED)
    matcher.matching(document)
    for i, meeting in enumerate(later):
        matcher.replace(make_topic(str(meeting[0]), id=2 * i))
    matcher.remove(1)
    now = {i: m[0] for i, m in enumerate(first)} | {2 * i: m[0] for i, m in enumerate(later)}
    now.pop(1, None)

    expected = {i for i, query in now.items() if holds(expand(query, SAVED), document)}
    assert matcher.matching(document) == expected


def test_the_random_queries_hold_and_fail_often_enough_to_tell_something() -> None:
    held: list[bool] = []
    parts: set[Query] = set()

    @settings(max_examples=300, deadline=None, database=None)
    @given(meetings())
    def gather(meeting: tuple[Query, Article]) -> None:
        parts.update(walk(meeting[0]))
        held.append(reference(meeting[1]).holds(meeting[0]))

    gather()
    kinds = set(map(type, parts))
    assert kinds >= {Phrase, Case, Stem, Regex, Property, Saved, And, Or, Not, Near, In, AtLeast}
    assert {part.unit for part in parts if isinstance(part, Near)} >= {"sentence", "paragraph"}
    assert any(isinstance(part, In) and part.first for part in parts)
    assert 0.15 < sum(held) / len(held) < 0.85
