"""What was told, what waits, what failed and why; the channels; what is muted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.alerts.matter import Message
from crawler.alerts.messages import message_of
from crawler.alerts.templating import templates
from crawler.alerts.wording import Style
from crawler.config import Config
from crawler.errors import NotFound
from crawler.items import AlertKind
from crawler.storage import Tx, alerts, mutes, topics
from crawler.storage.alerts import AlertRow, ChannelCount
from crawler.storage.mutes import MuteRow

PAGE = 50
TOLD_IN = 100  # alerts that a digest's page lists
MUTES, TOPICS = 200, 500
STATES = ("waiting", "dead", "gathered", "muted", "sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which alerts; what is empty narrows nothing down."""

    state: str = ""
    topic: str = ""  # its name, or a part of it that no other has
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """A page of the list, the newest first."""

    alerts: tuple[AlertRow, ...]
    older: int | None  # `before` of the next page
    counts: dict[str, int]  # of all alerts, by state


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """One alert with its message."""

    alert: AlertRow
    subject: str  # "" where what it is about has been deleted, or where it is a digest
    text: str
    told_in_it: tuple[AlertRow, ...]  # of a digest
    is_mail: bool  # its channel sends mail, in HTML beside the text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """A channel, and what left by it."""

    name: str
    type: str  # "" where it is configured no more
    topics: int
    waiting: int
    sent: int
    dead: int
    last_sent_at: datetime | None
    failing: AlertRow | None  # the last that did not leave by it, and why


def alerts_page(tx: Tx, which: Which, *, before: int | None = None) -> Alerts:
    """A page of the alerts that are asked for."""
    found = alerts.listing(
        tx, limit=PAGE + 1, state=which.state or None, topic_name=_name(tx, which.topic),
        channel=which.channel or None, before=before,
    )  # fmt: skip
    return Alerts(
        alerts=tuple(found[:PAGE]),
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        counts=alerts.counts(tx),
    )


def _name(tx: Tx, word: str) -> str | None:
    """The topic that is meant; as it was typed where there is none, or several."""
    if not word.strip():
        return None
    sought = word.strip().casefold()
    names = topics.names(tx).values()
    same = [name for name in names if name.casefold() == sought]
    part = [name for name in names if sought in name.casefold()]
    return same[0] if same else part[0] if len(part) == 1 else word


def alert_page(tx: Tx, alert_id: int, config: Config, now: datetime) -> AlertPage:
    """One alert; NotFound when there is none of that id.

    The message is as it would leave now. That of a digest is long, and made only when it is asked
    for; here is what it tells.
    """
    row = alerts.row(tx, alert_id)
    subject = text = ""
    told: list[AlertRow] = []
    if row.kind == AlertKind.DIGEST:
        told = alerts.listing(tx, limit=TOLD_IN, digest_id=alert_id)
    else:
        try:
            made = message_of_alert(tx, alert_id, config, now)
            subject, text = made.subject, made.text
        except NotFound:
            subject = text = ""
    types = {channel.name: channel.type for channel in config.channels}
    return AlertPage(
        alert=row, subject=subject, text=text, told_in_it=tuple(told),
        is_mail=types.get(row.channel) == "email",
    )  # fmt: skip


def message_of_alert(tx: Tx, alert_id: int, config: Config, now: datetime) -> Message:
    """The message; NotFound when what it is about has been deleted."""
    style = Style(
        language=config.alerts.language,
        zone=ZoneInfo(config.clock.timezone),
        templates=templates(config.folder),
    )
    return message_of(tx, alerts.by_id(tx, alert_id), style, now)


def channels_page(tx: Tx, config: Config) -> tuple[ChannelLine, ...]:
    """The channels of the settings, then those that alerts name and the settings do not."""
    counted = alerts.by_channel(tx)
    types = {channel.name: channel.type for channel in config.channels}
    used = topics.by_channel(tx)
    names = [*types, *sorted({name for name, _ in counted} - types.keys())]
    rows = alerts.rows(tx, [one.newest_id for one in counted.values()])
    return tuple(_line(name, types.get(name, ""), used.get(name, 0), counted, rows)
                 for name in names)  # fmt: skip


def mutes_page(tx: Tx, now: datetime) -> tuple[tuple[MuteRow, ...], tuple[str, ...]]:
    """What is muted, and the names of topics that could be."""
    names = [*topics.names(tx, retired=False).values()][:TOPICS]
    return tuple(mutes.listing(tx, now)[:MUTES]), tuple(names)


def _line(
    name: str,
    type_: str,
    n_topics: int,
    counted: dict[tuple[str, str], ChannelCount],
    rows: dict[int, AlertRow],
) -> ChannelLine:
    def of(state: str) -> ChannelCount | None:
        return counted.get((name, state))

    failed = [rows[one.newest_id] for state in ("dead", "waiting")
              if (one := of(state)) and one.newest_id in rows]  # fmt: skip
    failed = [one for one in failed if one.error]
    sent = of("sent")
    return ChannelLine(
        name=name,
        type=type_,
        topics=n_topics,
        waiting=waiting.number if (waiting := of("waiting")) else 0,
        sent=sent.number if sent else 0,
        dead=dead.number if (dead := of("dead")) else 0,
        last_sent_at=rows[sent.newest_id].sent_at if sent and sent.newest_id in rows else None,
        failing=max(failed, key=lambda one: one.id, default=None),
    )
