"""Numbers -> charts as SVG, made here: they need no script, print well and can be read aloud.

Colours come from the style by class, so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

HEIGHT = 96.0  # of the plot; the drawing scales to the width it gets
STEP = 10.0  # from one column to the next
GAP = 2.0
LEAST = 1.5  # a column that is not nothing can be seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One number of a chart."""

    label: str  # what it stands for: a day
    value: float
    said: str  # all of it, for the pointer and for readers of screens
    stands_out: bool = False


def columns(data: Sequence[Column], *, title: str, small: bool = False) -> Markup:
    """A chart of columns; "" of no data. *title* says what it shows, as a whole."""
    if not data:
        return Markup()
    most = max((one.value for one in data), default=0) or 1
    width = STEP * len(data)
    height = HEIGHT / 3 if small else HEIGHT
    drawn = Markup().join(_column(n, one, most, height) for n, one in enumerate(data))
    return Markup(
        '<svg class="chart{small}" viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="none" '
        'role="img" aria-label="{title}">{drawn}'
        '<line class="base" x1="0" x2="{width:g}" y1="{height:g}" y2="{height:g}"/></svg>'
    ).format(small=" small" if small else "", width=width, height=height, title=title, drawn=drawn)


def _column(n: int, one: Column, most: float, height: float) -> Markup:
    tall = max(height * one.value / most, LEAST) if one.value else 0.0
    return Markup(
        '<g><rect class="room" x="{x:g}" y="0" width="{step:g}" height="{height:g}"/>'
        '<rect class="{kind}" x="{left:g}" y="{top:.1f}" width="{wide:g}" height="{tall:.1f}"/>'
        "<title>{said}</title></g>"
    ).format(
        x=n * STEP, step=STEP, height=height,
        kind="column out" if one.stands_out else "column",
        left=n * STEP + GAP / 2, top=height - tall, wide=STEP - GAP, tall=tall,
        said=escape(one.said),
    )  # fmt: skip
