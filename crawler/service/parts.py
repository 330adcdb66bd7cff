"""The parts of a run, made from the configuration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from scrapy.crawler import AsyncCrawlerRunner

from crawler.config import Config
from crawler.desk import Clocks, Desk
from crawler.desk.source import Source, Trays
from crawler.feeds.pace import Pace
from crawler.intake import Habits
from crawler.measure.rhythm import cron_after
from crawler.middlewares import CONFIG, REACH, WHY_REFUSED
from crawler.politeness.safety import Reach
from crawler.pool import Pool
from crawler.reading.articles import ArticleHabits, ArticleReader, Followed
from crawler.reading.feeds import FeedHabits, FeedReader
from crawler.reading.writer import Writer
from crawler.resolver import SafeResolver
from crawler.settings import settings_of
from crawler.spiders.news import NewsSpider
from crawler.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a run consists of."""

    writer: Writer
    pool: Pool
    articles: ArticleReader
    desk: Desk
    runner: AsyncCrawlerRunner


def assemble(
    config: Config,
    store: Store,
    clocks: Clocks,
    followed: Followed,
    *,
    reactor: Any,
    once: bool = False,
    source: Callable[[Trays], Source] | None = None,
) -> Parts:
    """Make all parts and fit them together; the reactor must be installed. Without a *source* of
    tasks this process has the database to itself.
    """
    manners = config.politeness
    pool = Pool(
        config.work.processes,
        task_s=config.work.extraction_s,
        memory_mib=config.work.extraction_mib,
    )
    writer = Writer(store)
    articles = ArticleReader(writer, pool, article_habits(config), followed)
    desk = Desk(
        writer,
        FeedReader(writer, pool, feed_habits(config), next_of_cron(config)),
        articles,
        clocks,
        pause_s=manners.spacing_s,
        concurrency=manners.concurrency,
        once=once,
        source=source,
    )
    return Parts(
        writer=writer,
        pool=pool,
        articles=articles,
        desk=desk,
        runner=runner_of(config, reactor),
    )


async def crawl(parts: Parts, config: Config) -> None:
    """Fetch what the desk hands out, until it hands out nothing more."""
    manners = config.politeness
    await parts.runner.crawl(
        NewsSpider,
        desk=parts.desk,
        page_max_mib=manners.page_max_mib,
        feed_max_mib=manners.feed_max_mib,
        proxy=config.network.proxy,
    )


def runner_of(config: Config, reactor: Any) -> AsyncCrawlerRunner:
    """Scrapy's, with our rules of reach below it."""
    reach = Reach(
        networks=config.network.private_networks,
        hosts=config.network.private_hosts,
        address_max=config.politeness.address_max,
    )
    resolver = SafeResolver(reactor.nameResolver, reach)
    # A proxy resolves names itself, and stands on a private address as a rule.
    if not config.network.proxy:
        resolver.install(reactor)
    ours = {CONFIG: config, REACH: reach, WHY_REFUSED: _why_refused(resolver)}
    return AsyncCrawlerRunner(settings_of(config) | ours)


def _why_refused(resolver: SafeResolver) -> Callable[[str], str | None]:
    # Scrapy copies its settings deeply; of all things a function stays what it is.
    def why_refused(host: str) -> str | None:
        return resolver.refused.get(host.casefold())

    return why_refused


def feed_habits(config: Config) -> FeedHabits:
    """What of the configuration matters for feeds."""
    manners = config.politeness
    pace = Pace(
        first_min=manners.first_min,
        floor_min=manners.floor_min,
        ceiling_min=manners.ceiling_min,
    )
    rest = timedelta(minutes=manners.reread_after_min)
    return FeedHabits(
        pace=pace,
        items_max=manners.items_max,
        reread_after=rest,
        tell=config.alerts.operator,
    )


def article_habits(config: Config) -> ArticleHabits:
    """What of the configuration matters for articles."""
    alerts = config.alerts
    return ArticleHabits(
        settle=timedelta(seconds=alerts.settle_s),
        max_age=timedelta(days=alerts.max_age_days) if alerts.max_age_days else None,
        archive=archive_habits(config),
        keep_pages=config.retention.raw_pages_days > 0,
        operator=alerts.operator,
        sites={site.host: site.selectors for site in config.sites},
    )


def archive_habits(config: Config) -> Habits:
    """What of the configuration matters for comparing articles and watching them."""
    return Habits(
        look_alike_weeks=config.archive.look_alike_weeks,
        look_again_after=tuple(timedelta(hours=h) for h in config.archive.relook_hours),
    )


def next_of_cron(config: Config) -> Callable[[str, datetime], datetime | None]:
    """When a feed's cron expression is due next, in the zone of the configuration."""
    return partial(cron_after, zone=ZoneInfo(config.clock.timezone))
