"""An article -> a finding: what its site prints everywhere is out, the rest marked and matched."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.passages import (
    Passage,
    blank,
    boilerplate,
    keys,
    read_passages,
    without_furniture,
)
from crawler.dedup.urls import address_key, believed_canonical
from crawler.items import Article, Feed, Finding
from crawler.storage.entries import Waiting
from crawler.storage.passages import Counts
from crawler.topics.document import Document
from crawler.topics.matching import Matcher
from crawler.topics.words import fold

NOTHING_COUNTED = Counts()


def find(
    article: Article,
    waiting: Waiting,
    feed: Feed,
    matcher: Matcher,
    *,
    pieces: tuple[Passage, ...] = (),
    counts: Counts = NOTHING_COUNTED,
    now: datetime | None = None,
) -> Finding:
    """Fold the article once; fingerprint it and match it.

    Of its sentences, *pieces*, those that belong to the site's pages by *counts* are passed over;
    the article itself keeps them, but for paragraphs that are nothing else and that the site
    prints on many of its pages. Topics with a relative time count from *now*.
    """
    counted = keys(pieces)
    text, furniture = without_furniture(article.text, pieces, counts.times, counts.n_articles)
    if furniture:
        article, pieces = replace(article, text=text), read_passages(text, fold)
    own = boilerplate(pieces, counts.times, counts.n_articles)
    seen = replace(article, text=blank(article.text, own)) if own else article
    document = Document.of(seen, source=feed.name, country=feed.country, now=now)
    mark = fingerprint(document.folded_text)
    canonical = believed_canonical(article.url, article.canonical_url)
    return Finding(
        article=article,
        feed_id=waiting.feed_id,
        outlet=feed.name,
        country=feed.country,
        entry_id=waiting.entry_id,
        address_key=address_key(canonical or article.url),
        text_hash=mark.text_hash,
        shingles=mark.shingles,
        n_words=mark.n_words,
        folded_title=document.folded_title,
        folded_text=document.folded_text,
        hits=matcher.match(document),
        passages=tuple(sorted(counted)),
        furniture=furniture,
    )
