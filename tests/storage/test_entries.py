from __future__ import annotations

from datetime import timedelta

from crawler.storage import Store, entries
from tests.samples import NOW, add_feed, announced, make_entry

REST = timedelta(minutes=30)


def test_an_entry_is_new_once_whichever_feed_carries_it(store: Store) -> None:
    with store.writing() as tx:
        first, second = add_feed(tx), add_feed(tx, "https://paper.example/world.xml")
        entry = announced(make_entry())

        receipts = [
            entries.receive(tx, feed_id, [entry], NOW, rest=REST)
            for feed_id in (first, second, first)
        ]

    assert [one.new for one in receipts] == [1, 0, 0]
    assert [len(one.to_read) for one in receipts] == [1, 0, 0]


def test_the_same_address_written_differently_is_one_entry(store: Store) -> None:
    plain, tracked = "https://paper.example/a/1", "http://www.paper.example/a/1?utm_source=rss"
    with store.writing() as tx:
        feed_id = add_feed(tx)

        both = [announced(make_entry(plain)), announced(make_entry(tracked))]
        receipt = entries.receive(tx, feed_id, both, NOW, rest=REST)

    assert receipt.new == 1


def test_a_changed_entry_is_read_again_after_its_rest(store: Store) -> None:
    with store.writing() as tx:
        feed_id = add_feed(tx)
        receipt = entries.receive(tx, feed_id, [announced(make_entry())], NOW, rest=REST)
        tx.exec_driver_sql("update entry set state = 'read'")
        entries.try_again(tx, receipt.to_read[0].entry_id, NOW)
        tx.exec_driver_sql("update entry set read_at = first_seen_at")
        changed = [announced(make_entry(title="Another title"))]

        early = entries.receive(tx, feed_id, changed, NOW + REST / 2, rest=REST)
        late = entries.receive(tx, feed_id, changed, NOW + REST, rest=REST)

    assert (early.changed, late.changed) == (0, 1)
    assert [one.url for one in late.to_read] == ["https://paper.example/a/1"]


def test_an_entry_comes_back_as_it_was_kept(store: Store) -> None:
    entry = make_entry(
        summary_html="<p>One</p>", authors=("Ada Lovelace", "Mary Shelley"), tags=("rivers",),
        published_at=NOW, language="en",
    )  # fmt: skip
    with store.writing() as tx:
        receipt = entries.receive(tx, add_feed(tx), [announced(entry)], NOW, rest=REST)

        kept = entries.load(tx, receipt.to_read[0].entry_id)

    assert kept == entry


def test_two_thousand_entries_are_kept_at_once(store: Store) -> None:
    many = [announced(make_entry(f"https://paper.example/a/{n}")) for n in range(2000)]

    with store.writing() as tx:
        receipt = entries.receive(tx, add_feed(tx), many, NOW, rest=REST)

    assert receipt.new == 2000
