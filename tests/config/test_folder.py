"""Which folder is read: the first of five that holds wirewatch.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.config.folder import find_folder
from crawler.errors import ConfigError


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def laid(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "wirewatch.toml").touch()
    return path


def test_the_order_is_argument_variable_here_home(tmp_path: Path) -> None:
    argument, variable = laid(tmp_path / "a"), laid(tmp_path / "b")
    here, home = laid(tmp_path / "config"), laid(tmp_path / "home/.config/wirewatch")
    environ = {"WIREWATCH_CONFIG": str(variable), "HOME": str(tmp_path / "home")}

    assert find_folder(argument, environ) == argument
    assert find_folder(None, environ) == variable
    del environ["WIREWATCH_CONFIG"]
    assert find_folder(None, environ).absolute() == here
    (here / "wirewatch.toml").unlink()
    assert find_folder(None, environ) == home


def test_xdg_says_where_settings_are_at_home(tmp_path: Path) -> None:
    xdg = laid(tmp_path / "xdg/wirewatch")

    assert find_folder(None, {"XDG_CONFIG_HOME": str(tmp_path / "xdg")}) == xdg


def test_the_file_itself_names_its_folder(tmp_path: Path) -> None:
    folder = laid(tmp_path / "a")

    assert find_folder(folder / "wirewatch.toml", {}) == folder


def test_a_named_folder_without_the_file_is_an_error_and_no_other_is_tried(tmp_path: Path) -> None:
    laid(tmp_path / "config")

    with pytest.raises(ConfigError, match=r"no wirewatch.toml in .*nowhere$"):
        find_folder(tmp_path / "nowhere", {})
    with pytest.raises(ConfigError, match=r"no wirewatch.toml in there \(from WIREWATCH_CONFIG\)"):
        find_folder(None, {"WIREWATCH_CONFIG": "there"})


def test_when_there_is_none_every_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        find_folder(None, {"HOME": str(tmp_path)})

    assert str(caught.value).split("\n  ")[1:] == [
        "config/wirewatch.toml",
        f"{tmp_path}/.config/wirewatch/wirewatch.toml",
        "/etc/wirewatch/wirewatch.toml",
    ]
