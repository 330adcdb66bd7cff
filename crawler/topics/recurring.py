"""Texts -> the names that recur in them: what else a topic's articles are about.

A name is two or more words in a row that are written large, or one in capitals (NATO). One word
alone counts where only names are written large, and not at the beginning of a sentence: not in
German.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# Words of a name may be joined by a small word, or by two: Rio de Janeiro, Ursula von der Leyen.
_JOINTS = frozenset(
    ("von", "van", "de", "du", "del", "della", "di", "da", "of", "zu", "zur", "bin", "al")
)
_SECOND = frozenset(("der", "den", "la", "le", "the", "las", "los"))
_TOKEN = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*|[.!?…:;,()„“”\"«»\n–—]")
_ENDS = frozenset(".!?…:\n")
_WORDS_MAX = 4
# Nouns are written large, too.
_NOUNS_LARGE = frozenset({"de", "lb"})


def recurring(
    texts: Iterable[tuple[str, str | None]], *, most: int, least: int = 2
) -> list[tuple[str, int]]:
    """The names that most of the *texts* (text, language) hold, with in how many each is.

    Those of fewer than *least* texts are left out, and so are those that only stand within a
    longer one that is as frequent.
    """
    counts: Counter[str] = Counter()
    for text, language in texts:
        counts.update(set(_names(text, (language or "").partition("-")[0])))
    found = [(name, n) for name, n in counts.items() if n >= least]
    found.sort(key=lambda one: (-one[1], -len(one[0]), one[0]))
    told: list[tuple[str, int]] = []
    for name, n in found:
        if any(f" {name} " in f" {longer} " and n <= m for longer, m in told):
            continue
        told.append((name, n))
        if len(told) == most:
            break
    return told


def _names(text: str, language: str) -> list[str]:
    names: list[str] = []
    run: list[str] = []
    begins, run_begins = True, True

    def end() -> None:
        while run and run[-1].islower():
            run.pop()
        if _is_name(run, language, run_begins):
            names.append(" ".join(run))
        run.clear()

    for token in _TOKEN.findall(text):
        if not token[0].isalnum():
            if run:
                end()
            begins = begins or token in _ENDS
            continue
        if token[0].isupper():
            if not run:
                run_begins = begins
            run.append(token)
        elif run and (token in _SECOND if run[-1] in _JOINTS else token in _JOINTS):
            run.append(token)
        elif run:
            end()
        begins = False
    end()
    return names


def _is_name(words: list[str], language: str, begins: bool) -> bool:
    if begins and len(words) == 2 and _is_acronym(words[1]):
        del words[0]  # The NATO
        begins = False
    if not words or len(words) > _WORDS_MAX:
        return False
    if len(words) > 1:
        return not begins or len(words) > 2
    [word] = words
    is_lone_name = not begins and language not in _NOUNS_LARGE and len(word) > 2
    return _is_acronym(word) or is_lone_name


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 6 and word.isupper() and word.isalpha()
