"""`stem:` finds words by the stems that were kept when they were first read."""

from __future__ import annotations

import pytest

from crawler.items import Access, Article
from crawler.storage import Store, articles, search
from crawler.storage.search import KnownWords, inflections
from crawler.storage.search.plan import plan
from crawler.storage.search.terms import Inflection, terms_of
from crawler.topics.document import Document
from crawler.topics.parsing import parse
from crawler.topics.stems import stem
from tests.samples import NOW, add_feed
from tests.storage.test_search import put as store_article

TEXT = "Züge fuhren, Verhandlungen begannen, und Häuser brannten in Berlin"


def terms(text: str, language: str | None) -> frozenset[Inflection]:
    article = Article(url="https://a.example/", title="", text=text, access=Access.FULL,
                      language=language)  # fmt: skip
    return terms_of(Document.of(article), feed_id=1, seen=NOW).inflections


def test_words_that_their_stem_changes_are_kept_as_the_index_has_them() -> None:
    found = {(one.stem, one.word) for one in terms(TEXT, "de-AT")}

    assert {("zug", "zuge"), ("verhandl", "verhandlungen"), ("haus", "hauser")} <= found
    assert not any(word == "berlin" for _, word in found)


def test_a_language_without_stems_has_none() -> None:
    assert terms(TEXT, None) == terms(TEXT, "zh") == frozenset()


def test_only_the_words_of_the_stem_are_asked_for(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        store_article(tx, feed_id, "trains", "Fahrplan", TEXT)
        store_article(tx, feed_id, "leash", "Zügel", "Das Pferd trägt Zügel, der Zugang ist frei")

    with store.reading() as tx:
        [found] = search.find(tx, parse("stem:zug"), now=NOW)
        asked = str(plan(tx, parse("stem:verhandlung"), now=NOW).ask)

    assert found.stored.article.title == "Fahrplan"
    assert "verhandlungen" in asked
    assert "zug" not in asked


@pytest.mark.parametrize("query", ["stem:züge", "stem:zug", "stem:verhandlung", "stem:haus"])
def test_an_archive_that_was_filled_before_there_were_stems_finds_the_same(
    store: Store, query: str
) -> None:
    with store.writing() as tx:
        store_article(tx, add_feed(tx), "trains", "Fahrplan", TEXT)
        tx.exec_driver_sql("delete from inflection")
        tx.exec_driver_sql("delete from fact where name = 'stems'")

    with store.reading() as tx:
        before = len(search.find(tx, parse(query), now=NOW))
    with store.writing() as tx:
        search.rebuild(tx)
        inflections.note_complete(tx)
    with store.reading() as tx:
        after = len(search.find(tx, parse(query), now=NOW))

    assert (before, after) == (1, 1)


def test_a_stem_that_is_known_is_not_kept_twice(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        store_article(tx, feed_id, "trains", "Fahrplan", TEXT)
        store_article(tx, feed_id, "again", "Fahrplan", TEXT)
        found = inflections.words_of(tx, {"de": "zug", "en": "zug"})

    assert found == {"de": ["zuge"]}


@pytest.mark.parametrize("texts", [("élevé", "eleve"), ("eleve", "élevé")])
def test_words_that_differ_in_accents_alone_have_each_their_stem(
    store: Store, texts: tuple[str, str]
) -> None:
    known = KnownWords()
    with store.writing() as tx:
        feed_id = add_feed(tx)
        for number, text in enumerate(texts):
            id_ = store_article(tx, feed_id, f"a{number}", "", text)
            tx.exec_driver_sql(f"update article set language = 'fr' where id = {id_}")
            search.index(tx, articles.by_id(tx, id_), known)
            known.settle()
        found = inflections.words_of(tx, {"fr": stem("élevé", "fr")})
        plain = inflections.words_of(tx, {"fr": stem("eleve", "fr")})

    assert found == plain == {"fr": ["eleve"]}
