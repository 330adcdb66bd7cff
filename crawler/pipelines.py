"""Scrapy's item pipelines: each item calls one function of the desk."""

from __future__ import annotations

from typing import Any, cast

from scrapy.crawler import Crawler

from crawler.politeness.agenda import Kind
from crawler.spiders.news import Answer, NewsSpider


class _Pipeline:
    """What both have in common: they know the spider's desk."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        """Built by Scrapy."""
        return cls(crawler)

    @property
    def spider(self) -> NewsSpider:
        """The one spider."""
        return cast(NewsSpider, self.crawler.spider)


class FeedPipeline(_Pipeline):
    """Feeds become entries."""

    async def process_item(self, item: Answer) -> Answer:
        """Keep what a feed brought."""
        if item.task.kind is Kind.FEED:
            await self.spider.desk.read_feed(item.task, item.what)
        return item


class ArticlePipeline(_Pipeline):
    """Pages become articles: extracted, recognised, matched, stored."""

    async def process_item(self, item: Answer) -> Answer:
        """Keep the article behind an entry."""
        if item.task.kind is Kind.ARTICLE:
            await self.spider.desk.read_article(item.task, item.what)
        return item
