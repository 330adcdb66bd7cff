"""What must not be seen in a receipt, an error or a log, even where a server repeats it to us."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from crawler.alerts.plain import one_line

HIDDEN = "[…]"
ANSWER_MAX = 300


class Curtain:
    """Hides the secrets of one channel."""

    def __init__(self, secrets: Iterable[str]) -> None:
        # The longest first, so that no rest of one stays; "/" alone is none.
        self._secrets = sorted({s for s in secrets if len(s) > 3}, key=len, reverse=True)

    @classmethod
    def of_url(cls, url: str, *others: str) -> Curtain:
        """For an address of which nothing but the host may be known."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        pieces = [url, path, parts.path, parts.query, parts.password or "", *parts.path.split("/")]
        # Short pieces are words ("api", "hooks") that a server's answer may well contain.
        long = [piece for piece in pieces if len(piece) > 7 or "/" in piece]
        return cls([*long, *map(unquote, long), *others])

    def hide(self, text: str) -> str:
        """*text* without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def shown(self, text: str | bytes) -> str:
        """*text* of a server without the secrets, on one line, short."""
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        return one_line(self.hide(text), ANSWER_MAX)
