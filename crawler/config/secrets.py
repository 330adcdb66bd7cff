"""A secret: where it comes from, and its value for the one who asks by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import ConfigError


class Absent(ValueError):
    """The place that was named for a secret holds none."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Shows its source, never its value: in ``str``, ``repr``, logs and errors alike."""

    source: str  # "the environment variable SMTP_PASSWORD", for people
    value: str | None = field(
        default=None, repr=False
    )  # None: its source was empty when the files were read

    def reveal(self) -> str:
        """The value itself. Raises ConfigError when its source had none."""
        if self.value is None:
            raise ConfigError(f"{self.source} is not set")
        return self.value

    def __str__(self) -> str:
        return self.source


def secret_of(
    given: object, *, folder: Path, environ: Mapping[str, str], plain: bool = False
) -> Secret:
    """What a file says in place of a secret -> the secret.

    *given* is ``{ env = "NAME" }`` or ``{ file = "path" }``, a path being seen from *folder*.
    With *plain* a text is taken as it stands, for addresses that may be secret or not.
    Raises ValueError for another shape, Absent for an empty source; neither names a value.
    """
    match given:
        case {"env": str() as name, **rest} if not rest and name:
            return _from_environment(name, environ)
        case {"file": str() as name, **rest} if not rest and name:
            return _from_file(folder / Path(name).expanduser())
        case str() if plain:
            return Secret(_shown(given), given)
        case str():
            raise ValueError(
                "must not stand in the file as plain text; "
                'name its place: { env = "NAME" } or { file = "path" }'
            )
    raise ValueError('must be { env = "NAME" } or { file = "path" }')


def _from_environment(name: str, environ: Mapping[str, str]) -> Secret:
    value = environ.get(name, "")
    if not value:
        raise Absent(f"the environment variable {name} is not set")
    return Secret(f"the environment variable {name}", value)


def _from_file(path: Path) -> Secret:
    try:
        # An editor ends the last line; that break is not part of the secret.
        value = path.read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise Absent(f"the file {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Absent(f"the file {path} is not UTF-8 text") from None
    if not value:
        raise Absent(f"the file {path} is empty")
    return Secret(f"the file {path}", value)


def _shown(address: str) -> str:
    """An address without what may be secret in it: names of users, path and query."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an address"
    return f"{parts.scheme}://{parts.hostname}/…" if parts.hostname else "an address"
