"""/api/v1: everything that the commands show and do, for programs; docs/api.md teaches it.

An answer is a frozen dataclass, mostly the one that the pages and commands show; what is wrong is
told as RFC 9457 has it. Every list is bounded, and goes on where `next` says.

frame.py       what all resources have: bounds of their parameters, and no odd letters in them
cursors.py     where a list goes on, signed
filters.py     words of a request -> what storage asks for
description.py /api/v1/openapi.json
articles.py  stories.py  topics.py  drafts.py  searches.py  feeds.py  alerts.py  channels.py
mutes.py  status.py  events.py      a resource each
"""
