"""What robots.txt allows (RFC 9309): an answer in, a rule out. Nothing is fetched here."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

# RFC 9309, 2.5: crawlers must read at least 500 KiB.
READ_BYTES = 512 * 1024
# RFC 9309, 2.3.1.2: at least five are to be followed, whatever we follow for pages.
ROBOTS_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host wants of us, and until when that is to be believed."""

    until: float  # seconds on the caller's monotonic clock
    reason: str  # for people
    allow_all: bool = False
    parsed: Protego | None = None

    def allow(self, url: str, agent: str) -> bool:
        """Whether this address may be fetched."""
        if self.parsed is None:
            return self.allow_all
        return bool(self.parsed.can_fetch(url, agent))

    def delay_s(self, agent: str) -> float | None:
        """The Crawl-delay that the host asks for."""
        delay = self.parsed.crawl_delay(agent) if self.parsed else None
        return None if delay is None else float(delay)


def rules_of(status: int, body: bytes, *, now: float, cache_s: float) -> Rules:
    """RFC 9309, 2.3.1: 2xx is obeyed, 4xx allows everything, anything else forbids everything.

    A refusal for lack of an answer is believed for an hour at most, so that one bad minute does
    not silence a host for a day.
    """
    if 200 <= status < 300:
        text = body[:READ_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
        return Rules(now + cache_s, f"robots.txt ({status})", parsed=Protego.parse(text))
    if 400 <= status < 500 and status != 429:
        return Rules(now + cache_s, f"no robots.txt ({status})", allow_all=True)
    return Rules(now + min(cache_s, 3600.0), f"robots.txt answered {status}")


def rules_without_answer(reason: str, *, now: float) -> Rules:
    """The host could not be asked: nothing may be fetched for a while."""
    return Rules(now + 300.0, f"robots.txt could not be had: {reason}")


def rules_out_of_reach(reason: str, *, now: float, cache_s: float) -> Rules:
    """RFC 9309, 2.3.1.2: behind more than five redirects there is no robots.txt."""
    return Rules(now + cache_s, f"no robots.txt ({reason})", allow_all=True)
