"""The tables, as SQLAlchemy Core sees them on both databases. No statement stands here.

Every change comes with a migration; `alembic check` holds the two against each other.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import sqlite

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """An aware time, in UTC on both databases. SQLite keeps ISO text, which sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: nobody could tell what they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time reached the database: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """What leaves the database is aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite gives row ids to INTEGER PRIMARY KEY alone; BIGINT would be an ordinary column there.
Id = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _ref(name: str, target: str, *, nullable: bool = False, cascade: bool = False) -> Column[Any]:
    """A foreign key; with *cascade* the row goes when its owner goes."""
    key = ForeignKey(f"{target}.id", ondelete="CASCADE" if cascade else None)
    return Column(name, Id, key, nullable=nullable)


feed = Table(
    "feed",
    metadata,
    _id(),
    Column("url", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", Text),
    Column("country", Text),
    Column("category", Text),
    Column("timezone", Text),
    Column("origin", Text, nullable=False),
    Column("state", Text, nullable=False),  # active, paused, retired
    Column("floor_min", Float),
    Column("ceiling_min", Float),
    Column("cron", Text),
    # What the feed says of itself.
    Column("title", Text),
    Column("home_url", Text),
    # What the next look needs.
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", LargeBinary(16)),
    Column("interval_min", Float),
    Column("trouble", Float, nullable=False),
    Column("next_look_at", Utc, nullable=False),
    Column("plan", Text),  # why then, for people
    # How it went.
    Column("first_looked_at", Utc),
    Column("last_looked_at", Utc),
    Column("last_full_at", Utc),
    Column("last_success_at", Utc),
    Column("last_new_at", Utc),
    Column("failing_since", Utc),
    Column("last_outcome", Text),
    Column("last_note", Text),
    Column("created_at", Utc, nullable=False),
    # What it has become, and why it is looked at when it is.
    Column("condition", Text, nullable=False, server_default="ok"),  # see feeds/condition.py
    Column("condition_since", Utc),
    Column("ttl_min", Float),  # the feed's own wishes; a 304 does not repeat them
    Column("skip_hours", Text),  # GMT, parted by blanks
    Column("skip_days", Text),  # Monday is 0
    Column("moved_to", Text),  # where permanent redirects lead
    Column("moved_since", Utc),
    Column("former_url", Text),  # before it moved; a line of feeds.toml may still name it
    Column("detour_url", Text),  # asked in its place: a page that came for the feed names it
    Column("hub_url", Text),  # WebSub: who would tell us of news, and under which name
    Column("self_url", Text),
    Column("run_began_at", Utc),  # of looks with the outcome of the last one
    Column("last_items", LargeBinary),  # of its last body that had any; see storage/windows.py
    # Of many machines: whose patience a look costs, and whose turn it is (storage/fences.py).
    Column("host", Text),
    Column("fence", BigInteger, nullable=False, server_default="0"),
    Index("ix_feed_host", "host", "next_look_at", sqlite_where=text("state = 'active'"),
          postgresql_where=text("state = 'active'")),
    Index("ix_feed_due", "next_look_at", sqlite_where=text("state = 'active'"),
          postgresql_where=text("state = 'active'")),
)  # fmt: skip

feed_day = Table(
    "feed_day",
    metadata,
    _ref("feed_id", "feed", cascade=True),
    Column("day", Date, nullable=False),
    Column("looks", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    PrimaryKeyConstraint("feed_id", "day"),
    Index("ix_feed_day_day", "day"),
    sqlite_with_rowid=False,
)

look = Table(
    "look",  # a run of looks with one outcome; the last says what was decided
    metadata,
    _ref("feed_id", "feed", cascade=True),
    Column("began_at", Utc, nullable=False),
    Column("ended_at", Utc, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("interval_min", Float),
    PrimaryKeyConstraint("feed_id", "began_at"),
    sqlite_with_rowid=False,
)

feed_change = Table(
    "feed_change",
    metadata,
    _id(),
    _ref("feed_id", "feed", cascade=True),
    Column("at", Utc, nullable=False),
    Column("was", Text, nullable=False),
    Column("became", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_feed_change_feed", "feed_id", "at"),
)

gap = Table(
    "gap",  # between two looks with no item in common: what was published in it may be lost
    metadata,
    _id(),
    _ref("feed_id", "feed", cascade=True),
    Column("from_at", Utc, nullable=False),
    Column("to_at", Utc, nullable=False),
    Column("found_at", Utc, nullable=False),
    Column("items", Integer, nullable=False),  # of the look that found it
    Column("interval_before_min", Float),
    Column("interval_after_min", Float),
    Index("ix_gap_feed", "feed_id", "found_at"),
)

host = Table(
    "host",  # whose patience our requests cost
    metadata,
    Column("name", Text, primary_key=True),
    Column("first_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("last_url", Text, nullable=False),
    Column("last_note", Text, nullable=False),
    Column("pause_s", Float, nullable=False),  # between two requests
    Column("quiet_until", Utc),  # asked for with Retry-After
    Column("quiet_why", Text),
    Column("free_at", Utc),  # its pause is over, by the database's clock; of many machines
)

host_day = Table(
    "host_day",
    metadata,
    Column("host", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("throttled", Integer, nullable=False),
    Column("refused", Integer, nullable=False),  # not asked for: robots.txt or our own rules
    Column("failures", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    PrimaryKeyConstraint("host", "day"),
    sqlite_with_rowid=False,
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),  # scheme, host and port
    Column("asked_at", Utc, nullable=False),
    Column("status", Integer),  # NULL: there was no answer
    Column("note", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

subscription = Table(
    "subscription",  # at a WebSub hub
    metadata,
    Column("feed_id", Id, ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("hub_url", Text, nullable=False),
    Column("topic_url", Text, nullable=False),
    Column("path", Text, nullable=False, unique=True),  # of our callback; nobody can guess it
    Column("secret", Text, nullable=False),
    Column("state", Text, nullable=False),  # wanted, asked, active, denied
    Column("asked_at", Utc),
    Column("next_ask_at", Utc, nullable=False),
    Column("lease_until", Utc),
    Column("last_push_at", Utc),
    Column("pushes", Integer, nullable=False),
    Column("missed", Integer, nullable=False),  # news that the daily poll found first
    Column("note", Text, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    _id(),
    Column("address_key", Text, nullable=False, unique=True),
    _ref("feed_id", "feed"),  # the first that carried it
    Column("article_id", Id, ForeignKey("article.id", ondelete="SET NULL"), index=True),
    Column("url", Text, nullable=False),
    Column("host", Text, nullable=False),  # whose patience a fetch costs
    Column("guid", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary_html", Text, nullable=False),  # emptied once the article is stored
    Column("content_html", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("language", Text),
    Column("image_url", Text),
    Column("published_at", Utc),
    Column("updated_at", Utc),
    Column("digest", LargeBinary(16), nullable=False),  # changes when the feed's item changes
    Column("state", Text, nullable=False),  # waiting, read, forgotten
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Utc, nullable=False),
    Column("first_seen_at", Utc, nullable=False),
    Column("read_at", Utc),
    Column("last_note", Text),  # why the page could not be had at the last try
    Column("last_try_at", Utc),
    Column("look_again_at", Utc),  # as second_looks.py says
    # What the server said of the page that was read, byte for byte: only changes are asked for.
    Column("page_etag", Text),
    Column("page_last_modified", Text),
    Column("fence", BigInteger, nullable=False, server_default="0"),  # as a feed's
    Index("ix_entry_host", "host", "next_try_at", sqlite_where=text("state = 'waiting'"),
          postgresql_where=text("state = 'waiting'")),
    Index("ix_entry_look_again", "look_again_at", sqlite_where=text("look_again_at is not null"),
          postgresql_where=text("look_again_at is not null")),
    Index("ix_entry_waiting", "next_try_at", sqlite_where=text("state = 'waiting'"),
          postgresql_where=text("state = 'waiting'")),
)  # fmt: skip

feed_entry = Table(
    "feed_entry",
    metadata,
    _ref("feed_id", "feed", cascade=True),
    _ref("entry_id", "entry", cascade=True),
    Column("first_seen_at", Utc, nullable=False),
    PrimaryKeyConstraint("feed_id", "entry_id"),
    Index("ix_feed_entry_entry", "entry_id"),
    sqlite_with_rowid=False,
)

story = Table(
    "story",
    metadata,
    _id(),
    Column("title", Text, nullable=False),
    Column("first_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("merged_into", Id),  # another story, where its articles are; it has none then
    # One of a hundred: lists of stories leave out what one article tells.
    Index("ix_story_grown", "last_at", "id", sqlite_where=text("articles >= 2"),
          postgresql_where=text("articles >= 2")),
)  # fmt: skip

article = Table(
    "article",
    metadata,
    _id(),
    _ref("story_id", "story"),
    _ref("feed_id", "feed"),
    Column("address_key", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text),
    Column("site", Text, nullable=False),  # registrable domain
    Column("title", Text, nullable=False),
    Column("kicker", Text),
    Column("lead", Text),
    Column("text", Text, nullable=False),
    Column("access", Text, nullable=False),  # full, teaser, entry
    Column("note", Text),
    Column("authors", Text, nullable=False),  # parted by "; "
    Column("agency", Text),
    Column("language", Text),
    Column("country", Text),
    Column("site_name", Text),
    Column("section", Text),
    Column("tags", Text, nullable=False),  # parted by "; "
    Column("image_url", Text),
    Column("image_caption", Text),
    Column("image_credit", Text),
    Column("published_at", Utc),
    Column("published_day", Date),  # where no more than the day is known: the time is its begin
    Column("published_from", Text),
    Column("modified_at", Utc),
    Column("modified_day", Date),
    Column("modified_from", Text),
    Column("first_seen_at", Utc, nullable=False),
    Column("fetched_at", Utc, nullable=False),
    Column("revision", Integer, nullable=False),  # of the text above, from 1
    Column("text_hash", LargeBinary(16), nullable=False, index=True),
    Column("n_words", Integer, nullable=False),
    Column("original_id", Id, ForeignKey("article.id", ondelete="SET NULL"), index=True),
    Column("verdict", Text, nullable=False),  # why it is new, or a copy; for people
    Column("relation", Text, nullable=False, server_default="new"),  # new, copy, same story
    Column("likeness", Float),  # to the article below, 0 to 1: containment, or cosine of gists
    Column("like_id", Id),  # the held article that was most like it
    Column("link", Text),  # the url without what tracks readers; NULL: the same
    Index("ix_article_story", "story_id"),
    Index("ix_article_first_seen", "first_seen_at"),
    Index("ix_article_url", "url", "id"),  # a part of it is looked for in the index alone
    Index("ix_article_feed_seen", "feed_id", "first_seen_at"),
    # What is counted of thousands of articles at once, which are then not read themselves.
    Index(
        "ix_article_brief", "id", "feed_id", "story_id", "first_seen_at", "language", "original_id"
    ),
)
# SQLite goes by the rowid where it may, to each article itself; as a hint, PostgreSQL needs none.
BRIEFLY = "INDEXED BY ix_article_brief"

article_address = Table(
    "article_address",
    metadata,
    Column("address_key", Text, primary_key=True),
    _ref("article_id", "article", cascade=True),
    Index("ix_article_address_article", "article_id"),
)

revision = Table(
    "revision",
    metadata,
    _id(),
    _ref("article_id", "article", cascade=True),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text),
    Column("text", Text, nullable=False),
    Column("text_hash", LargeBinary(16), nullable=False),
    Column("modified_at", Utc),
    Column("fetched_at", Utc, nullable=False),
    UniqueConstraint("article_id", "number"),
)

raw_page = Table(
    "raw_page",  # what an article was read from last, for a time
    metadata,
    Column("article_id", Id, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    _ref("entry_id", "entry", cascade=True),
    Column("url", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("fetched_at", Utc, nullable=False),
    Column("body", LargeBinary, nullable=False),  # packed, as the next one is
    Column(
        "entry_html", LargeBinary, nullable=False
    ),  # what the feed itself carried, and its parts
    Column("size_bytes", BigInteger, nullable=False),
    Column("kept_bytes", BigInteger, nullable=False),
    Index("ix_raw_page_fetched", "fetched_at"),
)

# No foreign keys in the next three: rows leave by time, in one range, and one that names an
# article that is gone finds nobody. Keys would double their size and the cost of an article.
fingerprint = Table(
    "fingerprint",
    metadata,
    Column("week", Integer, nullable=False),  # leads the key: old rows leave in one range
    Column("shingle", BigInteger, nullable=False),
    Column("article_id", Id, nullable=False),
    PrimaryKeyConstraint("week", "shingle", "article_id"),
    sqlite_with_rowid=False,
)

telling = Table(
    "telling",  # the words that tell most of an article
    metadata,
    Column("stretch", Integer, nullable=False),  # of three days; leads the key as above
    Column("word", BigInteger, nullable=False),  # its hash
    Column("article_id", Id, nullable=False),
    PrimaryKeyConstraint("stretch", "word", "article_id"),
    sqlite_with_rowid=False,
)

passage = Table(
    "passage",  # sentences, and in how many articles of a site each stood
    metadata,
    Column("site_id", Id, nullable=False),
    Column("key", BigInteger, nullable=False),  # hash of its folded words
    Column("articles", Integer, nullable=False),
    Column("week", Integer, nullable=False),  # when it was seen last
    PrimaryKeyConstraint("site_id", "key"),
    sqlite_with_rowid=False,
)

site = Table(
    "site",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),  # registrable domain
    Column("articles", Integer, nullable=False),  # in which sentences were counted
    Column("recent", Text),  # its last articles' lengths and marks, as extraction/sites.py says
    Column("trouble", Text),  # for people: its texts have grown short, empty or alike
    Column("trouble_since", Utc),
)

mending = Table(
    "mending",  # what people decided about stories
    metadata,
    _id(),
    Column("kind", Text, nullable=False),  # split, merge
    _ref("story_id", "story"),  # where the articles are since then
    _ref("from_story_id", "story"),  # where they were
    Column("article_id", Id, ForeignKey("article.id", ondelete="CASCADE"), index=True),
    Column("like_id", Id, index=True),  # split: the article that it had been taken to be like
    Column("relation", Text),  # split: what it had been taken for
    Column("likeness", Float),
    Column("made_at", Utc, nullable=False),
    Index("ix_mending_story", "story_id"),
)

event = Table(
    "event",  # what became of an article after it was first read
    metadata,
    _id(),
    _ref("article_id", "article", cascade=True),
    Column("kind", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("revision", Integer, nullable=False),  # of the article then
    Column("topic_id", Id, ForeignKey("topic.id", ondelete="CASCADE")),
    Column("detail", Text, nullable=False),  # for people
    Index("ix_event_article", "article_id", "id"),
)

topic = Table(
    "topic",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("query", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("channels", Text, nullable=False),  # parted by blanks
    Column("measure", Text, nullable=False, server_default="{}"),  # JSON: when and how often
    Column("origin", Text, nullable=False),
    Column("state", Text, nullable=False),  # active, retired
    Column("created_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
)

saved_query = Table(
    "saved_query",
    metadata,
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
    Column("origin", Text, nullable=False),
)

# Compared byte by byte on both databases, so that a beginning is a range.
InBytes = Text(collation="C").with_variant(Text(), "sqlite")

word = Table(
    "word",  # of all indexed articles, each once
    metadata,
    Column("word", InBytes, primary_key=True),
    Column("reversed", InBytes, nullable=False, index=True),
    sqlite_with_rowid=False,
)

inflection = Table(
    "inflection",  # words of indexed articles whose stem, in that language, is another word
    metadata,
    Column("language", Text, nullable=False),
    # In the order of the key: SQLite 3.40 takes rows for damaged otherwise.
    Column("stem", InBytes, nullable=False),
    Column("word", InBytes, nullable=False),  # folded, as in the table above
    PrimaryKeyConstraint("language", "stem", "word"),
    sqlite_with_rowid=False,
)

hit = Table(
    "hit",
    metadata,
    _id(),
    _ref("article_id", "article", cascade=True),
    _ref("topic_id", "topic", cascade=True),
    Column("version", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("places", Text, nullable=False),  # JSON: [[field, start, end], …], code points
    Column("matched_at", Utc, nullable=False),
    Column("stands_in", Text),  # fields of the present text, parted by blanks; NULL: as above
    UniqueConstraint("article_id", "topic_id"),
    # Newest first, and the article without the hit itself.
    Index("ix_hit_of_topic", "topic_id", "matched_at", "id", "article_id"),
)

alert = Table(
    "alert",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("topic_id", Id, ForeignKey("topic.id")),  # none: a digest, a word to the operator
    Column("story_id", Id, ForeignKey("story.id")),
    Column("article_id", Id, ForeignKey("article.id", ondelete="CASCADE")),
    Column("kind", Text, nullable=False, server_default="story"),  # see items.AlertKind
    Column("detail", Text, nullable=False, server_default="{}"),  # JSON, by kind
    Column("digest_id", Id),  # the alert of kind digest that this one is told in
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),  # waiting, gathered, muted, sent, dead
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Utc, nullable=False),
    Column("lease_until", Utc),
    Column("created_at", Utc, nullable=False),
    Column("sent_at", Utc),
    Column("receipt", Text),
    Column("error", Text),
    Index("ix_alert_waiting", "next_try_at", sqlite_where=text("state = 'waiting'"),
          postgresql_where=text("state = 'waiting'")),
    Index("ix_alert_state", "state", "id"),
    Index("ix_alert_sent", "sent_at", sqlite_where=text("sent_at is not null"),
          postgresql_where=text("sent_at is not null")),
    Index("ix_alert_channel", "channel", "state", "id"),
    Index("ix_alert_story", "story_id"),
    Index("ix_alert_article", "article_id"),  # else each article that leaves reads all alerts
    Index("ix_alert_digest", "digest_id"),
    Index("ix_alert_measure", "topic_id", "channel", "created_at"),
)  # fmt: skip

mute = Table(
    "mute",  # what people do not want to hear of for a while
    metadata,
    _id(),
    Column("topic_id", Id, ForeignKey("topic.id", ondelete="CASCADE")),
    Column("story_id", Id, ForeignKey("story.id", ondelete="CASCADE")),
    Column("until", Utc, nullable=False),
    Column("made_at", Utc, nullable=False),
)

token = Table(
    "token",
    metadata,
    _id(),
    Column("hash", LargeBinary(32), nullable=False, unique=True),  # SHA-256 of 32 random bytes
    Column("kind", Text, nullable=False),  # topic, search: a feed of it; api
    Column("subject", Text, nullable=False),  # the topic or saved query; of api: whose it is
    Column("made_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("scopes", Text, nullable=False, server_default=""),  # of api, parted by blanks
)

session = Table(
    "session",  # somebody who gave the password of the page
    metadata,
    _id(),
    Column("hash", LargeBinary(32), nullable=False, unique=True),  # SHA-256 of 32 random bytes
    Column("former_hash", LargeBinary(32), unique=True),  # before it was changed; good for a moment
    Column("made_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("used_at", Utc, nullable=False),
    Column("agent", Text, nullable=False),  # what the browser calls itself, for people
)

login_try = Table(
    "login_try",  # that did not lead to a session, yet or ever
    metadata,
    _id(),
    Column("client", Text, nullable=False),  # a network address, or a browser that was in before
    Column("at", Utc, nullable=False),
    Index("ix_login_try_client", "client", "at"),
    Index("ix_login_try_at", "at"),
)

service = Table(
    "service",
    metadata,
    Column("name", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", Text, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("beat_at", Utc, nullable=False),
    Column("round_at", Utc),  # when what is due was last looked up to the end
)

process = Table(
    "process",  # schedulers and workers of a service on many machines
    metadata,
    Column("name", Text, primary_key=True),  # machine, process and start
    Column("role", Text, nullable=False),  # scheduler, worker
    Column("leads", Boolean, nullable=False),  # of schedulers one does
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", Text, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("beat_at", Utc, nullable=False),
    Column("doing", Text, nullable=False),  # for people
    Column("counts", Text, nullable=False),  # JSON: what was done, by kind
)

fact = Table(
    "fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
