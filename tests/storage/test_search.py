from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.items import Access, Article
from crawler.reading.articles import find as find_out
from crawler.storage import Store, articles, entries, feeds, search
from crawler.storage.articles import Placing
from crawler.topics.matching import Matcher
from crawler.topics.parsing import parse
from tests.samples import NOW, PARLIAMENT, RIVER, add_feed, announced, make_entry

TEXTS = {
    "treaty": ("Neue Gespräche über den New-Start-Vertrag", "Der Abrüstungs­vertrag läuft aus."),
    "idiom": ("Anna makes a new start", "She wanted a new start in life, far from any treaty."),
    "river": ("The river rises", RIVER),
    "budget": ("Budget passes", PARLIAMENT),
    "chinese": ("新削减战略武器条约", "美国和俄罗斯恢复了军事对话。"),
    "russian": ("Договор о мерах", "Россия и США возобновят военный диалог."),
    "dont": ("Don't do it", "L'accord d'Élysée: they don't agree on 1.5 degrees."),
}


@pytest.fixture
def archive(store: Store) -> Store:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        feed = feeds.by_id(tx, feed_id)
        for name, (title, text) in TEXTS.items():
            url = f"https://paper.example/{name}"
            entry = announced(make_entry(url))
            [waiting] = entries.receive(tx, feed_id, [entry], NOW, rest=timedelta(0)).to_read
            article = Article(url=url, title=title, text=text, access=Access.FULL, language="de")
            finding = find_out(article, waiting, feed, Matcher())
            placing = Placing(site="paper.example", reason="")
            article_id, _ = articles.add(tx, finding, placing, seen=NOW, now=NOW)
            search.index(tx, article_id, finding)
    return store


def names(store: Store, query: str, **more: object) -> list[str]:
    with store.reading() as tx:
        found = search.find(tx, parse(query), now=NOW, **more)  # type: ignore[arg-type]
        return [one.stored.article.url.rsplit("/", 1)[1] for one in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("river", ["river"]),
        ('"new start"', ["idiom", "treaty"]),
        ('"new start" -life', ["treaty"]),
        ('"new start vertrag*"', ["treaty"]),
        ("title:budget", ["budget"]),
        ("body:budget", ["budget"]),
        ("title:treaty", []),
        ("abruestungsvertrag", ["treaty"]),
        ("*vertrag", ["treaty"]),
        ("*vertrag gespräche", ["treaty"]),
        ("wat?r", ["river"]),
        ("战略武器", ["chinese"]),
        ("ДОГОВОР", ["russian"]),
        ("don't", ["dont"]),
        ("accord elysee", ["dont"]),
        ("treaty OR river", ["river", "idiom"]),
        ("lang:de river", ["river"]),
        ("lang:fr", []),
        ("elephant", []),
    ],
)
def test_both_databases_find_the_same(archive: Store, query: str, expected: list[str]) -> None:
    assert names(archive, query) == expected


def test_pages_follow_each_other(archive: Store) -> None:
    first = names(archive, "lang:de", limit=3)
    second = names(archive, "lang:de", limit=9, before=5)

    assert first == ["dont", "russian", "chinese"]
    assert second == ["budget", "river", "idiom", "treaty"]


def test_nothing_older_than_asked_for_is_found(archive: Store) -> None:
    assert names(archive, "river", since=NOW + timedelta(seconds=1)) == []


def test_the_places_are_told(archive: Store) -> None:
    with archive.reading() as tx:
        [found] = search.find(tx, parse('"new start vertrag*"'), now=NOW)

    place = found.places[0]
    assert found.stored.article.title[place.start : place.end] == "New-Start-Vertrag"
