"""What takes longer than a request may: begun by a form, looked after on a page of its own.

A look at a server, a specimen by a channel, a long list: each runs in a thread beside the answers,
two at a time, and a few may wait. What came of the last ones is kept in memory for an hour; it is
for who began it, and nothing that must not be lost.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from crawler.errors import WirewatchError

AT_ONCE, WAITING = 2, 6
KEPT, KEPT_FOR = 64, timedelta(hours=1)
log = logging.getLogger("wirewatch")


class Busy(WirewatchError):
    """Too many wait already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One of them."""

    key: str  # nobody can guess it
    kind: str
    about: Mapping[str, Any] = field(default_factory=dict)
    began_at: datetime
    is_done: bool = False
    result: Any = None
    error: str = ""  # for people; "" where there is a result


class Errands:
    """Those of one process."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._held: OrderedDict[str, Errand] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(AT_ONCE)

    def begin(self, kind: str, run: Callable[[], Any], **about: Any) -> str:
        """The key by which `found` tells what came of *run*. Raises Busy."""
        made = Errand(key=secrets.token_urlsafe(12), kind=kind, about=about, began_at=self._now())
        with self._lock:
            self._forget()
            if sum(not one.is_done for one in self._held.values()) >= AT_ONCE + WAITING:
                raise Busy("too many are under way; please try again in a minute")
            self._held[made.key] = made
        # A daemon: a service that is to end does not wait for a server.
        threading.Thread(target=self._run, args=(made, run), name="errand", daemon=True).start()
        return made.key

    def found(self, key: str) -> Errand | None:
        """How it stands; None for one that was never begun here, or long ago."""
        with self._lock:
            self._forget()
            return self._held.get(key)

    def _run(self, made: Errand, run: Callable[[], Any]) -> None:
        with self._turns:
            try:
                done = replace(made, is_done=True, result=run())
            except WirewatchError as error:
                done = replace(made, is_done=True, error=str(error))
            except Exception:
                log.exception("web: an errand (%s) broke", made.kind)
                done = replace(made, is_done=True, error="something broke; the log tells more")
        with self._lock:
            if made.key in self._held:
                self._held[made.key] = done

    def _forget(self) -> None:
        """Those that are old, and the oldest where there are too many."""
        begin = self._now() - KEPT_FOR
        done = [key for key, one in self._held.items() if one.is_done]
        old = [key for key in done if self._held[key].began_at < begin]
        for key in {*old, *done[: max(0, len(self._held) - KEPT)]}:
            del self._held[key]
