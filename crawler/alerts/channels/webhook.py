"""A message as a signed POST of JSON.

    POST /hook HTTP/1.1
    Content-Type: application/json; charset=utf-8
    Idempotency-Key: wirewatch-3-17-newsroom-19c2f9acc80     the same at every try
    Wirewatch-Timestamp: 1770325260                          seconds since 1970, at this try
    Wirewatch-Signature: sha256=4f0c…                        only when a secret is configured

The signature is the HMAC-SHA256, in hex, of the timestamp, a full stop and the body as it was
sent, under the secret. A receiver compares it in constant time, refuses old timestamps, and does
nothing twice for one key. Any 2xx means: taken over.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from crawler.alerts.channels.payload import payload
from crawler.alerts.channels.post import Answer, Post
from crawler.alerts.channels.secrecy import Curtain
from crawler.alerts.matter import Message
from crawler.config import Webhook
from crawler.errors import DeliveryError
from crawler.feeds.headers import asked
from crawler.politeness.safety import Reach

# What may pass although it is the client's fault by its number: timeout, too early, too many.
PASSING = frozenset({408, 425, 429})


class WebhookSender:
    """Posts to one address."""

    def __init__(
        self,
        channel: Webhook,
        *,
        reach: Reach,
        agent: str,
        now: Callable[[], datetime],
        proxy: str | None = None,
    ) -> None:
        url = channel.url.reveal()
        self._secret = channel.secret.reveal() if channel.secret else None
        self._curtain = Curtain.of_url(url, self._secret or "")
        self._post = Post(url, reach=reach, proxy=proxy)
        self._agent, self._now = agent, now

    def send(self, message: Message, *, key: str) -> str:
        """The status and the beginning of what the receiver says. Raises DeliveryError."""
        body = payload(message, key)
        timestamp = str(int(self._now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": self._agent,
            "Idempotency-Key": key,
            "Wirewatch-Timestamp": timestamp,
        }
        if self._secret is not None:
            headers["Wirewatch-Signature"] = signature(self._secret, timestamp, body)
        answer = self._post.send(body, headers)
        said = self._said(answer)
        if 200 <= answer.status < 300:
            return said
        raise self._refusal(answer, said)

    def hide(self, text: str) -> str:
        """*text* without this channel's secrets."""
        return self._curtain.hide(text)

    def close(self) -> None:
        """Let the connection go."""
        self._post.close()

    def _said(self, answer: Answer) -> str:
        try:
            phrase = f" {HTTPStatus(answer.status).phrase}"
        except ValueError:
            phrase = ""
        body = self._curtain.shown(answer.body)
        return f"{answer.status}{phrase}: {body}" if body else f"{answer.status}{phrase}"

    def _refusal(self, answer: Answer, said: str) -> DeliveryError:
        status, host = answer.status, self._post.host
        if 300 <= status < 400:
            return DeliveryError(f"{host} answers {said}; redirects are not followed")
        lasting = 400 <= status < 500 and status not in PASSING
        wish = None if lasting else asked(answer.headers, now=self._now()).retry_after_min
        return DeliveryError(
            f"{host} answers {said}",
            lasting=lasting,
            wait_s=None if wish is None else wish * 60,
        )


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of Wirewatch-Signature."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
