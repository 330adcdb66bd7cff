"""The section [alerts]: when and how a topic's hits are told; a topic may say it otherwise."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from crawler.config.shapes import STRICT, Count, Listed, OneLine, Seconds
from crawler.measure.measure import Measure
from crawler.measure.quiet import quiet_of
from crawler.measure.rhythm import rhythm_of


def _rhythm(text: str) -> str:
    return rhythm_of(text).text


def _quiet(text: str) -> str:
    return str(quiet_of(text)) if text else ""


Rhythm = Annotated[str, AfterValidator(_rhythm)]
QuietHours = Annotated[str, AfterValidator(_quiet)]
NewsKind = Literal["outlets", "headline", "correction", "vanished", "numbers", "topic"]
AnyCount = Annotated[int, Field(ge=0)]


class Alerts(BaseModel):
    """When and how a topic's hits are told."""

    model_config = STRICT

    settle_s: Seconds = 60
    """Seconds that an alert waits for copies of its story, so that it can name them."""

    max_age_days: Seconds = 7
    """Days: older articles are stored and matched, but alert nobody. 0 is no limit."""

    attempts_max: Count = 30
    """Tries to deliver a message, at growing distances, before it is set aside and reported."""

    language: Literal["de", "en"] = "en"
    """The language of the messages' own words."""

    alert: Rhythm = "at once"
    """"at once", "hourly", "daily 08:00", "weekly mon 08:00" or a cron expression."""

    quiet_hours: QuietHours = ""
    """Times of the day such as "22:00-07:00"; what happens then is told when they are over."""

    per_hour_max: AnyCount = 0
    """Messages of a topic an hour; what is more is told together at the full hour. 0: no limit."""

    updates: Annotated[tuple[NewsKind, ...], Listed] = (
        "outlets", "correction", "vanished", "numbers", "topic",
    )  # fmt: skip
    """What of a story that was told is told again. [] is nothing."""

    updates_outlets: AnyCount = 5
    """So many more outlets with a text of their own are news of a story. 0: never."""

    operator: Annotated[tuple[OneLine, ...], Listed] = ("log",)
    """The channels that tell of the service's own troubles."""


def measure_text(
    alerts: Alerts,
    zone: str,
    *,
    alert: str | None = None,
    quiet_hours: str | None = None,
    per_hour_max: int | None = None,
    updates: tuple[str, ...] | None = None,
    updates_outlets: int | None = None,
    timezone: str | None = None,
    burst_min: int = 0,
) -> str:
    """What a topic wants, with what it leaves open taken from [alerts]; as it is kept."""
    quiet = alerts.quiet_hours if quiet_hours is None else quiet_hours
    return Measure(
        rhythm=rhythm_of(alert or alerts.alert),
        quiet=quiet_of(quiet) if quiet else None,
        per_hour_max=alerts.per_hour_max if per_hour_max is None else per_hour_max,
        updates=tuple(alerts.updates if updates is None else updates),
        outlets_more=alerts.updates_outlets if updates_outlets is None else updates_outlets,
        zone=timezone or zone,
        burst_min=burst_min,
    ).text()
