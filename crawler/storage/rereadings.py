"""An article that was read again from its kept page: put right in place, without a revision.

What its publisher wrote has not changed, only what we make of it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select, update

from crawler.items import Finding
from crawler.storage import facts, lookalikes, search, topics
from crawler.storage.articles import Stored
from crawler.storage.placing import as_kept, columns_of
from crawler.storage.store import Tx
from crawler.storage.tables import alert, article, hit

PROGRESS = "reprocess"


def held_hits(tx: Tx, article_id: int) -> dict[int, str | None]:
    """What it ever matched: topic -> version of its query; None where it no longer stands."""
    columns = hit.c.topic_id, hit.c.version, hit.c.stands_in
    rows = tx.execute(select(*columns).where(hit.c.article_id == article_id))
    return {row.topic_id: None if row.stands_in == "" else row.version for row in rows}


def correct(tx: Tx, held: Stored, finding: Finding, lost: set[int], *, now: datetime) -> Stored:
    """Put the finding's reading in place of the held one; hits that are *lost* are withdrawn.

    A hit that somebody was told of stays, as one that no longer stands in the text. When the
    article was fetched stays too: nothing was.
    """
    after = replace(
        held,
        article=as_kept(finding.article),
        text_hash=finding.text_hash,
        n_words=finding.n_words,
    )
    values = columns_of(replace(finding, article=after.article), held.fetched_at)
    tx.execute(update(article).where(article.c.id == held.id).values(**values))
    search.reindex(tx, held, after)
    lookalikes.imprint(tx, held.id, finding.shingles, held.first_seen_at)
    _rewrite_hits(tx, held, finding)
    told = select(alert.c.topic_id).where(alert.c.article_id == held.id)
    told_ids = set(tx.execute(told).scalars())
    its = hit.c.article_id == held.id
    gone = its & hit.c.topic_id.in_(lost - told_ids)
    tx.execute(delete(hit).where(gone))
    stays = its & hit.c.topic_id.in_(lost & told_ids)
    tx.execute(update(hit).where(stays).values(stands_in=""))
    topics.add_hits(tx, held.id, finding.hits, revision=held.revision, now=now)
    return after


def _rewrite_hits(tx: Tx, held: Stored, finding: Finding) -> None:
    """Places are offsets into the text, which has changed."""
    for one in finding.hits:
        places = json.dumps([[p.field, p.start, p.end] for p in one.places])
        its = (hit.c.article_id == held.id) & (hit.c.topic_id == one.topic_id)
        values: dict[str, object] = {
            "places": places,
            "version": one.version,
            "revision": held.revision,
        }
        values["stands_in"] = None
        tx.execute(update(hit).where(its).values(**values))


def progress(tx: Tx) -> dict[str, object]:
    """How far the last reprocessing came, which was broken off; empty when none was."""
    found = facts.get(tx, PROGRESS)
    return json.loads(found) if found else {}


def note_progress(tx: Tx, how: dict[str, object] | None) -> None:
    """Keep it for the next time, or forget it."""
    if how is None:
        facts.drop(tx, PROGRESS)
    else:
        facts.put(tx, PROGRESS, json.dumps(how))
