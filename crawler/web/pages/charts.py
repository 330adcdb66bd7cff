"""Numbers -> charts as SVG, made here: they need no script, print well and can be read aloud.

Colours come from the style by class, so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from crawler.backtest.history import Day
from crawler.web.pages.saying import Saying
from crawler.web.pages.words.topics import Words

HEIGHT = 96.0  # of the plot; the drawing scales to the width it gets
STEP = 10.0  # from one column to the next
GAP = 2.0
COLUMNS_MAX, DAYS_SHOWN, DAYS_LEAST = 90, 90, 30
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
    drawn = (
        _outline(data, most, height)
        if small
        else Markup().join(_column(n, one, most, height) for n, one in enumerate(data))
    )
    return Markup(
        '<svg class="chart{small}" viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="none" '
        'role="img" aria-label="{title}">{drawn}'
        '<line class="base" x1="0" x2="{width:g}" y1="{height:g}" y2="{height:g}"/></svg>'
    ).format(small=" small" if small else "", width=width, height=height, title=title, drawn=drawn)


def _outline(data: Sequence[Column], most: float, height: float) -> Markup:
    """All columns in one path: a list has fifty such charts, which nobody points at one by one."""
    path = "".join(
        f"M{n * STEP + GAP / 2:g} {height:g}v{-max(height * one.value / most, LEAST):.1f}"
        f"h{STEP - GAP:g}V{height:g}z"
        for n, one in enumerate(data)
        if one.value
    )
    return Markup('<path class="column" d="{}"/>').format(path)


def of_days(days: Sequence[tuple[date, int]], title: str, say: Saying) -> Markup:
    """A small chart of numbers by day."""
    data = [
        Column(label=str(day), value=n, said=f"{say.day(day)}: {say.number(n)}") for day, n in days
    ]
    total = say.number(sum(n for _, n in days))
    return columns(data, title=f"{title}: {total}", small=True)


def of_facets(days: Sequence[tuple[str, int]], title: str, say: Saying) -> Markup:
    """Counts by day (ISO, newest first) from the first day to the last; of many days by spans."""
    if not days:
        return Markup()
    counts = {date.fromisoformat(day): n for day, n in days}
    last = max(counts)
    first = min(*counts, last - timedelta(days=DAYS_LEAST - 1))
    length = (last - first).days + 1
    step = -(-length // COLUMNS_MAX)
    data = []
    for begin in range(0, length, step):
        some = [first + timedelta(days=begin + n) for n in range(min(step, length - begin))]
        n = sum(counts.get(day, 0) for day in some)
        said = say.day(some[0]) + (f" – {say.day(some[-1])}" if len(some) > 1 else "")
        data.append(Column(label=str(some[0]), value=n, said=f"{said}: {say.number(n)}"))
    ends = Markup('<p class="scale" aria-hidden="true"><span>{}</span><span>{}</span></p>')
    drawn = columns(data, title=title, small=True)
    return drawn + ends.format(say.day(first), say.day(last))


def of_volume(days: Sequence[Day], words: Words, say: Saying) -> Markup:
    """A topic's last 90 days, also those before it was there; bursts in another colour."""
    data = [Column(label="", value=0, said="")] * (DAYS_SHOWN - len(days))
    data += [
        Column(label=str(day.day), value=day.articles, stands_out=day.burst is not None,
               said=_said(day, words, say))
        for day in days
    ]  # fmt: skip
    return columns(data, title=words.volume)


def _said(day: Day, words: Words, say: Saying) -> str:
    said = words.on_day.format(day=say.whole_day(day.day), n=say.number(day.articles))
    if day.burst is None:
        return said
    return f"{said}, {words.a_burst.format(usual=say.number(day.burst.usual))}"


def _column(n: int, one: Column, most: float, height: float) -> Markup:
    tall = max(height * one.value / most, LEAST) if one.value else 0.0
    said = Markup("<title>{}</title>").format(one.said) if one.said else Markup()
    return Markup(
        '<g><rect class="room" x="{x:g}" y="0" width="{step:g}" height="{height:g}"/>'
        '<rect class="{kind}" x="{left:g}" y="{top:.1f}" width="{wide:g}" height="{tall:.1f}"/>'
        "{said}</g>"
    ).format(
        x=n * STEP, step=STEP, height=height,
        kind="column out" if one.stands_out else "column",
        left=n * STEP + GAP / 2, top=height - tall, wide=STEP - GAP, tall=tall,
        said=said,
    )  # fmt: skip
