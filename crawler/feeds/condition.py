"""What a feed has become: its condition before, how a look ended -> its condition now.

    ok ──▶ degraded ──▶ dead         a success at any point ──▶ recovered ──▶ ok, after a day
      ╲──▶ refused ──▶ dead          410, or a person ──▶ retired

While a feed fails its condition only gets worse, so that a feed with several kinds of failure is
told of three times at most, and once more when it is back. The weights are those of `pace`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.feeds.pace import WEIGHTS, Pace, span
from crawler.items import Outcome

# Failures of this weight in a row: two hard ones, four soft ones, eight that pass.
DEGRADED_TROUBLE = 2.0
# Two refusals in a row: one may be a robots.txt that could not be had.
REFUSED_TROUBLE = 2 * WEIGHTS[Outcome.REFUSED]
# So long must a feed that came back do well before we call it well.
CONVALESCENCE = timedelta(days=1)


class Condition(StrEnum):
    """How a feed is."""

    OK = "ok"
    DEGRADED = "degraded"  # fails, and is asked less and less, once a day at last
    REFUSED = "refused"  # robots.txt or our own rules forbid it
    DEAD = "dead"  # has failed for long; asked once a day, then once in 30 days
    RECOVERED = "recovered"  # works again since less than a day
    RETIRED = "retired"  # not asked any more


_RANK = {Condition.DEGRADED: 1, Condition.REFUSED: 2, Condition.DEAD: 3, Condition.RETIRED: 4}
# Changes that nobody needs to be told of.
_QUIET = frozenset({Condition.OK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A feed's condition changed."""

    was: Condition
    became: Condition
    at: datetime
    reason: str  # for people: how the look ended

    @property
    def is_told(self) -> bool:
        """Whether the operator gets a message."""
        return self.became not in _QUIET


def next_condition(
    condition: Condition,
    since: datetime | None,
    outcome: Outcome,
    *,
    trouble: float,
    now: datetime,
    pace: Pace | None = None,
) -> Condition:
    """The condition after a look that ended with *outcome*.

    *since* is when *condition* began; *trouble* the weight of failures since the last success,
    this look's among them.
    """
    if outcome is Outcome.OUTAGE:
        return condition
    if outcome is Outcome.GONE:
        return Condition.RETIRED
    if outcome not in WEIGHTS:
        return _after_success(condition, since, now)
    became = _after_failure(outcome, trouble, pace or Pace())
    worse = _RANK.get(became, 0) > _RANK.get(condition, 0)
    return became if worse else condition


def _after_success(condition: Condition, since: datetime | None, now: datetime) -> Condition:
    if condition is Condition.OK:
        return condition
    if condition is Condition.RECOVERED:
        well = since is None or now - since >= CONVALESCENCE
        return Condition.OK if well else condition
    return Condition.RECOVERED


def _after_failure(outcome: Outcome, trouble: float, pace: Pace) -> Condition:
    if outcome is Outcome.REFUSED:
        return Condition.REFUSED if trouble >= REFUSED_TROUBLE else Condition.OK
    if trouble > pace.dead_trouble:
        return Condition.DEAD
    return Condition.DEGRADED if trouble >= DEGRADED_TROUBLE else Condition.OK


@dataclass(frozen=True, slots=True)
class Notice:
    """What the operator is told, once."""

    key: str  # the same for the same event
    subject: str
    text: str


_SUBJECTS = {
    Condition.DEGRADED: "{} is failing",
    Condition.REFUSED: "{} must not be fetched",
    Condition.DEAD: "{} has been failing for long",
    Condition.RECOVERED: "{} works again",
    Condition.RETIRED: "{} is not followed any more",
    Condition.OK: "{} is well",
}
_MEANINGS = {
    Condition.DEGRADED: "It is asked less and less often, once a day at last, and never dropped.",
    Condition.REFUSED: "It is asked again once a day at least. `wirewatch why {url}` says more.",
    Condition.DEAD: (
        "It is asked once a day and then once in 30 days. "
        "If it has moved: wirewatch feeds add NEW-ADDRESS, wirewatch feeds remove {feed_id}"
    ),
    Condition.RECOVERED: "It keeps its old rhythm again.",
    Condition.RETIRED: "Its articles stay. To follow it again: wirewatch feeds add {url}",
    Condition.OK: "",
}


def notice_of(
    change: Change,
    *,
    feed_id: int,
    name: str,
    url: str,
    failing_since: datetime | None,
    next_look_at: datetime,
) -> Notice:
    """The message that a change is worth."""
    lines = [change.reason]
    if failing_since is not None and failing_since < change.at:
        length = span((change.at - failing_since).total_seconds() / 60)
        verb = "failed for" if change.became is Condition.RECOVERED else "has failed for"
        lines.append(f"It {verb} {length}.")
    lines.append(_MEANINGS[change.became].format(url=url, feed_id=feed_id))
    if change.became is not Condition.RETIRED:
        minutes = (next_look_at - change.at).total_seconds() / 60
        lines.append(f"Next look in {span(max(minutes, 0))}. {url}")
    return Notice(
        key=f"feed-{feed_id}-{change.became.value}-{change.at:%Y%m%dT%H%M%S}",
        subject=_SUBJECTS[change.became].format(name),
        text="\n".join(line for line in lines if line),
    )
