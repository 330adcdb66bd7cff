"""Where a rehearsal plays: the settings, outlets in the parts of their feeds, what they print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from crawler.config import Config
from crawler.demo.days import Subject, Times, further_days
from crawler.demo.outlets import OUTLETS, Outlet
from crawler.demo.settings import TOPIC_SENTENCES
from crawler.demo.world import World, build_world
from crawler.simulation.witnesses import witness

EVENTS_A_DAY = 1.0  # of each topic, unless somebody says otherwise
PIECES_A_DAY = 5.0  # of each outlet
FEED_LENGTH = 15  # a feed shows the newest so many


@dataclass(frozen=True)
class Scene:
    """A configuration in a world of its own."""

    config: Config
    world: World
    feeds: Mapping[str, str]  # address of a feed -> key of its outlet
    times: Times
    silent: tuple[str, ...] = ()  # topics for which no sentence was found
    outages: tuple[Outage, ...] = field(default=())

    @property
    def began_at(self) -> datetime:
        """The first moment."""
        return self.times.began_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """An outlet that does not answer as it should for some time; seconds since the beginning."""

    outlet: str
    from_s: float
    to_s: float
    status: int = 0  # 0: no connection


def demo_scene(
    config: Config,
    *,
    first: date,
    days: int,
    seed: int = 1,
    pieces_a_day: float = PIECES_A_DAY,
    events_a_day: float = EVENTS_A_DAY,
) -> Scene:
    """The nine invented outlets of the demo and its topics, on further days.

    The feeds of *config* must be those of the demo's world, which `demo.settings` writes.
    """
    subjects = tuple(
        Subject(topic=name, sentences=sentences, events_a_day=events_a_day)
        for name, sentences in TOPIC_SENTENCES.items()
    )
    times = Times(first=first, days=days, pieces_a_day=pieces_a_day, subjects=subjects)
    world = replace(
        build_world(),
        pieces=further_days(OUTLETS, times, seed=seed),
        began_at=times.began_at,
        feed_length=FEED_LENGTH,
    )
    feeds = {world.feed_url(outlet.key): outlet.key for outlet in world.outlets}
    return Scene(config=config, world=world, feeds=feeds, times=times)


def scene_of(
    config: Config,
    *,
    first: date,
    days: int,
    seed: int = 1,
    pieces_a_day: float = PIECES_A_DAY,
    events_a_day: float = EVENTS_A_DAY,
) -> Scene:
    """The feeds of a configuration, played by invented outlets at the same addresses.

    Each topic is in the news as often as *events_a_day* says, with words that its query matches.
    """
    subjects, silent = _subjects(config, events_a_day)
    times = Times(first=first, days=days, pieces_a_day=pieces_a_day, subjects=subjects)
    feeds: dict[str, str] = {}
    homes: dict[str, str] = {}
    outlets: list[Outlet] = []
    for number, feed in enumerate(config.feeds):
        outlet = _in_the_part_of(feed.url, feed.name, feed.language, feed.country, number)
        parts = urlsplit(feed.url)
        outlets.append(outlet)
        feeds[feed.url] = outlet.key
        homes[outlet.key] = f"{parts.scheme}://{parts.netloc}"
    world = World(
        outlets=tuple(outlets),
        pieces=further_days(outlets, times, seed=seed),
        ports=(),
        began_at=times.began_at,
        feed_length=FEED_LENGTH,
        homes=homes,
    )
    return Scene(config=config, world=world, feeds=feeds, times=times, silent=silent)


def _in_the_part_of(
    url: str, name: str, language: str | None, country: str | None, number: int
) -> Outlet:
    """An outlet of the demo that speaks the language, under another's name and address."""
    speaking = [one for one in OUTLETS if one.language == language and one.page_status == 200]
    usual = [one for one in OUTLETS if one.language == "en" and one.page_status == 200]
    model = _nth(speaking or usual, number)
    parts = urlsplit(url)
    return replace(
        model,
        key=f"feed-{number + 1}",
        name=name,
        country=country or model.country,
        feed_path=parts.path + (f"?{parts.query}" if parts.query else "") or "/",
        # Several feeds may be of one site: each has pages of its own.
        page_path=f"/{number + 1}/{{section}}/{{slug}}-{{number}}.html",
        robots="User-agent: *\nAllow: /\n",
        amp="",
        tracking="",
    )


def _nth(outlets: Sequence[Outlet], number: int) -> Outlet:
    return outlets[number % len(outlets)]


def _subjects(config: Config, events_a_day: float) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    found, silent = [], []
    for topic in config.topics:
        sentences = witness(topic.query, config.saved)
        if sentences:
            said = {language: (sentence,) for language, sentence in sentences.items()}
            found.append(Subject(topic=topic.name, sentences=said, events_a_day=events_a_day))
        else:
            silent.append(topic.name)
    return tuple(found), tuple(silent)
