"""Which folder holds the settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crawler.errors import ConfigError

MAIN = "wirewatch.toml"
VARIABLE = "WIREWATCH_CONFIG"


def find_folder(path: Path | None, environ: Mapping[str, str]) -> Path:
    """The folder of wirewatch.toml: *path*, WIREWATCH_CONFIG, or the first of the usual places.

    *path* and the variable may name the folder or the file in it. Raises ConfigError, telling
    every place that was looked at.
    """
    named = path or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    if named is not None:
        folder = named.expanduser()
        folder = folder.parent if folder.name == MAIN and not folder.is_dir() else folder
        if (folder / MAIN).is_file():
            return folder
        by = "" if path else f" (from {VARIABLE})"
        raise ConfigError(f"no {MAIN} in {folder}{by}")
    places = _usual_places(environ)
    for folder in places:
        if (folder / MAIN).is_file():
            return folder
    looked = "".join(f"\n  {place / MAIN}" for place in places)
    raise ConfigError(f"no settings found; name their folder in {VARIABLE}. Looked for:{looked}")


def _usual_places(environ: Mapping[str, str]) -> list[Path]:
    home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    own = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return [Path("config"), own / "wirewatch", Path("/etc/wirewatch")]
