"""Pages from templates, every value escaped."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.web.phrases import phrases_of


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("crawler.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, language: str, **values: Any) -> str:
    """The page in *language* ("en" or "de")."""
    words = phrases_of(language)
    return _environment().get_template(template).render(words=words, **values)
