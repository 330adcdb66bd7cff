"""A small archive to look at in a browser, with what an enemy would plant in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.config import Config
from crawler.items import Origin
from crawler.provision import topic_spec
from crawler.storage import Store, topics
from tests.alerts.newsroom import Clock, Newsroom, unlike
from tests.samples import PARLIAMENT, RIVER
from tests.web.browser.desk import add_desk

# Each would tell `window.ran` if anything of it ran.
SCRIPT = '<script>window.ran = 1</script><img src=x onerror="window.ran = 2">'
LINK = "javascript:window.ran=3"
BREAKOUT = "\"'><svg onload=window.ran=4>{{ 7*7 }}<!--"
HTMX = '<div hx-get="/" hx-trigger="load" data-hx-get="/" hx-on:load="window.ran=5">'
NASTY = f"{SCRIPT} {BREAKOUT} {HTMX}"
CORRECTED = RIVER.replace("two metres", "three metres") + "\n\nThe number of metres was corrected."


@dataclass(frozen=True, slots=True)
class Archive:
    """The newsroom, and its settings."""

    newsroom: Newsroom
    config: Config
    ids: dict[str, int]  # of what pages are about, by a word

    def path(self, pattern: str) -> str:
        """An address with ids in place of words: "/articles/{planted}"."""
        return pattern.format(**self.ids)


def filled(store: Store, config: Config) -> Archive:
    """Articles of six weeks: a story at three outlets, a revision, a planted one, and others."""
    room = Newsroom(store, Clock(datetime.now(UTC) - timedelta(days=40)))
    room.topic("Floods", "river")
    add(room, "Budget", "parliament OR budget")
    add(room, NASTY, 'planted OR "<script>"')
    for day in range(40):
        room.clock.now += timedelta(days=1)
        for _ in range(9 if day == 30 else day % 3):
            room.publish(outlet="The Post", title=f"A river on day {day}", language="en")
    room.clock.now = datetime.now(UTC) - timedelta(hours=3)
    first = "https://the-paper.example/river"
    river = room.publish(RIVER, url=first, title="The river rises", lead="The night was long.",
                 authors=("Ann Other",), agency="dpa", language="en", tags=("weather",),
                 image_url="https://the-paper.example/river.jpg", image_caption="The old bridge",
                 published_at=room.clock() - timedelta(hours=1), published_from="meta")  # fmt: skip
    room.publish(RIVER, "The Post", title="River rises by two metres", language="en")
    room.publish(CORRECTED, url=first, title="The river rises further", language="en")
    room.publish(PARLIAMENT, "Le Matin", title="Le budget est voté", language="fr")
    planted = room.publish(
        f"It was planted. {SCRIPT} {HTMX}\n\n## {BREAKOUT}\n\n- {LINK}\n\n{unlike(5000)}",
        f"Evil Press {NASTY}", url="https://evil.example/1?q=" + "%22%3E%3Cscript%3E", title=NASTY,
        authors=(NASTY, LINK), lead=SCRIPT, kicker=NASTY, section=NASTY, tags=(NASTY,),
        canonical_url=LINK, image_url=LINK, image_caption=NASTY, agency=NASTY, note=NASTY,
    )  # fmt: skip
    room.clock.now = datetime.now(UTC)
    add_desk(room, NASTY, LINK)
    ids = {
        "river": river.article_id, "river_story": river.story_id,
        "planted": planted.article_id, "planted_story": planted.story_id,
        "floods": 1, "budget": 2, "nasty": 3,
    }  # fmt: skip
    return Archive(room, config, ids)


def add(room: Newsroom, name: str, query: str) -> None:
    """A topic of a person, which can be changed on the page."""
    with room.store.writing() as tx:
        topics.save(tx, topic_spec(name, query, ("log",), {}), Origin.PERSON, room.clock())
