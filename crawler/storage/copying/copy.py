"""One copy: begun or gone on with, brought up to date, found alike, switched to."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlalchemy import delete, func, inspect, select

from crawler.errors import UsageError
from crawler.storage import partitions, schema
from crawler.storage.copying import changes, comparing, keys, marks, rows, words
from crawler.storage.copying.marks import Checked, Mark
from crawler.storage.copying.rows import Kind, Values
from crawler.storage.search.standing import indexed_from
from crawler.storage.store import Store, Tx
from crawler.storage.tables import fact, fingerprint, telling

Told = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

BATCH = 5_000  # rows a transaction; of articles that is some 20 MB
OF_LARGE = 500  # rows with texts or pages in them
LARGE = ("article", "entry", "revision", "raw_page")
WORDS, VERIFIED = " words", " verified"  # steps that have a mark of their own
# The first pass ends when so few changes wait; the switch takes them up in a second or two.
FEW = 500


class Copy:
    """A copy under way from one database to the other."""

    def __init__(self, source: Store, target: Store, *, is_resumed: bool) -> None:
        self.source, self.target, self.is_resumed = source, target, is_resumed

    @classmethod
    def begin(cls, source: Store, target: Store) -> Copy:
        """Begin a copy to an empty database, or go on with one that was interrupted.

        Raises UsageError when the target holds something else or the source is being copied
        elsewhere.
        """
        if source.is_sqlite == target.is_sqlite:
            raise UsageError(
                "both are of one kind: `wirewatch db backup` and `db restore` copy such a database"
            )
        keys.loosen(target)
        with source.reading() as tx:
            under_way = changes.copying_to(tx)
            if indexed_from(tx) is not None:
                raise UsageError(f"{source.place}: finish `wirewatch db reindex` there first")
        with target.unhurried() as tx:
            held = marks.sign(tx)
        if held is not None and held == under_way:
            return cls(source, target, is_resumed=True)
        if under_way is not None:
            raise UsageError(
                f"{source.place} is being copied to another database; give that one to go on, or "
                "forget that copy with --abandon"
            )
        _refuse_used(target, is_half=held is not None)
        _make_ready(source, target)
        return cls(source, target, is_resumed=False)

    def all(self, told: Told) -> list[Checked]:
        """The first pass, from where it was interrupted, until few changes wait; then compare."""
        for kind in rows.kinds():
            self._copy_table(kind, told)
        if not self._mark(WORDS).is_done:
            # So that each article's feed is there when its words are made.
            self._catch_up(told, until=FEW, with_words=False)
            self._copy_words(told)
        self._catch_up(told, until=FEW)
        return self._verify(told)

    def switch(self, told: Told) -> dict[str, int]:
        """The last changes, the counts, the keys; the target is an archive of its own then.

        Rows by table. To be called under the source's lock, after `all`. What changes is read
        back and compared, all else was compared before.
        """
        if not self.is_verified():
            raise UsageError(
                "the first pass has not come to its end; run the copy without --switch"
            )
        self._catch_up(told, until=0)
        comparing.forget_as_source(self.source, self.target)
        counts = comparing.compare_counts(self.source, self.target)
        with self.target.unhurried() as tx:
            told("keys", 0, 1)
            keys.bring_back(tx, marks.kept_keys(tx))
            keys.count_on(tx)
            marks.end(tx)
        with self.source.writing() as tx:
            changes.end(tx)
        with self.target.outside() as link:
            link.exec_driver_sql("analyze")
        return counts

    def is_verified(self) -> bool:
        """Whether the first pass has come to its end."""
        return self._mark(VERIFIED).is_done

    def replaced(self) -> dict[str, int]:
        """By table, in how many rows a NUL was replaced."""
        found = {kind.name: self._mark_of(kind).replaced for kind in rows.kinds()}
        return {name: n for name, n in found.items() if n}

    def _copy_table(self, kind: Kind, told: Told) -> None:
        held = self._mark_of(kind)
        if held.is_done:
            return
        with self.source.reading() as tx:
            total = rows.count(tx, kind)
        most = OF_LARGE if kind.name in LARGE else BATCH
        while not held.is_done:
            told(kind.name, held.copied, max(total, held.copied))
            with self.source.reading() as tx:
                given = rows.batch(tx, kind, after=held.after, most=most)
            found, replaced = rows.cleaned(given)
            held = Mark(
                after=kind.key_of(given[-1]) if given else held.after,
                is_done=not found,
                copied=held.copied + len(found),
                replaced=held.replaced + replaced,
            )
            with self.target.unhurried() as tx:
                rows.put(tx, kind, found)
                marks.put(tx, kind.name, held)

    def _copy_words(self, told: Told) -> None:
        held = self._mark(WORDS)
        with self.target.reading() as tx:
            total = tx.execute(select(func.count()).select_from(_article().table)).scalar_one()
        while not held.is_done:
            told("words", held.copied, max(total, held.copied))
            with self.target.unhurried() as tx:
                ids = words.following(tx, held.after[0] if held.after else 0, most=OF_LARGE)
                words.learn(tx, ids)
                held = Mark(
                    after=(ids[-1],) if ids else held.after,
                    is_done=not ids,
                    copied=held.copied + len(ids),
                )
                if held.is_done and not self.target.is_sqlite:
                    told("word index", 0, 1)
                    tx.exec_driver_sql("set local maintenance_work_mem = '256MB'")
                    tx.exec_driver_sql(words.INDEX)
                marks.put(tx, WORDS, held)

    def _catch_up(self, told: Told, *, until: int, with_words: bool = True) -> None:
        """Take up what was noted, until no more than so many notes wait."""
        done = 0
        while True:
            with self.source.reading() as tx:
                waiting = changes.waiting(tx)
                told("changes", done, done + waiting)
                if waiting <= until and (until or not waiting):
                    return
                found = changes.noted(tx)
                now = {kind.name: rows.at(tx, kind, found.keys[kind.name])
                       for kind in rows.kinds() if kind.name in found.keys}  # fmt: skip
            with self.target.unhurried() as tx:
                for kind in rows.kinds():
                    if kind.name in now:
                        self._apply(tx, kind, found.keys[kind.name], now[kind.name], with_words)
                if marks.mark(tx, None, VERIFIED).is_done:
                    for kind in rows.kinds():
                        if kind.name in now:
                            noted = found.keys[kind.name]
                            comparing.compare_written(tx, kind, noted, now[kind.name])
            with self.source.writing() as tx:
                changes.take_up(tx, found)
            done += len(found.ids)

    def _apply(
        self,
        tx: Tx,
        kind: Kind,
        noted: list[rows.Key],
        now: dict[rows.Key, Values],
        with_words: bool,
    ) -> None:
        ids = [key[0] for key in noted] if kind.name == "article" and with_words else []
        if ids:
            words.forget(tx, ids)
        rows.remove(tx, kind, [rows.clean(key) for key in noted])
        clean, replaced = rows.cleaned(now.values())
        rows.put(tx, kind, clean)
        if ids:
            words.learn(tx, ids)
        if replaced:
            held = marks.mark(tx, kind)
            marks.put(tx, kind.name, replace(held, replaced=held.replaced + replaced))

    def _verify(self, told: Told) -> list[Checked]:
        """Compare all rows but those that wait to be taken up, which are compared when they are."""
        comparing.forget_as_source(self.source, self.target)
        checked = [
            comparing.compare(
                self.source, self.target, kind, partial(told, f"comparing {kind.name}")
            )
            for kind in rows.kinds()
        ]
        with self.target.unhurried() as tx:
            marks.put(tx, VERIFIED, Mark(is_done=True))
        return checked

    def _mark_of(self, kind: Kind) -> Mark:
        with self.target.reading() as tx:
            return marks.mark(tx, kind)

    def _mark(self, name: str) -> Mark:
        with self.target.reading() as tx:
            return marks.mark(tx, None, name)


def abandon(source: Store) -> bool:
    """Forget a copy: the source is as it was before; False when none was under way."""
    with source.writing() as tx:
        found = changes.copying_to(tx) is not None
        changes.end(tx)
    return found


def _refuse_used(target: Store, *, is_half: bool) -> None:
    with target.unhurried() as tx:
        held = schema.version(tx)
        if is_half:
            raise UsageError(
                f"{target.place} holds a half copy of another archive or of an abandoned one; "
                "give an empty database"
            )
        if held is None and not inspect(tx).get_table_names():
            return
        there = held is not None and inspect(tx).has_table("article")
        n = rows.count(tx, _article()) if there else 0
        if (
            held is None
            or n
            or (
                there
                and any(rows.count(tx, kind) for kind in rows.kinds() if kind.table is not fact)
            )
        ):
            what = (
                f"{n:,} articles" if n else "tables of something else" if held is None else "rows"
            )
            raise UsageError(f"{target.place} holds {what}; give an empty database")


def _make_ready(source: Store, target: Store) -> None:
    schema.upgrade(target)
    sign = uuid.uuid4().hex
    with target.unhurried() as tx:
        tx.execute(delete(fact))  # what the migrations put there; the source has its own
        marks.begin(tx, sign)
        marks.keep_keys(tx, keys.take_away(tx))
        _make_parts(source, tx)
        if not target.is_sqlite:
            tx.exec_driver_sql("drop index ix_article_words")
    with source.writing() as tx:
        changes.begin(tx, sign)


def _make_parts(source: Store, tx: Tx) -> None:
    """Rows come in with a part for each stretch there already, and need not be moved later."""
    for table in (fingerprint, telling):
        stretch = next(iter(table.primary_key.columns))
        with source.reading() as ours:
            held = ours.execute(select(stretch).distinct()).scalars().all()
        partitions.make(tx, table, sorted(held))


def _article() -> Kind:
    return next(kind for kind in rows.kinds() if kind.name == "article")
