"""Title and first words of an article -> its gist: which words matter in it, and how much.

A word weighs by how often it stands here and how rarely elsewhere. How rare words are is learnt
from the articles that are held; there is no list of stop words of any language. Before much is
held, the length of a word stands in: in every script that we meet, small words are common words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from math import fsum, log, sqrt

FIRST_WORDS = 400  # of the body; further down reports turn to background and to other matters
TITLE_TIMES = 3
# As if so many articles had been read already, in which a word of this many letters stood in this
# share: about what European news show.
PRIOR_ARTICLES = 500
PRIOR_SHARES = (0.5, 0.5, 0.4, 0.25, 0.08, 0.03, 0.015, 0.008)  # of 0, 1, 2 … letters
PRIOR_LONG, PRIOR_FIGURE, PRIOR_PAIR = 0.004, 0.02, 0.01
_UNPARTED = "\u2e80"  # from here on one sign is one word, and two together say something


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In how many of the held articles a word stands; a word that is missing in none."""

    n_articles: int = 0
    times: Mapping[str, int] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """How much *word* tells: the logarithm of how rare it is, never below 0."""
        seen = self.times.get(word, 0) + PRIOR_ARTICLES * _prior_share(word)
        return max(0.0, log((self.n_articles + PRIOR_ARTICLES) / seen))

    def weights(self, words: Iterable[str]) -> dict[str, float]:
        """The `weight` of each."""
        return {word: self.weight(word) for word in words}


@dataclass(frozen=True, slots=True)
class Gist:
    """Words and their weights; the squares of the weights add up to 1 (or 0 without words)."""

    weights: Mapping[str, float]

    def telling(self, n: int) -> tuple[str, ...]:
        """The *n* words that weigh most: what other reports of the event are looked up by.

        Of two halves of one report 97 % shared two of twenty.
        """
        ranked = nsmallest(n, ((-weight, word) for word, weight in self.weights.items()))
        return tuple(word for _, word in ranked)


def counts_of(title: str, folded: str) -> Counter[str]:
    """How often each word counts that a gist is made of; those of the title count more."""
    counts: Counter[str] = Counter()
    for word in _terms(title.split()):
        counts[word] += TITLE_TIMES
    counts.update(_terms(folded.split(" ", FIRST_WORDS)[:FIRST_WORDS]))
    return counts


def gist(title: str, folded: str, vocabulary: Vocabulary) -> Gist:
    """The gist of an article; *title* and *folded* are words parted by blanks."""
    return gist_of(counts_of(title, folded), vocabulary)


def gist_of(counts: Mapping[str, int], vocabulary: Vocabulary) -> Gist:
    """The gist of an article whose words stand in it so often."""
    weights = {
        word: weight if counts[word] == 1 else (1 + log(counts[word])) * weight
        for word, weight in vocabulary.weights(counts).items()
        if weight
    }
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return Gist({word: weight / length for word, weight in weights.items()})


def alike(a: Gist, b: Gist) -> float:
    """The cosine of two gists: 0 for nothing in common, 1 for the same."""
    both = a.weights.keys() & b.weights.keys()
    # fsum: the same in whatever order the words come out of a set.
    return fsum(a.weights[word] * b.weights[word] for word in both)


def in_common(a: Gist, b: Gist, n: int) -> tuple[str, ...]:
    """The *n* words that make two gists alike, the weightiest first."""
    both = a.weights.keys() & b.weights.keys()
    return tuple(sorted(both, key=lambda word: (-a.weights[word] * b.weights[word], word))[:n])


def _terms(words: Iterable[str]) -> Iterator[str]:
    """Words as they are; of Chinese or Japanese signs each two that stand together."""
    last = ""
    for word in words:
        if len(word) == 1 and word >= _UNPARTED:
            if last:
                yield last + word
            last = word
        else:
            last = ""
            if word:
                yield word


def _prior_share(word: str) -> float:
    if word[0] >= _UNPARTED:
        return PRIOR_PAIR
    if word[0].isdigit():
        return PRIOR_FIGURE
    return PRIOR_SHARES[len(word)] if len(word) < len(PRIOR_SHARES) else PRIOR_LONG
