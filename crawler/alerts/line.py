"""One channel at work: leases its alerts in small batches, sends them, writes down what came of it.

After a kill -9 at any moment an alert is at worst sent again, with the same key: it is marked as
sent only when the channel took it, and leased before it is tried.
"""

from __future__ import annotations

import logging
import random
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from traceback import format_exception

from crawler.alerts.backoff import rest_s, wait_s
from crawler.alerts.channels import Sender
from crawler.alerts.channels.log import LogSender
from crawler.alerts.matter import Message
from crawler.alerts.messages import message_of
from crawler.alerts.plain import one_line
from crawler.alerts.wording import Style
from crawler.errors import DeliveryError, NotFound, StorageError
from crawler.items import Alert
from crawler.storage import Store, Tx, alerts

log = logging.getLogger("wirewatch")

BATCH = 20  # alerts leased at a time
# How long a lease lasts, and after what time the rest of a batch is put back: the last send of a
# batch has to end before its lease does.
HOLD = timedelta(minutes=10)
BATCH_S = 300.0
MINUTE = timedelta(minutes=1)
ERROR_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What all channels share."""

    store: Store
    now: Callable[[], datetime]
    style: Style
    attempts_max: int
    ended: threading.Event  # set: finish the message at hand, and no more


class Line:
    """The way of alerts to one channel. `run` is for one thread at a time."""

    def __init__(self, name: str, sender: Sender, terms: Terms, *, per_minute_max: int = 0) -> None:
        self.name, self.sender, self.terms = name, sender, terms
        self._per_minute_max = per_minute_max
        self.tally: Counter[str] = Counter()
        self.unwritten: list[Callable[[Tx], None]] = []  # done, but the database was away
        self.resting_until: datetime | None = None
        self._failures = 0  # in a row
        self._sent_at: deque[datetime] = deque()  # of the last minute, where there is a limit
        self._told: set[str] = set()  # unknown errors that were logged in full already

    def run(self, *, unsettled: bool) -> None:
        """Send until nothing is due, the channel fails, or the end is near."""
        try:
            while self._send_batch(unsettled):
                pass
        except StorageError as error:
            log.warning("database %s; alerts by %s wait", error, self.name)
            self._rest(None)
        except Exception:  # the door of a thread
            log.exception("alert    by %s: stopped; tried again later", self.name)
            self._rest(None)
        finally:
            self.sender.close()

    def _send_batch(self, unsettled: bool) -> bool:
        """Whether there may be more to send."""
        self._catch_up()
        batch = [] if self.terms.ended.is_set() else self._lease(unsettled)
        if not batch:
            return False
        end = monotonic() + BATCH_S
        for place, alert in enumerate(batch):
            if self.terms.ended.is_set() or monotonic() > end:
                self._put_back(batch[place:])
                return False
            if not self._deliver(alert) or self._is_enough():
                self._put_back(batch[place + 1 :])
                return False
        return True

    def _is_enough(self) -> bool:
        """Whether as many left within a minute as may; then the channel rests for a moment."""
        if not self._per_minute_max:
            return False
        now = self.terms.now()
        self._sent_at.append(now)
        while len(self._sent_at) > self._per_minute_max:
            self._sent_at.popleft()
        if len(self._sent_at) < self._per_minute_max:
            return False
        self.resting_until = self._sent_at[0] + MINUTE
        return self.resting_until > now

    def _catch_up(self) -> None:
        """Write down what was done while the database was away, before anything is sent twice."""
        while self.unwritten:
            with self.terms.store.writing() as tx:
                self.unwritten[0](tx)
            self.unwritten.pop(0)

    def _lease(self, unsettled: bool) -> list[Alert]:
        # After a failure one message finds out whether the channel works again.
        limit = 1 if self._failures else BATCH
        with self.terms.store.writing() as tx:
            return alerts.lease(
                tx,
                self.terms.now(),
                hold=HOLD,
                limit=limit,
                channel=self.name,
                unsettled=unsettled,
            )

    def _put_back(self, batch: Sequence[Alert]) -> None:
        if batch:
            ids = [alert.id for alert in batch]
            self._write(lambda tx: alerts.put_back(tx, ids))

    def _deliver(self, alert: Alert) -> bool:
        """Whether the channel works, whatever became of this one."""
        try:
            message = self._message(alert)
            receipt = self.sender.send(message, key=key_of(alert))
        except NotFound as gone:
            return self._failed(alert, DeliveryError(f"{gone}", lasting=True))
        except DeliveryError as error:
            return self._failed(alert, error)
        except StorageError:
            self._put_back([alert])
            raise
        except Exception as error:  # a fault of ours or of a library; the alert is still owed
            return self._failed(alert, self._unknown(error))
        self._sent(alert, message, receipt)
        return True

    def _message(self, alert: Alert) -> Message:
        """Built at this moment, so that all copies known by now are named."""
        with self.terms.store.reading() as tx:
            return message_of(tx, alert, self.terms.style, self.terms.now())

    def _sent(self, alert: Alert, message: Message, receipt: str) -> None:
        now = self.terms.now()
        self._failures, self.resting_until = 0, None
        self.tally["alerts sent"] += 1
        if not isinstance(self.sender, LogSender):
            log.info("alert    %s → %s: %s%s", message.topic, self.name, message.gist, _nth(alert))
        self._write(lambda tx: alerts.sent(tx, alert.id, receipt=receipt, now=now))

    def _failed(self, alert: Alert, error: DeliveryError) -> bool:
        if error.lasting or alert.attempts >= self.terms.attempts_max:
            self._give_up(alert, error)
        else:
            self._try_again(alert, error)
        if error.lasting:
            return True
        self._rest(error.wait_s)
        return False

    def _give_up(self, alert: Alert, error: DeliveryError) -> None:
        tries = "" if error.lasting else f" (after {alert.attempts} tries)"
        self.tally["alerts given up"] += 1
        log.error(
            "alert    %s → %s: given up%s: %s; see: wirewatch alerts list --state dead",
            alert.topic or alert.kind, self.name, tries, error,
        )  # fmt: skip
        self._write(lambda tx: alerts.failed(tx, alert.id, error=f"{error}", retry_at=None))

    def _try_again(self, alert: Alert, error: DeliveryError) -> None:
        wait = wait_s(alert.attempts, wish_s=error.wait_s, spread=_spread())
        at = self.terms.now() + timedelta(seconds=wait)
        self.tally["alerts postponed"] += 1
        log.warning(
            "alert    %s → %s: %s; try %d of %d in %.0f s",
            alert.topic or alert.kind, self.name, error, alert.attempts + 1,
            self.terms.attempts_max, wait,
        )  # fmt: skip
        self._write(lambda tx: alerts.failed(tx, alert.id, error=f"{error}", retry_at=at))

    def _rest(self, wish_s: float | None) -> None:
        """Leave the channel alone: growing times, or what it asked for."""
        self._failures += 1
        rest = rest_s(self._failures, wish_s=wish_s, spread=_spread())
        self.resting_until = self.terms.now() + timedelta(seconds=rest)

    def _unknown(self, error: Exception) -> DeliveryError:
        kind = type(error).__name__
        if kind not in self._told:
            self._told.add(kind)
            trace = self.sender.hide("".join(format_exception(error)))
            log.error("alert    by %s: an error nobody foresaw\n%s", self.name, trace)
        return DeliveryError(one_line(self.sender.hide(f"{kind}: {error}"), ERROR_MAX))

    def _write(self, change: Callable[[Tx], None]) -> None:
        """Write it down, or keep it for later when the database is away (StorageError)."""
        self.unwritten.append(change)
        self._catch_up()


def key_of(alert: Alert) -> str:
    """The idempotency key as receivers see it, the same at every try.

    With the moment at which the alert was owed, because ids begin again in a new database, whose
    alerts a receiver must not take for those of the old one.
    """
    return f"{alert.key}-{int(alert.created_at.timestamp() * 1000):x}"


def _nth(alert: Alert) -> str:
    return f" (try {alert.attempts})" if alert.attempts > 1 else ""


def _spread() -> float:
    return random.random()  # noqa: S311
