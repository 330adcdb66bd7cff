"""A message as JSON: what webhooks post and commands read."""

from __future__ import annotations

import json

from crawler.alerts.matter import Message


def payload(message: Message, key: str) -> bytes:
    """The message in parts, with the whole text beside them."""
    parts = {"key": key, **message.details, "subject": message.subject, "text": message.text}
    return json.dumps(parts, ensure_ascii=False).encode()
