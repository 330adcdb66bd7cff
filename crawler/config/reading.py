"""A TOML file -> its tables, and where everything in them stands."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from crawler.config.complaints import Source
from crawler.config.spots import Lost, Unclosed, spots
from crawler.errors import ConfigError

_PLACE = re.compile(
    r" \(at (?:line (?P<line>[0-9]+), column (?P<column>[0-9]+)|end of document)\)$"
)
# What tomllib says, and what usually brought it about.
_ADVICE = {
    "Invalid value": "text needs quotes",
    "Cannot overwrite a value": "this key is set a second time",
    "Cannot declare": "this table is written a second time; of many, each begins with [[name]]",
    "Cannot mutate immutable namespace": "this table was closed before",
    "Expected '=' after a key": "a line says key = value",
}


def read(path: Path) -> Source:
    """The tables of *path*. Raises ConfigError with the line, for the first error of grammar."""
    shown = as_people_know_it(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")  # some editors begin a file with a mark
    except FileNotFoundError:
        raise ConfigError("no such file; an empty one would do", path=shown) from None
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=shown) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8 text", path=shown, line=line) from None
    try:
        return Source(shown=shown, tables=tomllib.loads(text), where=spots(text))
    except tomllib.TOMLDecodeError as error:
        raise _explained(error, text, shown) from None
    except RecursionError:
        raise ConfigError("lists or tables are nested too deeply", path=shown) from None


def as_people_know_it(path: Path) -> Path:
    """*path* seen from here if it lies below, in full otherwise."""
    relative = os.path.relpath(path)
    return path.absolute() if relative.startswith("..") else Path(relative)


def _explained(error: tomllib.TOMLDecodeError, text: str, shown: Path) -> ConfigError:
    message = str(error)
    place = _PLACE.search(message)
    reason = message[: place.start()] if place else message
    advice = next((why for start, why in _ADVICE.items() if reason.startswith(start)), "")
    line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
    try:
        spots(text)
    except Unclosed as unclosed:
        return ConfigError(str(unclosed), path=shown, line=unclosed.line)
    except (Lost, RecursionError):
        pass
    return ConfigError(f"{reason}: {advice}" if advice else reason, path=shown, line=line)
