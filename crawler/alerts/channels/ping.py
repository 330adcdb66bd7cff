"""A request to an outside watch, a dead man's switch: it gives alarm when none comes."""

from __future__ import annotations

import crawler
from crawler.alerts.channels.post import Post
from crawler.config import Config
from crawler.errors import DeliveryError
from crawler.politeness.safety import Reach


class Ping:
    """Asks one address; for one thread at a time."""

    def __init__(self, post: Post, agent: str) -> None:
        self._post, self._agent = post, agent

    def send(self) -> None:
        """Ask once. Raises DeliveryError, which holds no secret."""
        try:
            answer = self._post.send(b"", {"User-Agent": self._agent}, method="GET")
        finally:
            self._post.close()
        if not 200 <= answer.status < 300:
            raise DeliveryError(f"{self._post.host} answered {answer.status}")


def ping_of(config: Config) -> Ping | None:
    """The watch of the configuration; None when there is none. Raises ConfigError."""
    if config.heartbeat.ping is None:
        return None
    reach = Reach(
        networks=config.network.private_networks,
        hosts=config.network.private_hosts,
        address_max=config.politeness.address_max,
    )
    url = config.heartbeat.ping.reveal()
    post = Post(url, reach=reach, proxy=config.network.proxy)
    return Ping(post, f"{config.identity.name}/{crawler.__version__}")
