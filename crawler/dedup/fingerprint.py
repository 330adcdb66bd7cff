"""Folded words of a text -> its hash, and a sample of its five-word runs. No I/O, no state.

The sample holds every run ("shingle") whose 64-bit hash lies below a fixed limit, so the samples of
two texts meet wherever the texts share enough words, however much stands around them. Agencies'
texts are cut and wrapped, so what counts is containment and not likeness of the whole.

The hashes are stored, so they must never change: `FORMAT` is raised when they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

FORMAT = 1  # stored beside the hashes; those of another format are never compared
RUN_WORDS = 5  # shorter runs are found in any text of the same trade, longer ones break at an edit
# One run in 16: about 32 rows an article; 1 in 32 lost a tenth of the teasers (measured over 46,000
# news texts; Broder 1997 calls such a sample "mod m").
SAMPLE = 16
SAMPLE_LIMIT = (1 << 64) // SAMPLE
# Minutes of a parliament, day-long live texts: the smallest hashes alone, which is the same
# sample at a lower limit.
MAX_SAMPLED = 512
MAX_BYTES = 1 << 20  # 170,000 words; what follows is not looked at
# Of so many runs in common that might be sampled, one time in two hundred no more than 0, 1, 2 …
# are: the sample is drawn by chance (Poisson).
_AT_LEAST = (5.3, 7.4, 9.3, 11.0, 12.6, 14.1, 15.7, 17.1, 18.6, 20.0)
_LEAST_CONTAINMENT = 0.4  # of a copy without other evidence
_WHOLLY_SAMPLED = 6000  # words; of longer texts only the smallest hashes are kept

Hashes = NDArray[np.uint64]

# A run's hash is a polynomial over its bytes, modulo 2^64: sums up to each byte give every run by
# one subtraction. The base is odd, so it has an inverse, by which a run forgets where it stood.
_BASE = 0xD1342543DE82EF95  # Steele & Vigna 2021, the multiplier they recommend for 64 bits
_INVERSE = pow(_BASE, -1, 1 << 64)
_BLANK = 0x20


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is stored of a text to find it again."""

    text_hash: bytes  # 16 bytes, blake2b of the folded words; equal for equal texts
    shingles: tuple[int, ...]  # sampled, ascending; below 2^60, so they fit a signed 64-bit column
    n_words: int


def fingerprint(folded: str) -> Fingerprint:
    """The fingerprint of words parted by single blanks; blanks at either end do not count."""
    data = folded.strip().encode()
    found = _runs(data)
    sample = _distinct(found[found < SAMPLE_LIMIT])[:MAX_SAMPLED]
    n_words = data.count(b" ") + 1 if data else 0
    return Fingerprint(text_hash(folded), tuple(sample.tolist()), n_words)


def text_hash(folded: str) -> bytes:
    """16 bytes that are equal for equal words."""
    return blake2b(folded.strip().encode(), digest_size=16, person=b"wirewatch-text").digest()


def all_shingles(folded: str) -> Hashes:
    """Hashes of all five-word runs, each once, ascending. A shorter text is one run."""
    return _distinct(runs(folded))


@lru_cache(maxsize=64)  # a judge asks for the same text several times over
def runs(folded: str) -> Hashes:
    """Hashes of the five-word runs in the order of the text: the run at i begins with word i.

    A text of fewer words is one run, one of none has none. The array cannot be written to.
    """
    found = _runs(folded.strip().encode())
    found.flags.writeable = False
    return found


def containment(a: Hashes, b: Hashes) -> float:
    """The share of the smaller text's runs that stand in the other, 0 to 1; 0 when one is empty."""
    smaller = min(len(a), len(b))
    return shared(a, b) / smaller if smaller else 0.0


def shared(a: Hashes, b: Hashes) -> int:
    """How many runs stand in both; each array ascending and without repetition."""
    if len(a) > len(b):
        a, b = b, a
    if not len(a):
        return 0
    places = np.searchsorted(b, a)
    return int(np.count_nonzero(b[np.minimum(places, len(b) - 1)] == a))


def may_be_copies(n_sampled: int, n_words: int, other_words: int) -> bool:
    """Whether texts of so many words that share *n_sampled* runs of their samples may be copies.

    Two long texts of the same trade share one or two. Spares laying them side by side.
    """
    if n_sampled >= len(_AT_LEAST) or max(n_words, other_words) > _WHOLLY_SAMPLED:
        return True
    expected = min(n_words, other_words) * _LEAST_CONTAINMENT / SAMPLE
    return expected <= _AT_LEAST[n_sampled]


def _distinct(hashes: Hashes) -> Hashes:
    """Ascending, each once: what np.unique does, in half its time."""
    ranked: Hashes = np.sort(hashes)
    first: NDArray[np.bool_] = np.diff(ranked, prepend=ranked[:1] - np.uint64(1)) != 0
    return ranked[first]


def _runs(data: bytes) -> Hashes:
    data = data[:MAX_BYTES]
    if not data:
        return np.empty(0, np.uint64)
    codes = np.frombuffer(data, np.uint8)
    powers, inverses = _powers(1 << max(14, (len(data) - 1).bit_length()))
    sums = np.empty(len(data) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(_LETTERS[codes] * powers[: len(data)], out=sums[1:])
    blanks = np.flatnonzero(codes == _BLANK)
    starts = np.concatenate(([0], blanks + 1))
    ends = np.append(blanks, len(data))
    words = min(RUN_WORDS, len(starts))
    starts, ends = starts[: len(starts) - words + 1], ends[words - 1 :]
    return _mix((sums[ends] - sums[starts]) * inverses[starts])


def _mix(hashes: Hashes) -> Hashes:
    """The finaliser of MurmurHash3 (Appleby): every bit of a hash moves every other."""
    hashes ^= hashes >> np.uint64(33)
    hashes *= np.uint64(0xFF51AFD7ED558CCD)
    hashes ^= hashes >> np.uint64(33)
    hashes *= np.uint64(0xC4CEB9FE1A85EC53)
    hashes ^= hashes >> np.uint64(33)
    return hashes


def _letters() -> Hashes:
    """A random odd number for each byte value, from splitmix64 (Steele, Lea & Flood 2014)."""
    steps = np.arange(1, 257, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return _mix(steps) | np.uint64(1)


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The first *size* powers of the base and of its inverse, modulo 2^64."""
    return _powers_of(_BASE, size), _powers_of(_INVERSE, size)


def _powers_of(base: int, size: int) -> Hashes:
    factors = np.full(size, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


_LETTERS = _letters()
