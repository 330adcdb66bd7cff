"""Hubs are asked to tell us of news, and asked again before their word runs out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from crawler.alerts.channels.post import Post
from crawler.config import Config
from crawler.errors import DeliveryError
from crawler.feeds.hubs import subscription_form
from crawler.politeness.safety import Reach
from crawler.settings import user_agent
from crawler.storage import Store, subscriptions
from crawler.storage.subscriptions import Subscription

log = logging.getLogger("wirewatch")

AT_ONCE = 10  # hubs asked in one go


class Subscriber:
    """One a process; for one thread at a time."""

    def __init__(self, store: Store, config: Config, now: Callable[[], datetime]) -> None:
        self.store, self.config, self.now = store, config, now
        self._reach = Reach(
            networks=config.network.private_networks,
            hosts=config.network.private_hosts,
            address_max=config.politeness.address_max,
        )

    @property
    def is_wanted(self) -> bool:
        """Whether hubs can reach us at all."""
        return bool(self.config.web.public_url and self.config.web.place)

    def ask(self) -> int:
        """Ask the hubs whose turn it is; gives how many were asked."""
        with self.store.writing() as tx:
            due = subscriptions.due(tx, self.now(), limit=AT_ONCE)
        for one in due:
            words = self._ask(one)
            log.info("hub      %s for feed %d: %s", one.hub_url, one.feed_id, words)
            with self.store.writing() as tx:
                subscriptions.note(tx, one.feed_id, words)
        return len(due)

    def _ask(self, one: Subscription) -> str:
        """What the hub said, for people."""
        callback = f"{self.config.web.url}/websub/{one.path}"
        body = subscription_form(callback=callback, topic=one.topic_url, secret=one.secret)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": user_agent(self.config),
        }
        post = Post(one.hub_url, reach=self._reach, proxy=self.config.network.proxy)
        try:
            answer = post.send(body, headers)
        except DeliveryError as error:
            return f"could not be asked: {error}"
        finally:
            post.close()
        if 200 <= answer.status < 300:
            return "asked; it is to confirm"
        return f"refused with {answer.status}"
