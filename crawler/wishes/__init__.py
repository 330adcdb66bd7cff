"""What people want, by command, page or API -> rows; one set of rules for all three.

moments.py     "7d", "2026-02-01" -> a time
choosing.py    a word -> the feed or topic that is meant, or the nearest right one
asking.py      a topic or a draft -> the query as the archive is asked
topics.py      watch for something from now on, otherwise, or no longer
seeking.py     an address -> the feed there, or the one that the page leads to
feeds.py       follow a feed, pause it, leave it
lists.py       a list of feeds (OPML) -> which of them are new; all feeds -> OPML
searches.py    keep a query under a name
"""
