"""All needles of all topics -> which of them stand in a text, by one pass over it.

A needle is a piece of folded text with blanks at the borders of words: ``b" new start"``. The
automaton (Aho-Corasick) takes about as long for a hundred thousand needles as for a thousand. New
needles go into a small one beside it; a thread builds the next large one when that has grown.
"""

from __future__ import annotations

import threading
from operator import itemgetter

from ahocorasick_rs import BytesAhoCorasick, Implementation

from crawler.topics.rarity import Rarity

_MERGE_AFTER = 2_000  # needles; the small automaton is then rebuilt in about 2 ms
# Up to here the larger kind of automaton fits into the caches and is a tenth quicker.
_FEW = 2_500
_number_of = itemgetter(0)


def signal(kind: str, value: str) -> bytes:
    """A needle that no text has: it counts as seen when the article's property is so."""
    return f"\0{kind}:{value}".encode()


class Needles:
    """Needles by number. Not for several threads at the same time."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._needles: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._shares: list[float] = []
        self.signals: set[str] = set()  # the kinds of signals that are among them
        self._large: BytesAhoCorasick | None = None
        self._small: BytesAhoCorasick | None = None
        self._in_large = 0  # needles below this number are in the large automaton
        self._in_small = 0  # and from there, below this one, in the small one
        self._thread: threading.Thread | None = None
        self._built: tuple[BytesAhoCorasick, int] | None = None  # left here by the thread

    def __len__(self) -> int:
        return len(self._needles)

    def number(self, needle: bytes) -> int:
        """The number of *needle*, which is looked for from now on."""
        number = self._numbers.get(needle)
        if number is None:
            number = self._numbers[needle] = len(self._needles)
            self._needles.append(needle)
            self._shares.append(self._rarity(needle))
        return number

    def signal(self, kind: str, value: str) -> int:
        """The number of a needle for a property of the article."""
        self.signals.add(kind)
        return self.number(signal(kind, value))

    def known(self, needle: bytes) -> int | None:
        """The number of *needle*, if anybody looks for it."""
        return self._numbers.get(needle)

    def share(self, number: int) -> float:
        """How many articles have the needle, about, of one."""
        return self._shares[number]

    def needle(self, number: int) -> bytes:
        """The needle of that number."""
        return self._needles[number]

    def seen(self, text: bytes) -> set[int]:
        """The numbers of all needles that stand in *text*."""
        if self._in_small != len(self._needles) or self._built is not None:
            self._refresh()
        seen: set[int] = set()
        if self._large is not None:
            seen = set(map(_number_of, self._large.find_matches_as_indexes(text, True)))
        if self._small is not None:
            first = self._in_large
            found = self._small.find_matches_as_indexes(text, True)
            seen.update(match[0] + first for match in found)
        return seen

    def build(self) -> None:
        """Put all needles into the large automaton, now."""
        self._build_large(len(self._needles))
        self._refresh()

    def settle(self) -> None:
        """Wait for the thread that builds the next large automaton, if there is one."""
        if self._thread is not None:
            self._thread.join()
        self._refresh()

    def _build_large(self, upto: int) -> None:
        needles = self._needles[:upto]
        kind = Implementation.DFA if upto < _FEW else Implementation.ContiguousNFA
        self._built = (BytesAhoCorasick(needles, implementation=kind), upto) if needles else None

    def _refresh(self) -> None:
        """Bring both automata up to the needles that there are now."""
        if self._built is not None:
            self._large, self._in_large = self._built
            self._built, self._thread, self._in_small = None, None, -1
        upto = len(self._needles)
        if self._in_small != upto:
            fresh = self._needles[self._in_large :]
            kind = Implementation.ContiguousNFA  # built in a third of the time
            self._small = BytesAhoCorasick(fresh, implementation=kind) if fresh else None
            self._in_small = upto
        if upto - self._in_large > _MERGE_AFTER and self._thread is None:
            # The Rust side builds without Python's lock: the loop goes on meanwhile.
            self._thread = threading.Thread(target=self._build_large, args=(upto,), daemon=True)
            self._thread.start()
