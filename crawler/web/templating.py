"""Pages from templates, every value escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.web.access.reader import csrf_field
from crawler.web.assets import asset
from crawler.web.pages import charts, saying
from crawler.web.phrases import phrases_of


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("crawler.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["csrf"] = csrf_field
    made.globals["asset"] = asset
    made.globals["columns"] = charts.columns
    made.globals["chart_of_days"] = charts.of_days
    made.globals["chart_of_facets"] = charts.of_facets
    made.globals["chart_of_volume"] = charts.of_volume
    made.filters["runs"] = _runs
    made.filters["line"] = saying.line
    made.filters["link"] = saying.link
    return made


def _runs(items: Iterable[Any], name: Callable[[Any], str], of: str) -> list[tuple[str, list[Any]]]:
    """Neighbours whose attribute *of* has the same *name*, under it; as days of a list."""
    return [(key, list(some)) for key, some in groupby(items, lambda one: name(getattr(one, of)))]


def render(template: str, **values: Any) -> str:
    """The text that *template* makes of *values*."""
    return _environment().get_template(template).render(**values)


def page(template: str, language: str, **values: Any) -> str:
    """The page in *language* ("en" or "de")."""
    return render(template, words=phrases_of(language), **values)
