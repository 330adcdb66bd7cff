"""An operator's templates, tried before the first message is due: an alert that cannot be written
waits, and nobody hears.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from crawler.alerts.specimen import digests, notice, specimens, surge
from crawler.alerts.templating import FOLDER, templates
from crawler.alerts.wording import (
    Style,
    compose,
    compose_digest,
    compose_notice,
    compose_surge,
)
from crawler.errors import ConfigError, ConfigErrors

# What every template may use, and what those of one kind of message.
ALWAYS = frozenset({"words", "topic", "gist"})
NAMES = {
    "story": ALWAYS | {"story"},
    "digest": ALWAYS | {"period", "topics", "coverage"},
    "burst": ALWAYS | {"command"},
    "notice": ALWAYS | {"lines"},
}


def sound_templates(config_folder: Path, *, language: str = "en") -> None:
    """Raise ConfigErrors with the line of each mistake in an operator's templates, if any.

    Each is read, its names are compared with those that there are, and messages of every kind are
    made with it from invented matter.
    """
    own = sorted((config_folder / FOLDER).glob("*.j2"))
    if not own:
        return
    made = templates(config_folder)
    problems = [problem for path in own for problem in _mistakes(made, path)]
    if not problems:
        style = Style(language=language, zone=UTC, templates=made)
        # The same mistake spoils several specimens.
        told = {str(problem): problem for problem in _failures(style, config_folder / FOLDER)}
        problems = list(told.values())
    if problems:
        raise ConfigErrors(problems)


def _mistakes(made: SandboxedEnvironment, path: Path) -> Iterator[ConfigError]:
    """What is wrong with a template as it stands."""
    try:
        tree = made.parse(path.read_text("utf-8"), filename=str(path))
        made.get_template(path.name)
    except TemplateSyntaxError as error:
        yield ConfigError(error.message or "cannot be read", path=path, line=error.lineno)
        return
    except (OSError, UnicodeDecodeError):
        yield ConfigError("cannot be read; templates are files of UTF-8", path=path)
        return
    known = NAMES.get(path.name.split(".")[0])
    for name in sorted(meta.find_undeclared_variables(tree) - known) if known else ():
        line = next((node.lineno for node in _uses(tree, name)), None)
        there = ", ".join(sorted(known or ()))
        yield ConfigError(f'there is no "{name}"; there are: {there}', path=path, line=line)


def _uses(tree: Any, name: str) -> Iterator[Any]:
    return (node for node in tree.find_all(nodes.Name) if node.name == name)


def _failures(style: Style, folder: Path) -> Iterator[ConfigError]:
    """What goes wrong while messages are made."""
    now = datetime.now(UTC)
    links = ("", "https://example.org/mute")
    tries: list[Callable[[], object]] = [
        *(partial(compose, one, style, mute_link=link) for one in specimens(now) for link in links),
        *(partial(compose_digest, one, style) for one in digests(now)),
        partial(compose_surge, surge(now), style),
        partial(compose_notice, notice(), style),
    ]
    for make in tries:
        try:
            make()
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            yield _told(error, folder)


def _told(error: Exception, folder: Path) -> ConfigError:
    """With the file and line of the template, which Jinja writes into the traceback."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).parent == folder:
            path = Path(frame.filename)
            return ConfigError(f"no message can be made: {error}", path=path, line=frame.lineno)
    return ConfigError(f"no message can be made with these templates: {error}", path=folder)
