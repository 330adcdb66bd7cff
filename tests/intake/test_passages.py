from __future__ import annotations

from dataclasses import replace

from crawler.dedup.passages import keys, read_passages
from crawler.items import Relation
from crawler.storage import passages
from crawler.topics.words import fold
from tests.intake.newsroom import Newsroom
from tests.samples import RIVER, make_article

LINE = "Sign up for our letter in the morning and never miss what the river does to the town."


def test_sentences_are_counted_once_for_each_new_article(newsroom: Newsroom) -> None:
    for number in range(3):
        text = f"Report {number} has a sentence of its own, about matter {number}.\n\n{LINE}"
        article = make_article(
            text, url=f"https://paper.example/{number}", title=f"Matter {number}"
        )
        newsroom.read(article)
        newsroom.read(article)

    with newsroom.store.reading() as tx:
        known = passages.counts(tx, "paper.example", keys(read_passages(LINE, fold)))
    assert known.n_articles == 3
    assert list(known.times.values()) == [3]


def test_what_a_site_prints_twice_is_not_thereby_part_of_its_pages(small: Newsroom) -> None:
    for number in range(6):
        small.read(make_article(url=f"https://paper.example/section-{number}/river"))

    with small.store.reading() as tx:
        known = passages.counts(tx, "paper.example", keys(read_passages(RIVER, fold)))
    assert set(known.times.values()) == {1}


def test_a_hash_that_changes_with_what_is_known_of_a_site_makes_no_revision(
    small: Newsroom,
) -> None:
    article = make_article(f"{RIVER}\n\n{LINE}")
    first = small.read(article)
    blanked = small.finding(make_article())

    again = small.admit(replace(blanked, article=article))

    assert again is not None
    assert (again.relation, again.article_id) == (Relation.SAME, first.article_id)
