"""A folder of settings to write into."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from crawler.config import Config, load
from crawler.errors import ConfigErrors


class Folder:
    """The three files, empty unless written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        for name in ("wirewatch.toml", "feeds.toml", "topics.toml"):
            self.write(name, "")

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, "utf-8")

    def load(
        self,
        main: str | None = None,
        environ: Mapping[str, str] | None = None,
        *,
        need_secrets: bool = True,
    ) -> Config:
        if main is not None:
            self.write("wirewatch.toml", main)
        return load(self.path, environ or {}, need_secrets=need_secrets)

    def problems(self, main: str | None = None, environ: Mapping[str, str] | None = None) -> str:
        """What is wrong, one a line, without the folder's path."""
        with pytest.raises(ConfigErrors) as caught:
            self.load(main, environ)
        return str(caught.value).replace(f"{self.path}/", "")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "settings")
