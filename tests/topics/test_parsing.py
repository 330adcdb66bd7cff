from __future__ import annotations

import pytest

from crawler.errors import QueryError
from crawler.topics.parsing import expand, parse, parse_whole
from crawler.topics.query import And, Case, Near, Or, Phrase, Saved, version
from tests.topics.making import found

CANONICAL = [
    # what can be written, as TOPICS says, comes back as it is
    *[
        (text, text)
        for text in [
            "abrüstung", '"new start"', "abrüst*", '"new start vertrag*"', "*vertrag", "wo?d",
            'case:"New START"', "case:NATO", "stem:verhandlung", "a AND b", "a OR b", "a NOT b",
            "(a OR b) AND c", "a NEAR/5 b", "a ONEAR/5 b", "a NOT NEAR/5 b", "a NEAR/s b",
            "a NEAR/p b", "title:x", "lead:x", "body:x", "lead/50:x", "atleast/3:x", "lang:de",
            "site:tagesschau.de", "source:tagesschau", "author:x", "section:x", "url:x",
            "type:full", "country:de", "published:>=2026-02-01", "published:7d", "@nuclear_arms",
            "/regular expression/", "title:(a OR b)", "a NOT (b OR c)", "(a NEAR/5 b) NEAR/5 c",
            "published:2026-01-01..2026-02-01", "published:2026-01..2026-02", "published:2026",
            "published:>=2026-02", "published:2026-02..", "中国", "新start条約",
            "a NEAR/30 (@x OR b)",
        ]
    ],
    # other people's ways of saying it
    ("a b", "a AND b"),
    ("a AND NOT b", "a NOT b"),
    ("a -b", "a NOT b"),
    ('a -"b c"', 'a NOT "b c"'),
    ("a NEAR b", "a NEAR/5 b"),
    ("a W/6 b", "a NEAR/5 b"),
    ("a w/6 b", "a NEAR/5 b"),
    ("a W/s b", "a NEAR/s b"),
    ("a PRE/6 b", "a ONEAR/5 b"),
    ("a NEAR/5f b", "a ONEAR/5 b"),
    ('"a b"~5', "a NEAR/5 b"),
    ("intitle:x", "title:x"),
    ("headline:x", "title:x"),
    ("ingress:x", "lead:x"),
    ("hlead:x", "title:x OR lead:x"),
    ("raw:NATO", "case:NATO"),
    ('!"NASA"', "case:NASA"),
    ("ALLCAPS(nato)", "case:NATO"),
    ("CAPS(start)", "case:Start OR case:START"),
    ("case:(NATO OR UNO)", "case:NATO OR case:UNO"),
    ("language:de", "lang:de"),
    ("domain:www.Tagesschau.de", "site:tagesschau.de"),
    ("lang:(de OR fr)", "lang:de OR lang:fr"),
    ("atleast3(a OR b)", "atleast/3:(a OR b)"),
    ("a und b", "a AND und AND b"),
    ("a oder b nicht c", "a AND oder AND b AND nicht AND c"),
    # what is typed and pasted
    ("Abrüstung", "abrüstung"),
    ("“New Start”", '"new start"'),
    ("„New Start“", '"new start"'),
    ("«New Start»", '"new start"'),
    ("New-Start-Vertrag", '"new start vertrag"'),
    ("l'accord", '"l accord"'),
    ("don’t", "don't"),
    ("U.S.", '"u s"'),
    ("10:30", '"10 30"'),
    ("（中国 OR 日本） AND 条约", "(中国 OR 日本) AND 条约"),
    ("条约*", "条约"),
    ('"is it peace?"', '"is it peace"'),
    ("((a))", "a"),
    ("(a AND b) AND c", "a AND b AND c"),
    ("a OR a", "a"),
    ("a\n  OR b", "a OR b"),
    ("new**start***", "new*start*"),
    ("ANDROID NEARBY", "android AND nearby"),
    ('case:"AND"', 'case:"AND"'),
    ("url:/news/", 'url:"/news/"'),
    ("url:ß:0", 'url:"ss:0"'),
    ("published:>=2026-02-01T12:00", "published:>=2026-02-01T12:00"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "canonical"), CANONICAL)
def test_a_query_is_printed_in_one_form(typed: str, canonical: str) -> None:
    query = parse(typed)

    assert str(query) == canonical
    assert parse(canonical) == query


def test_two_ways_of_saying_the_same_are_one_version() -> None:
    assert version(parse("“New Start” W/6 Vertrag")) == version(parse('"new start" NEAR/5 vertrag'))
    assert version(parse("a")) != version(parse("b"))


def test_the_tree_is_what_it_looks_like() -> None:
    assert parse('Abrüst* (Vertrag OR "New Start") case:NATO') == And(
        (
            Phrase(("abrüst*",)),
            Or((Phrase(("vertrag",)), Phrase(("new", "start")))),
            Case(("NATO",)),
        )
    )
    assert parse("a NEAR/3 b") == Near(Phrase(("a",)), Phrase(("b",)), 3)


WRONG = [
    # (query, column, part of the reason, suggestion or None for any)
    ("", 0, "empty", '"new start"'),
    ("a b OR c", 4, "(a AND b) OR c  or  a AND (b OR c)", "(a AND b) OR c"),
    ("a OR b NOT c", 2, "a OR (b NOT c)  or  (a OR b) NOT c", "a OR (b NOT c)"),
    ("(a OR b) c OR d", 11, "((a OR b) AND c) OR d", "((a OR b) AND c) OR d"),
    ("NOT a", 0, "must be there", "word NOT a"),
    ("-a -b", 0, "must be there", None),
    ("a OR NOT b", 0, "must be there", None),
    ("a AND", 5, "ends where", "a"),
    ('"“New Start”" AND a', 1, "nothing between", '"New Start" AND a'),
    ('""', 1, "nothing between", '"new start"'),
    ('a ""b', 3, "nothing between", "a b"),
    ('case:"" x', 6, "nothing between", 'case:"new start" x'),
    ("title:/[/ a", 6, "linear time", r"title:/\[/ a"),
    ("a NEAR/5", 8, "ends where", "a"),
    ("(a", 0, "never closed", "(a)"),
    ("((a OR b) AND (c", 14, "never closed", "((a OR b) AND (c))"),
    ("a)", 1, "never opened", "a"),
    ("a AND ()", 7, "nothing in these brackets", None),
    ('"a', 0, "never closed", '"a"'),
    ("AND a", 0, "one is missing", "a"),
    ("a OR OR b", 5, "one is missing", "a OR b"),
    ("foo:bar", 0, "no field is called foo", '"foo bar"'),
    ("titel:x", 0, "no field is called titel", "title:x"),
    ("https://x.org/y", 0, "no field is called https", "url:x.org/y"),
    ("ab*", 0, "3 letters", "ab"),
    ("treaty AND w?o", 11, "3 letters", "treaty AND wo"),
    ('case:"EU *" ab', 9, "any word", "case:EU ab"),
    ("treaty \udcff", 7, "no text", "treaty"),
    ("url:a\0b", 5, "no text", "url:ab"),
    ("x -- y", 2, "no letter", "x y"),
    ("treaty OR a*b*c*d*long*", 10, "3 wildcards", "treaty OR a*b*c*dlong"),
    ("*", 0, "any word", "treat* NEAR/1 signed"),
    ("treaty * signed", 7, "any word", "treaty signed"),
    ("treaty OR *", 10, "any word", "treaty"),
    ("* NEAR/3 treaty", 0, "any word", "treaty"),
    ("(* OR treaty) signed", 1, "any word", "(treaty) signed"),
    ('"treaty * signed" pact', 8, "any word", "(treaty ONEAR/1 signed) pact"),
    ('title:"new start * * pact"', 17, "any word", 'title:("new start" ONEAR/2 pact)'),
    ('"* new start *"', 1, "any word", '"new start"'),
    ("a NEAR/5x b", 2, "no operator", None),
    ("a WITHIN/5 b", 2, "no operator", None),
    ("a NEAR (b AND c)", 2, "words or phrases on both sides", "a AND b AND c"),
    ("a NEAR lang:de", 2, "words or phrases on both sides", "a AND lang:de"),
    ("a NEAR -b", 7, "not here", None),
    ("/a(?=b)/", 0, "linear time", None),
    ("/a*/", 0, "empty text", None),
    ("NOT NOT a", 0, "NOT twice", "a"),
    ("a && b", 2, "no letter", "a AND b"),
    ("a – b", 2, "no letter", None),
    ("published:gestern", 0, "no time", "published:7d"),
    ("a published:1.2.2026", 2, "no time", "a published:2026-02-01"),
    ('a published:"7 days"', 2, "no time", 'a published:"7d"'),
    ("a published:2026-2-1..2026-3", 2, "no time", "a published:2026-02-01..2026-03"),
    ("a published:2026-02..2026-01", 2, "no time", "a published:2026-01..2026-02"),
    ("a published:2026-02-30", 2, "no time", "a published:7d"),
    ("a published:..", 2, "no time", "a published:7d"),
    ("lang:german", 0, "no lang", "lang:de"),
    ("type:video", 0, "full or teaser or entry", "type:full"),
    ("site:nowhere/path", 0, "a domain", "url:nowhere/path"),
    ("stem:(a OR b)", 0, "one whole word", None),
    ("title:lang:de", 0, "cannot stand inside title", None),
    ('"a b c"~4', 7, "two words", "a NEAR/4 b NEAR/4 c"),
    ("title/5:a", 0, "takes no number", None),
    ("a ~5", 2, "right behind a phrase", "a NEAR/5 b"),
    # what other languages would take, and what would silently find nothing
    ("title:", 0, "right behind it", "title:word"),
    ("title: treaty", 0, "right behind it", "title:treaty"),
    ("pact lead/50: treaty", 5, "right behind it", "pact lead/50:treaty"),
    ("(site:)", 1, "right behind it", "site:tagesschau.de"),
    ("a AND published:", 6, "right behind it", "published:7d"),
    ("lang:xx", 0, "ISO 639-1", "lang:de"),
    ("lang:english", 0, "ISO 639-1", "lang:en"),
    ("lang:de-AT", 0, "ISO 639-1", "lang:de"),
    ("treaty language:jp", 7, "ISO 639-1", "treaty language:ja"),
    ("lang:(de OR german) x", 0, "ISO 639-1", "lang:(de OR de) x"),
    ("country:uk", 0, "ISO 3166-1", "country:gb"),
    ("country:xy", 0, "ISO 3166-1", "country:de"),
    ("site:tagesschau", 0, "a domain", "source:tagesschau"),
    ("site:orf.at/news", 0, "a domain", "site:orf.at url:/news"),
    ("roam~2", 0, "similar words", "roam"),
    ("treaty^4 pact", 0, "similar words", "treaty pact"),
    ("pact treaty|accord", 5, "joined by OR", "pact (treaty OR accord)"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "column", "reason", "suggestion"), WRONG)
def test_an_error_names_the_place_the_reason_and_a_query_that_works(
    query: str, column: int, reason: str, suggestion: str | None
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)

    error = caught.value
    assert reason in error.reason
    assert error.column == column
    assert suggestion is None or error.suggestion == suggestion
    if error.suggestion:
        parse(error.suggestion)


def test_the_caret_stands_under_the_place() -> None:
    with pytest.raises(QueryError) as caught:
        parse("treaty\nAND (pact")

    assert str(caught.value).splitlines()[1:3] == ["  AND (pact", "      ^"]


# ---------------------------------------------------------------- saved queries

KNOWN = {"arms": "warhead* OR @bombs", "bombs": "bomb OR missile"}


def test_saved_queries_stay_names_until_they_are_written_out() -> None:
    query = parse("treaty NEAR/5 @arms", KNOWN)

    assert query == Near(Phrase(("treaty",)), Saved("arms"), 5)
    assert str(expand(query, KNOWN)) == "treaty NEAR/5 (warhead* OR bomb OR missile)"
    assert parse_whole("treaty NEAR/5 @arms", KNOWN) == expand(query, KNOWN)


def test_a_circle_of_names_is_printed() -> None:
    with pytest.raises(QueryError, match="@a → @b → @a"):
        parse("x @a", {"a": "y OR @b", "b": "z OR @a"})


CIRCLES = [
    # (query, what is saved, the query without what closes the circle)
    ("x @a", {"a": "y OR @b", "b": "z OR @a"}, "x AND (y OR z)"),
    ("x @a", {"a": "@b", "b": "@a"}, "x"),
    ("x NOT @a", {"a": "y OR @a"}, "x NOT y"),
    ("x NEAR/3 @a", {"a": "@a OR @a"}, "x"),
    ("x NEAR/3 @a", {"a": "y OR @a"}, "x NEAR/3 y"),
    ("@a NOT NEAR/3 x", {"a": "y OR @a"}, "y NOT NEAR/3 x"),
    ("y NOT NEAR/3 @a", {"a": "@a"}, "y"),
    ("x OR @a NOT NEAR/3 y", {"a": "@a"}, "x"),
    ("title:@a OR atleast/2:@a OR x", {"a": "@a"}, "x"),
    ("@a", {"a": "@b", "b": "@a"}, ""),
    ("@a", {"a": "NOT @a x", "b": "@a"}, "x"),
]


@pytest.mark.parametrize(("query", "saved", "opened"), CIRCLES)
def test_a_query_without_its_circle_is_suggested(
    query: str, saved: dict[str, str], opened: str
) -> None:
    with pytest.raises(QueryError, match="in a circle") as caught:
        parse(query, saved)

    assert caught.value.suggestion == opened
    if opened:
        parse(opened, saved)


def test_names_of_names_without_end_are_not_written_out_for_a_suggestion() -> None:
    saved = {f"n{i}": f"@n{i + 1} OR @n{i + 1}b OR x{i}" for i in range(40)}
    saved |= {f"n{i}b": f"@n{i} OR y{i}" for i in range(41)} | {"n40": "@n0"}

    with pytest.raises(QueryError, match="in a circle"):
        parse("@n0", saved)


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="no query is saved as @amrs") as caught:
        parse("x @amrs", KNOWN)

    assert caught.value.suggestion == "x @arms"
    assert caught.value.column == 2


def test_a_name_that_nobody_knows_can_be_asked_for_in_words() -> None:
    with pytest.raises(QueryError) as caught:
        parse("@nuclear_arms treaty", saved={"floods": "river"})

    assert caught.value.suggestion == '"nuclear arms" treaty'


def test_a_saved_query_must_fit_where_it_stands() -> None:
    with pytest.raises(QueryError, match="NEAR"):
        parse("a NEAR/5 @both", {"both": "b AND c"})
    with pytest.raises(QueryError, match="must be there"):
        parse("@without", {"without": "NOT b"})


@pytest.mark.parametrize("text", ["(", "((", "a (", "NOT (", "(-", ")" * 40, "(" * 40, '"a" ( OR'])
def test_no_fault_is_explained_without_an_end(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)

    assert caught.value.reason


def test_names_of_names_of_names_are_refused_before_they_fill_the_memory() -> None:
    saved = {f"n{i}": f"title:(w{i} NEAR x) OR @n{i + 1} OR lead:@n{i + 1}" for i in range(40)}
    saved["n40"] = "end"

    with pytest.raises(QueryError):
        parse("@n0", saved)


def test_a_long_row_of_mistakes_is_told_at_once() -> None:
    with pytest.raises(QueryError):
        parse("AND OR " * 2000)


@pytest.mark.parametrize("text", ["น้ำท่วม", "case:ทำ", "ນ້ຳ"])
def test_vowels_that_unicode_takes_apart_stay_whole(text: str) -> None:
    tree = parse(text)

    assert parse(str(tree)) == tree
    assert found(str(tree), f"ก {text.removeprefix('case:')} ข")
