"""The daily turn of the service: batches, with room for articles between."""

from __future__ import annotations

import asyncio

from crawler.config import Retention
from crawler.reading.writer import Writer
from crawler.service import tidying
from crawler.service.tidying import Tidying
from crawler.storage import Store
from crawler.upkeep.pruning import BATCH, Pruned
from tests.samples import NOW
from tests.upkeep.archive import Archive


def filled(store: Store, many: int) -> Archive:
    archive = Archive(store)
    for n in range(many):
        archive.put(f"old{n}", days_ago=60)
    archive.put("new", days_ago=0)
    return archive


def test_others_get_their_turn_between_two_batches(sqlite_store: Store) -> None:
    archive = filled(sqlite_store, 2 * BATCH)
    held: list[int] = []

    async def main() -> Pruned:
        writer = Writer(sqlite_store)
        tidy = Tidying(writer, Retention(articles_days=30), lambda: NOW)
        turn = asyncio.ensure_future(tidy.tidy())
        while not turn.done():
            held.append(await writer.run(archive.number, "select count(*) from article"))
            await asyncio.sleep(tidying.REST_S / 5)
        writer.close()
        return await turn

    done = asyncio.run(main())

    assert done.articles == 2 * BATCH
    assert {2 * BATCH + 1, BATCH + 1, 1} <= set(held)


def test_a_service_that_stops_leaves_the_rest_for_tomorrow(sqlite_store: Store) -> None:
    archive = filled(sqlite_store, 2 * BATCH)

    async def main() -> None:
        writer = Writer(sqlite_store)
        tidy = Tidying(writer, Retention(articles_days=30), lambda: NOW)
        turn = asyncio.ensure_future(tidy.tidy())
        while archive.number("select count(*) from article") > BATCH + 1:
            await asyncio.sleep(0.01)
        tidy.stop()
        await turn
        writer.close()

    asyncio.run(main())

    assert archive.number("select count(*) from article") == BATCH + 1
