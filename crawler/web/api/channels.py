"""Channels: the ways by which alerts leave, and a specimen by each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Path

from crawler.alerts.trying import Tried, try_channel
from crawler.storage import alerts
from crawler.web.api.frame import changes_of, looks_of
from crawler.web.heavy import heavy
from crawler.web.state import Known

looks, changes = looks_of("channels"), changes_of("channels")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelShown:
    """A channel and what it has to do; `type` is null for one that is not configured any more."""

    name: str
    type: str | None
    waiting: int
    sent: int
    dead: int


@looks.get("/channels")
def list_channels(state: Known) -> tuple[ChannelShown, ...]:
    """The channels of wirewatch.toml, with what left by each and what waits."""
    with state.store.reading() as tx:
        counts = alerts.counts_by_channel(tx)
    types: dict[str, str] = {channel.name: channel.type for channel in state.config.channels}
    names = [*types, *sorted({name for name, _ in counts} - set(types))]
    return tuple(
        ChannelShown(
            name=name,
            type=types.get(name),
            waiting=counts.get((name, "waiting"), 0),
            sent=counts.get((name, "sent"), 0),
            dead=counts.get((name, "dead"), 0),
        )
        for name in names
    )


@changes.post("/channels/{name}/test")
def send_specimen(name: Annotated[str, Path(max_length=100)], state: Known) -> Tried:
    """Send a specimen by a channel now, and tell what the receiver says (502: it was refused)."""
    with heavy(state.config):
        return try_channel(name, state.config, state.now)
