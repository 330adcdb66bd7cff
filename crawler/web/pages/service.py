"""/service: whether it lives, how much it does, how long news take, what is wrong."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Response

from crawler.storage import gauges
from crawler.web.pages.charts import Column
from crawler.web.pages.visit import Asked, Visit
from crawler.web.pages.words.service import WORDS
from crawler.web.shown.service import DAYS, HOURS, Service, database, is_alive, service, versions
from crawler.web.state import LOOKS

router = APIRouter()
MINUTE = timedelta(minutes=1)


@router.api_route("/service", methods=LOOKS)
def show(visit: Asked) -> Response:
    """All of it; the part that changes when htmx asks."""
    with visit.store.reading() as tx:
        # A minute old at most: they count the whole archive, and several walls may look on.
        totals = visit.state.memory.recall(
            "totals", visit.now, MINUTE, lambda: gauges.totals(tx, visit.now)
        )
        shown = service(tx, visit.config, visit.now, totals)
    return visit.page(
        "service/now.html.j2" if visit.is_part else "service/page.html.j2", WORDS,
        shown=shown, database=database(visit.store, shown.totals), versions=versions(),
        hours=_hours(visit, shown), days=_days(visit, shown), n_hours=HOURS, n_days=DAYS,
        alive=[is_alive(one, visit.now) for one in shown.processes],
    )  # fmt: skip


def _hours(visit: Visit, shown: Service) -> list[Column]:
    words, say = WORDS[visit.language], visit.saying
    return [
        Column(label=say.when(hour), value=number,
               said=words.hour_said.format(hour=say.when(hour), n=say.number(number)))
        for hour, number in shown.hours
    ]  # fmt: skip


def _days(visit: Visit, shown: Service) -> list[Column]:
    words, say = WORDS[visit.language], visit.saying
    return [
        Column(
            label=say.day(one.day),
            value=one.looks,
            said=words.day_said.format(
                day=say.whole_day(one.day),
                looks=say.number(one.looks),
                share=say.share(one.unchanged, one.looks),
                failures=say.number(one.failures),
            ),
            stands_out=one.failures * 4 > one.looks > 0,
        )
        for one in shown.days
    ]
