"""Many queries x one article -> hits.

One pass over the article's folded text tells which of all needles of all topics stand in it
(``needles``). What is asked of a topic (``plans``) gives it one of five places:

    direct   a phrase, or an OR of them: its needle was seen, so it holds
    titled   the same in the title: its needle was seen there
    single   it needs at least one needle of a set; when one was seen, a check decides
    pair     it needs one needle of each of its two rarest sets; only then a check decides
    always   it needs no needle (``url:…`` alone): its check decides each time

With 100,000 topics about 50 checks an article are left, nearly all of them true.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from crawler.errors import QueryError
from crawler.items import Hit, Topic
from crawler.topics.document import Document
from crawler.topics.effort import TooCostly
from crawler.topics.needles import Needles, signal
from crawler.topics.parsing import parse_whole
from crawler.topics.places import evidence
from crawler.topics.plans import Check, Plan, Seen, make_plan
from crawler.topics.query import Query
from crawler.topics.rarity import Rarity

_FEW = 50  # partners; from there on an intersection in C is quicker than a loop
_MANY = 1_000  # topics
_Called = list[tuple[int, Check | None]]  # topics with what decides them; None: nothing else does


class _Calls:
    """Whom a needle calls when it is seen. One look-up finds all: with many topics each is slow."""

    __slots__ = ("direct", "pair", "single", "titled")

    def __init__(self) -> None:
        self.direct: list[int] | None = None
        self.titled: list[int] | None = None
        self.single: _Called | None = None
        self.pair: dict[int, _Called] | None = None  # by the number of the other needle


@dataclass(frozen=True, slots=True)
class Trouble:
    """A topic that is not followed as it was meant: to be shown to its owner."""

    topic_id: int
    reason: str  # for people; a query that cannot be read with a caret under the place
    articles: int = 0  # on so many it was given up; 0 when it is not followed at all
    url: str = ""  # the last of these articles


class Matcher:
    """All topics at once. Not for several threads at the same time.

        matcher = Matcher(topics, saved={"nuclear_arms": "warhead* OR nuclear"})
        hits = matcher.match(Document.of(article))

    A topic whose query cannot be read is left out and stands in ``refused``; ``troubles`` has
    these, and those that were given up on an article because they would have cost too much.
    """

    def __init__(
        self,
        topics: Iterable[Topic] = (),
        *,
        saved: Mapping[str, Query | str] | None = None,
        rarity: Rarity | None = None,
    ) -> None:
        self.refused: dict[int, QueryError] = {}
        self._given_up: dict[int, Trouble] = {}
        self._saved = dict(saved or {})
        self._needles = Needles(rarity or Rarity())
        self._topics: dict[int, tuple[Query, str]] = {}  # id -> (tree written out, version)
        self._calls: list[_Calls | None] = []  # by the number of a needle
        self._always: dict[int, Check] = {}
        with _no_collection():
            for topic in topics:
                try:
                    self.add(topic)
                except QueryError as error:
                    self.refused[topic.id] = error
            self._needles.build()
            if len(self._topics) > _MANY:
                gc.freeze()  # the collector would stop the loop for a second to find no garbage

    def __len__(self) -> int:
        return len(self._topics)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What people should know about their topics, by id."""
        unread = {i: Trouble(i, str(error)) for i, error in self.refused.items()}
        return tuple(trouble for _, trouble in sorted((self._given_up | unread).items()))

    # ---- topics come and go

    def add(self, topic: Topic) -> None:
        """Follow *topic* from the next article on, in place of one of its id. QueryError."""
        tree = parse_whole(topic.query, self._saved)
        self.remove(topic.id)
        self._topics[topic.id] = (tree, topic.version)
        self._enter(topic.id, make_plan(tree, self._needles))

    replace = add

    def remove(self, topic_id: int) -> None:
        """Follow the topic no longer. Its needles stay until the next start, asking for nothing."""
        self.refused.pop(topic_id, None)
        self._given_up.pop(topic_id, None)
        if topic_id in self._topics:
            tree, _ = self._topics.pop(topic_id)
            self._leave(topic_id, make_plan(tree, self._needles))

    def settle(self) -> None:
        """Wait for the thread that builds the next large automaton, if there is one."""
        self._needles.settle()

    # ---- an article arrives

    def match(self, document: Document) -> tuple[Hit, ...]:
        """Every topic that *document* matches, by id, each with the places that made it so."""
        hits = []
        for topic_id in sorted(self.matching(document)):
            tree, version = self._topics[topic_id]
            places = evidence(tree, document)
            hits.append(Hit(topic_id=topic_id, version=version, places=places))
        return tuple(hits)

    def matching(self, document: Document) -> set[int]:
        """The ids of the topics that *document* matches."""
        seen = self._needles.seen(document.scan)
        if self._needles.signals:
            seen.update(self._signalled(document))
        found = set[int]()
        candidates: _Called = [*self._always.items()]
        self._grow()
        calls = self._calls
        for number in seen:
            called = calls[number]
            if called is None:
                continue
            if called.direct is not None:
                found.update(called.direct)
            if called.titled is not None and self._is_in_title(number, document):
                found.update(called.titled)
            if called.single is not None:
                candidates += called.single
            if called.pair is not None:
                candidates += _with_partner(called.pair, seen)
        found.update(self._decided(candidates, seen, document))
        return found

    def _is_in_title(self, number: int, document: Document) -> bool:
        needle, title = self._needles.needle(number), document.title
        return needle in title.folded or needle in title.other

    def _decided(
        self, candidates: Iterable[tuple[int, Check | None]], seen: Seen, document: Document
    ) -> Iterator[int]:
        tried = set[int]()
        for topic_id, check in candidates:
            if check is None:
                yield topic_id
            elif topic_id not in tried:
                tried.add(topic_id)  # a long OR is called by many needles, and decided once
                try:
                    if check(seen, document):
                        yield topic_id
                except TooCostly:
                    self._give_up(topic_id, document)

    def _signalled(self, document: Document) -> Iterator[int]:
        """The numbers of the article's properties that some topic asks for."""
        values = {
            "lang": (document.language,),
            "country": (document.country,),
            "type": (document.article.access.value,),
            "site": document.sites,
        }
        for name in self._needles.signals:
            for value in values[name]:
                number = self._needles.known(signal(name, value))
                if number is not None:
                    yield number

    def _give_up(self, topic_id: int, document: Document) -> None:
        reason = "its query would have cost too much on an article, which was passed over"
        before = self._given_up.get(topic_id) or Trouble(topic_id, reason)
        url = document.article.url
        self._given_up[topic_id] = replace(before, articles=before.articles + 1, url=url)

    # ---- a topic's place in the tables

    def _enter(self, topic_id: int, plan: Plan) -> None:
        self._grow()
        if plan.is_titled:
            for number in plan.clauses[0][1]:
                calls = self._calls_of(number)
                calls.titled = calls.titled or []
                calls.titled.append(topic_id)
            return
        if plan.is_plain:
            for number in plan.clauses[0][1]:
                calls = self._calls_of(number)
                calls.direct = calls.direct or []
                calls.direct.append(topic_id)
            return
        check = plan.check if plan.is_cheap else _counted(plan.check)
        first, second = _keys(plan)
        if not first:
            self._always[topic_id] = check
        called = (topic_id, None if plan.is_pair else check)
        for number in first:
            calls = self._calls_of(number)
            if not second:
                calls.single = calls.single or []
                calls.single.append((topic_id, check))
                continue
            calls.pair = {} if calls.pair is None else calls.pair
            for partner in second:
                calls.pair.setdefault(partner, []).append(called)

    def _leave(self, topic_id: int, plan: Plan) -> None:
        self._always.pop(topic_id, None)
        is_keyed = not (plan.is_plain or plan.is_titled)
        for number in _keys(plan)[0] if is_keyed else plan.clauses[0][1]:
            calls = self._calls_of(number)
            calls.titled = [x for x in calls.titled or () if x != topic_id] or None
            calls.direct = [x for x in calls.direct or () if x != topic_id] or None
            calls.single = [x for x in calls.single or () if x[0] != topic_id] or None
            for called in (calls.pair or {}).values():
                called[:] = [x for x in called if x[0] != topic_id]

    def _calls_of(self, number: int) -> _Calls:
        calls = self._calls[number]
        if calls is None:
            calls = self._calls[number] = _Calls()
        return calls

    def _grow(self) -> None:
        """Have a place for each needle that there is by now."""
        self._calls.extend([None] * (len(self._needles) - len(self._calls)))


def _with_partner(pair: Mapping[int, _Called], seen: Seen) -> Iterator[tuple[int, Check | None]]:
    if len(pair) < _FEW:
        for partner, called in pair.items():
            if partner in seen:
                yield from called
    else:
        for partner in pair.keys() & seen:
            yield from pair[partner]


def _keys(plan: Plan) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of the two rarest clauses; empty where there are not as many."""
    clauses = sorted(plan.clauses)[:2]
    first, second = [numbers for _, numbers in clauses] + [()] * (2 - len(clauses))
    return first, second


def _counted(check: Check) -> Check:
    """*check* with a limit on what it may cost."""

    def counted(seen: Seen, document: Document) -> bool:
        document.effort.begin()
        return check(seen, document)

    return counted


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the garbage collector out: all of the many objects that are made here will stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
