"""Scrapy's settings, with everything switched off that a news monitor does not want.

`scrapy.cfg` names this module; `settings_of` adds what the configuration says.
"""

from __future__ import annotations

from typing import Any

import crawler
from crawler.config import Config
from crawler.downloader import FIRST_BYTE_S, TLS_UNCHECKED
from crawler.politeness.robots import ROBOTS_REDIRECTS

BOT_NAME = "wirewatch"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = f"Wirewatch/{crawler.__version__}"

# The agenda hands out one request a host and keeps the pauses. This is the second fence: it
# also holds for what a redirect leads to.
DOWNLOADER = "crawler.downloader.KeepingDownloader"
# Nothing but the web is fetched, whatever address gets this far.
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawler.downloader.PunctualHandler",
    "https": "crawler.downloader.PunctualHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0

# Nobody remote-controls this process (2.19 opens an HTTP server that runs Python by default).
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# The ledger of hosts counts what there is to count.
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
# We come without memory and without saying where we come from.
COOKIES_ENABLED = False
REFERER_ENABLED = False
METAREFRESH_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
# Our own rules: retries are due times in the database, robots.txt has a middleware of ours.
RETRY_ENABLED = False
ROBOTSTXT_OBEY = False
HTTPERROR_ALLOW_ALL = True
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DEFAULT_REQUEST_HEADERS: dict[str, str] = {}

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "crawler.middlewares.SafetyMiddleware": 50,
    "crawler.middlewares.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.UnpackingMiddleware": 590,
    "crawler.middlewares.RedirectMiddleware": 600,
    "crawler.middlewares.LeaseMiddleware": 900,
}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
}
EXTENSIONS: dict[str, int | None] = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.closespider.CloseSpider": None,
    # Switched off above, and not even read: aiohttp alone is a tenth of a second of each start.
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.FeedPipeline": 100,
    "crawler.pipelines.ArticlePipeline": 200,
}
# Each answer is one item; Scrapy makes this many tasks an answer, whatever there is to do.
CONCURRENT_ITEMS = 1
LOG_ENABLED = False  # the service sets logging up for the whole process
STATS_DUMP = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
WARN_ON_GENERATOR_RETURN_VALUE = False


def settings_of(config: Config) -> dict[str, Any]:
    """All of the above and what the configuration says, for Scrapy's crawler."""
    manners = config.politeness
    static = {name: value for name, value in globals().items() if name.isupper()}
    return static | {
        "USER_AGENT": user_agent(config),
        "CONCURRENT_REQUESTS": manners.concurrency,
        "DOWNLOAD_TIMEOUT": manners.timeout_s,
        FIRST_BYTE_S: manners.first_byte_s,
        TLS_UNCHECKED: sorted(config.network.unchecked_hosts),
        "DNS_TIMEOUT": min(manners.timeout_s, 20),
        "DOWNLOAD_MAXSIZE": int(manners.feed_max_mib * 1024 * 1024),
        "DOWNLOAD_WARNSIZE": 0,
        # Each request says how many it may follow; see SafetyMiddleware.
        "REDIRECT_MAX_TIMES": max(manners.redirects_max, ROBOTS_REDIRECTS),
    }


def user_agent(config: Config) -> str:
    """`Wirewatch/1.0 (+https://contact)`: who we are and where to complain."""
    name = f"{config.identity.name}/{crawler.__version__}"
    contact = config.identity.contact
    return f"{name} (+{contact})" if contact else name
