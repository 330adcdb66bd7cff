"""`wirewatch articles diff`: what was changed in an article, by word, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.session import AsJson, session_of
from crawler.errors import NotFound

if TYPE_CHECKING:
    from crawler.dedup.diff import Change, Kind
    from crawler.storage import Tx
    from crawler.storage.revisions import Event

# Words shown before and after a change on a terminal; the rest of what was kept is left out.
AROUND = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one text of an article to the next."""

    revision: int  # the newer one
    at: datetime  # when it was read
    changes: dict[str, tuple[Change, ...]]  # "title", "lead", "text" -> pieces; only what differs
    events: Sequence[Event]


def diff_article(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="As search and alerts name it.")],
    revision: Annotated[
        int | None, typer.Option(min=2, help="Only what this revision changed.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what was changed in an article since it was first read, by word, and when."""
    from crawler.cli.showing import hint, show_json

    session = session_of(context)
    config = session.config()
    with session.store(config) as store, store.reading() as tx:
        steps = list(_steps(tx, number))
    if revision is not None:
        last = len(steps) + 1
        steps = [step for step in steps if step.revision == revision]
        if not steps:
            raise NotFound(f"article {number} has {last} revision(s), no {revision}")
    if as_json:
        show_json([_document(step) for step in steps])
    elif not steps:
        hint("It has not been changed since it was first read.")
    for step in steps if not as_json else ():
        _tell(step, config.clock.timezone)


def _steps(tx: Tx, number: int) -> Iterator[Step]:
    from crawler.dedup.diff import diff
    from crawler.storage import articles, revisions

    stored = articles.by_id(tx, number)
    now = stored.article
    texts = [
        (old.number, old.fetched_at, {"title": old.title, "lead": old.lead or "", "text": old.text})
        for old in articles.revisions(tx, number)
    ]
    held = {"title": now.title, "lead": now.lead or "", "text": now.text}
    texts.append((stored.revision, stored.fetched_at, held))
    events = revisions.events_of(tx, [number])
    for (_, _, old), (revision, at, new) in pairwise(texts):
        yield Step(
            revision=revision,
            at=at,
            changes={name: diff(old[name], new[name]) for name in new if old[name] != new[name]},
            events=[one for one in events if one.revision == revision],
        )


def _document(step: Step) -> dict[str, object]:
    return {
        "revision": step.revision,
        "at": step.at,
        "changes": {
            name: [{"kind": piece.kind, "text": piece.text} for piece in pieces]
            for name, pieces in step.changes.items()
        },
        "events": step.events,
    }


def _tell(step: Step, zone: str) -> None:
    from crawler.cli.showing import say
    from crawler.cli.stories import described
    from crawler.cli.wording import local

    say(f"Revision {step.revision}, {local(step.at, zone)}", "bold")
    for event in step.events:
        say(f"  {described(event)}", "dim")
    for name, pieces in step.changes.items():
        print(f"\n{name}:")
        _print(pieces)
    print()


def _print(pieces: Sequence[Change]) -> None:
    """Words taken out in red or [-so-], words put in in green or {+so+}, as wdiff writes it."""
    from crawler.cli.showing import console, on_terminal
    from crawler.cli.wording import printable
    from crawler.dedup.diff import Kind

    if on_terminal():
        from rich.text import Text

        styles = {Kind.KEPT: "", Kind.REMOVED: "red strike", Kind.ADDED: "green"}
        shown = ((printable(text), styles[kind]) for kind, text in _shortened(pieces))
        console().print(Text.assemble(*shown))
        return
    signs = {Kind.KEPT: ("", ""), Kind.REMOVED: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
    parts = []
    for kind, text in _shortened(pieces):
        opening, closing = signs[kind]
        body = text.rstrip()
        parts.append(f"{opening}{body}{closing}{text[len(body) :]}")
    print(printable("".join(parts)))


def _shortened(pieces: Sequence[Change]) -> Iterator[tuple[Kind, str]]:
    """Kept text is shown only around what was changed."""
    from crawler.dedup.diff import Kind

    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        # The last word of the old text has no blank behind it; the new one's begins right there.
        text = piece.text if place == last or piece.text[-1:].isspace() else f"{piece.text} "
        words = text.split(" ")
        ends = (place > 0) + (place < last)
        if piece.kind is not Kind.KEPT or len(words) <= AROUND * ends + AROUND:
            yield piece.kind, text
            continue
        before = " ".join(words[:AROUND]) + " " if place > 0 else ""
        behind = " " + " ".join(words[-AROUND:]) if place < last else ""
        yield Kind.KEPT, f"{before}…{behind}"
