"""The documents name what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from crawler.cli.app import app
from crawler.storage.views import VIEWS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DESIGN = (ROOT / "DESIGN.md").read_text("utf-8")


def commands() -> Iterator[str]:
    """Every command with its group: "feeds add"."""
    for name, command in typer.main.get_group(app).commands.items():
        inner = getattr(command, "commands", None)
        yield from (f"{name} {one}" for one in inner) if inner else [name]


@pytest.mark.parametrize("command", list(commands()))
def test_the_readme_names_every_command(command: str) -> None:
    assert re.search(rf"`(wirewatch )?{command}\b", README), f"README.md does not tell of {command}"


def test_the_readme_names_no_command_that_is_not_there() -> None:
    known = set(commands()) | {name.split()[0] for name in commands()}
    told = re.findall(r"^wirewatch ([a-z]+(?: [a-z]+)?)", README, re.M)

    assert [one for one in told if one not in known and one.split()[0] not in known] == []


@pytest.mark.parametrize("view", list(VIEWS))
def test_the_design_tells_of_every_view(view: str) -> None:
    assert f"`{view}`" in DESIGN


@pytest.mark.parametrize("room", sorted(p.name for p in (ROOT / "crawler").iterdir() if p.is_dir()))
def test_the_design_tells_of_every_room(room: str) -> None:
    assert room == "__pycache__" or f"`{room}`" in DESIGN


def test_links_between_documents_lead_somewhere() -> None:
    for document in ROOT.glob("*.md"):
        for target in re.findall(r"\]\(([A-Z][A-Za-z]*(?:\.md)?)[#)]", document.read_text("utf-8")):
            assert (ROOT / target).exists(), f"{document.name} points at {target}"
