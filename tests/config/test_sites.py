"""Selectors for single sites: read, checked at the start, refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.config import load
from crawler.errors import ConfigErrors


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "wirewatch.toml").write_text(text, encoding="utf-8")
    for name in ("feeds.toml", "topics.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


def test_a_few_lines_tell_where_a_site_keeps_what(tmp_path: Path) -> None:
    text = """[sites."www.Example.org"]
text = "div.story"
remove = [".promo", "aside.more"]
published = "time.on"
"""

    (site,) = load(folder(tmp_path, text), {}).sites

    assert (site.host, site.text, site.remove) == (
        "example.org",
        "div.story",
        (".promo", "aside.more"),
    )
    assert (site.title, site.published) == (None, "time.on")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('text = "div["', "text: must be a CSS selector"),
        ('remove = [".fine", "p::first-line"]', "remove: must be a CSS selector"),
        ('remove = ".promo"', "remove: must be a list"),
        ('txet = "div"', 'unknown key "txet"'),
        ('title = ""', "title: must not be empty"),
    ],
)
def test_what_is_no_selector_is_refused_with_its_line(
    tmp_path: Path, line: str, reason: str
) -> None:
    text = f'# a note\n[sites."example.org"]\nauthor = ".by"\n{line}\n'

    with pytest.raises(ConfigErrors) as caught:
        load(folder(tmp_path, text), {})

    (problem,) = caught.value.problems
    assert problem.line == 4
    assert 'site "example.org"' in str(problem)
    assert reason in str(problem)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[sites."exa mple"]\ntext = "p"', "must be the name of a host"),
        ('[sites."example.org"]', "needs a selector"),
        ('[sites.example.org]\ntext = "p"', "with quotes"),
    ],
)
def test_a_section_that_names_no_site_or_says_nothing_is_refused(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(ConfigErrors, match=reason):
        load(folder(tmp_path, text), {})
