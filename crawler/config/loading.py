"""The three files of a folder and the environment -> one Config, or every problem at once."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.config.channels import CHANNELS, Channel
from crawler.config.complaints import Source
from crawler.config.folder import MAIN, find_folder
from crawler.config.listed import ListedFeed, ListedTopic, SavedQuery, address_identity
from crawler.config.nearest import unknown
from crawler.config.queries import read_queries, refuse_unreadable
from crawler.config.reading import read
from crawler.config.sections import DATABASE, SECTIONS
from crawler.config.sites import ListedSite
from crawler.config.surroundings import Surroundings
from crawler.config.whole import LOG, Config
from crawler.errors import ConfigError, ConfigErrors

FEEDS, TOPICS = "feeds.toml", "topics.toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")  # it is typed in commands and stands in addresses


def load(
    path: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    need_secrets: bool = True,
) -> Config:
    """The settings of the folder at *path*, of WIREWATCH_CONFIG, or of the first usual place.

    With *need_secrets* false a channel's secret may be absent, for commands that send nothing.
    Raises ConfigErrors with every problem of the three files, each with its line.
    """
    try:
        folder = find_folder(path, environ)
    except ConfigError as error:
        raise ConfigErrors([error]) from None
    around = Surroundings(folder=folder, environ=environ, need_secrets=need_secrets)
    main, feeds, topics = (_read(folder / name) for name in (MAIN, FEEDS, TOPICS))
    parts = _main(main, around) | _feeds(feeds, around)
    parts |= _topics(topics, around, channels=_channel_names(main))
    problems = [problem for source in (main, feeds, topics) for problem in source.in_order()]
    if problems:
        raise ConfigErrors(problems)
    return Config(folder=folder, **parts)


def _read(path: Path) -> Source:
    """The file at *path*, or, when it cannot be read, an empty one that says so."""
    try:
        return read(path)
    except ConfigError as error:
        return Source(shown=error.path or path, tables={}, where={}, problems=[error])


def _main(source: Source, around: Surroundings) -> dict[str, Any]:
    """The sections of wirewatch.toml."""
    _refuse_others(source, [*SECTIONS, "channels", "sites"])
    found: dict[str, Any] = {}
    for name, model in SECTIONS.items():
        table = _table(source, name)
        if name == "database":  # said even where the file does not: the environment may change it
            table = {"url": DATABASE, **table}
        found[name] = source.checked(model, (name,), table, thing=f"[{name}]", around=around)
    channels = {LOG.name: LOG, **dict(_channels(source, around))}
    if told := found.get("alerts"):
        at = ("alerts", "operator")
        _refuse_unknown_channels(source, told.operator, at, "[alerts] operator:", channels)
    sites = tuple(_sites(source, around))
    return {**found, "channels": tuple(channels.values()), "sites": sites}


def _sites(source: Source, around: Surroundings) -> Iterator[ListedSite]:
    for name, table in _table(source, "sites").items():
        at, thing = ("sites", name), f'site "{name}"'
        if isinstance(table, dict) and not any(isinstance(v, dict) for v in table.values()):
            host = name.lower().removeprefix("www.")
            site = source.checked(ListedSite, at, table, thing=thing, around=around, host=host)
            if site:
                yield site
        else:  # [sites.example.org] is a table "org" in a table "example"
            source.complain(f'{thing}: must be a section: [sites."example.org"], with quotes', at)


def _channels(source: Source, around: Surroundings) -> Iterator[tuple[str, Channel]]:
    for name, table in _table(source, "channels").items():
        at, thing = ("channels", name), f'channel "{name}"'
        if not _NAME.fullmatch(name):
            source.complain(f"{thing}: a name must be of letters, digits, - and _", at)
        elif not isinstance(table, dict):
            source.complain(f"{thing}: must be a section: [channels.{name}]", at)
        elif "type" not in table:
            source.complain(
                f'{thing} needs a key "type", one of: {", ".join(sorted(CHANNELS))}', at
            )
        elif table["type"] not in CHANNELS:
            given = str(table["type"])
            source.complain(f"{thing} {unknown('type', given, CHANNELS)}", (*at, "type"))
        elif name == LOG.name and table["type"] != LOG.type:
            source.complain(f"{thing} is the service's own log; take another name", at)
        else:
            model = CHANNELS[table["type"]]
            channel = source.checked(model, at, table, thing=thing, around=around, name=name)
            if channel:
                yield name, channel


def _channel_names(source: Source) -> frozenset[str] | None:
    """The names in wirewatch.toml, right or wrong in themselves; None if it cannot be read."""
    channels = source.tables.get("channels", {})
    if not source.tables and source.problems:
        return None
    return frozenset({"log", *channels}) if isinstance(channels, dict) else None


def _feeds(source: Source, around: Surroundings) -> dict[str, Any]:
    """The feeds of feeds.toml, each address once."""
    _refuse_others(source, ["feed"])
    feeds: list[ListedFeed] = []
    lines: dict[str, int | None] = {}
    for n, table in enumerate(_tables(source, "feed")):
        at = ("feed", n)
        thing = f'feed "{table.get("name") or table.get("url") or n + 1}"'
        feed = source.checked(ListedFeed, at, table, thing=thing, around=around)
        if not feed:
            continue
        identity = address_identity(feed.url)
        if identity in lines:
            line = lines[identity]
            source.complain(f"{thing}: this address stands on line {line} already", (*at, "url"))
        lines.setdefault(identity, source.line((*at, "url")))
        feeds.append(feed)
    return {"feeds": tuple(feeds)}


def _topics(
    source: Source, around: Surroundings, *, channels: Collection[str] | None
) -> dict[str, Any]:
    """The topics and saved queries of topics.toml; *channels* are the names they may use."""
    _refuse_others(source, ["topic", "queries"])
    saved = dict(_saved(source))
    queries = read_queries(source, saved)
    topics: list[ListedTopic] = []
    lines: dict[str, int | None] = {}
    for n, table in enumerate(_tables(source, "topic")):
        at = ("topic", n)
        thing = f'topic "{table.get("name") or n + 1}"'
        topic = source.checked(ListedTopic, at, table, thing=thing, around=around)
        if not topic:
            continue
        name = topic.name.casefold()
        if name in lines:
            source.complain(
                f"{thing}: this name stands on line {lines[name]} already", (*at, "name")
            )
        lines.setdefault(name, source.line((*at, "name")))
        refuse_unreadable(source, topic.query, (*at, "query"), f"{thing} query", queries)
        _refuse_unknown_channels(source, topic.channels, (*at, "channels"), thing, channels)
        topics.append(topic)
    listed = tuple(SavedQuery(name=name, query=query) for name, query in saved.items())
    return {"topics": tuple(topics), "queries": listed}


def _refuse_unknown_channels(
    source: Source,
    used: Sequence[str],
    at: tuple[str | int, ...],
    thing: str,
    channels: Collection[str] | None,
) -> None:
    for n, name in enumerate(used):
        if channels is not None and name not in channels:
            source.complain(f"{thing} {unknown('channel', name, channels)}", (*at, n))


def _saved(source: Source) -> Iterator[tuple[str, str]]:
    for name, query in _table(source, "queries").items():
        if isinstance(query, str):
            yield name, query
        else:
            source.complain(f'query "{name}": must be text in quotes', ("queries", name))


def _table(source: Source, name: str) -> Mapping[str, Any]:
    """The section called *name*; an empty one if it is missing or something else."""
    table = source.tables.get(name, {})
    if isinstance(table, dict):
        return table
    source.complain(f'"{name}" must be a section, written [{name}], once', (name,))
    return {}


def _tables(source: Source, name: str) -> Iterator[Mapping[str, Any]]:
    """The [[name]] of a file, without those that are something else."""
    tables = source.tables.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        source.complain(f"each {name} begins with [[{name}]], in two brackets", (name,))
        return
    yield from tables


def _refuse_others(source: Source, known: Collection[str]) -> None:
    for name in source.tables:
        if name not in known:
            source.complain(unknown("section", name, known), (name,))
