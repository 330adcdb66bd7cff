"""Topics that stand in topics.toml and that no service has read yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.storage.topics import TopicRow

NAMED = 3


def hint_of_unread(config: Config, rows: Sequence[TopicRow]) -> None:
    """Say which they are and what can be done with them; *rows* are the topics of the database."""
    from crawler.cli.showing import hint
    from crawler.cli.wording import one_line
    from crawler.wishes.asking import unread_topics

    names = [f'"{one_line(name)}"' for name in unread_topics(config, rows)]
    if not names:
        return
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    some = [*names[:NAMED], *more]
    named = " and ".join(filter(None, [", ".join(some[:-1]), some[-1]]))
    verb = "stand" if len(names) > 1 else "stands"
    file = config.folder / "topics.toml"
    hint(
        f"{named} {verb} in {file} and will be followed from the next start of the service on; "
        f"until then: wirewatch topics test {file}"
    )
