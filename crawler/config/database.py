"""What a person writes for a database -> the address that storage opens."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from crawler.config.secrets import secret_of

VARIABLE = "WIREWATCH_DATABASE"
DIRECT_VARIABLE = "WIREWATCH_DATABASE_DIRECT"
_WANTED = 'must begin with "sqlite:///" or "postgresql://"'


def database_address(given: object, *, folder: Path, environ: Mapping[str, str]) -> str:
    """The address with its driver and without relative paths; WIREWATCH_DATABASE wins.

    Raises ValueError when neither gives an address, or a password stands in the file.
    """
    if from_outside := environ.get(VARIABLE):
        try:
            return _complete(from_outside, folder)
        except ValueError as error:
            raise ValueError(f"{VARIABLE} {error}") from None
    if isinstance(given, str):
        if urlsplit(given).password:
            raise ValueError(
                f"holds a password; keep it in {VARIABLE}, "
                'in { env = "NAME" } or in { file = "path" }'
            )
        return _complete(given, folder)
    return _complete(secret_of(given, folder=folder, environ=environ).reveal(), folder)


def direct_address(given: object, *, folder: Path, environ: Mapping[str, str]) -> str | None:
    """The server's own address where the usual one is a pooler's; None where it is not.

    WIREWATCH_DATABASE_DIRECT wins. An address from outside takes the file's direct one with it:
    that belongs to another database. Raises ValueError as `database_address` does.
    """
    if from_outside := environ.get(DIRECT_VARIABLE):
        found = database_address(None, folder=folder, environ={VARIABLE: from_outside})
    elif environ.get(VARIABLE) or not given:
        return None
    else:
        try:
            found = database_address(given, folder=folder, environ={})
        except ValueError as error:
            raise ValueError(str(error).replace(VARIABLE, DIRECT_VARIABLE)) from None
    if found.startswith("sqlite:"):
        raise ValueError('must begin with "postgresql://": SQLite has no pooler')
    return found


def _complete(address: str, folder: Path) -> str:
    scheme, mark, rest = address.partition("://")
    if not mark:
        raise ValueError(_WANTED)
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if scheme != "sqlite":
        raise ValueError(_WANTED)
    return f"sqlite:///{_file(rest, folder)}"


def _file(rest: str, folder: Path) -> str:
    """``/path?options`` as SQLAlchemy writes it: one slash for a relative path, two for another."""
    path, mark, options = rest.removeprefix("/").partition("?")
    if not rest.startswith("/") or not path:
        raise ValueError('must name a file after "sqlite:///"')
    if path == ":memory:":
        return path
    # Resolved by name only: a link may be laid elsewhere while the service runs.
    absolute = Path(path).expanduser()
    parts: list[str] = []
    for part in (folder.absolute() / absolute).parts:
        if part == "..":
            parts[1:] = parts[1:-1]
        else:
            parts.append(part)
    return f"{Path(*parts)}{mark}{options}"
