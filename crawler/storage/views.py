"""The views that people query with plain SQL: documented, stable, the same on both databases.

They are dropped before migrations run and made again after, so that a migration may rebuild the
tables under them. Columns may be added at the end; none is renamed or removed.
Yes and no are 1 and 0, days are text (``2026-02-05``, in UTC), and times are as each database
shows them.
"""

from __future__ import annotations

from crawler.storage.store import Tx

DAY = {
    "sqlite": "substr({column}, 1, 10)",
    "postgresql": "to_char({column} at time zone 'UTC', 'YYYY-MM-DD')",
}

V_ARTICLES = """
create view v_articles as
select a.id, coalesce(a.link, a.url) as url, a.title, a.kicker, a.lead, a.text, a.language,
       f.name as outlet, a.site,
       coalesce(a.country, f.country) as country, a.authors, a.agency, a.section, a.tags,
       a.image_url, a.image_caption,
       a.published_at, a.published_from, a.modified_at, a.first_seen_at, a.fetched_at,
       {day} as day, a.access, a.note, a.revision, a.n_words as words,
       case when a.original_id is null then 0 else 1 end as is_copy,
       a.original_id, a.story_id, a.verdict, a.relation, a.likeness, a.like_id,
       a.published_day, a.modified_day, a.image_credit
from article a join feed f on f.id = a.feed_id
"""

V_TOPIC_HITS = """
create view v_topic_hits as
select t.name as topic, h.article_id, h.matched_at, {day} as day, a.published_at, a.first_seen_at,
       a.title, coalesce(a.link, a.url) as url, f.name as outlet, a.language, a.access,
       case when a.original_id is null then 0 else 1 end as is_copy,
       a.story_id, h.revision, h.version as query_version, h.places
from hit h
join topic t on t.id = h.topic_id
join article a on a.id = h.article_id
join feed f on f.id = a.feed_id
"""

V_TOPIC_DAILY = """
create view v_topic_daily as
select topic, day, count(*) as articles, count(distinct story_id) as stories,
       count(distinct outlet) as outlets, sum(is_copy) as copies
from v_topic_hits
group by topic, day
"""

# What is healthy; `storage.roster` asks for it where the sums of the view would cost too much.
HEALTH = """case when {f}.state <> 'active' then {f}.state
            when {f}.last_success_at is null and {f}.failing_since is null then 'never looked at'
            else {f}.condition end"""

V_FEED_HEALTH = """
create view v_feed_health as
select f.id as feed_id, f.name as feed, f.url, f.state,
       {health} as health,
       f.last_outcome, f.last_note, f.last_looked_at, f.last_success_at, f.last_new_at,
       f.failing_since, f.trouble, f.interval_min, f.next_look_at, f.plan,
       coalesce(d.looks, 0) as looks, coalesce(d.unchanged, 0) as unchanged,
       coalesce(d.failures, 0) as failures, coalesce(d.entries, 0) as entries,
       coalesce(d.bytes, 0) as bytes
from feed f
left join (select feed_id, sum(looks) as looks, sum(unchanged) as unchanged,
                  sum(failures) as failures, sum(entries) as entries, sum(bytes) as bytes
           from feed_day group by feed_id) d on d.feed_id = f.id
"""

# In the order in which they build on each other.
VIEWS = {
    "v_articles": (V_ARTICLES, "a.first_seen_at"),
    "v_topic_hits": (V_TOPIC_HITS, "a.first_seen_at"),
    "v_topic_daily": (V_TOPIC_DAILY, ""),
    "v_feed_health": (V_FEED_HEALTH, ""),
}


def drop_views(tx: Tx) -> None:
    """Take all of them away; those that are missing do not matter."""
    for name in reversed(VIEWS):
        tx.exec_driver_sql(f"drop view if exists {name}")


def create_views(tx: Tx) -> None:
    """Make all of them; they must not be there."""
    for template, column in VIEWS.values():
        day = DAY[tx.dialect.name].format(column=column)
        tx.exec_driver_sql(template.format(day=day, health=HEALTH.format(f="f")).strip())
