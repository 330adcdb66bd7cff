"""How often a pattern is likely to be seen in an article: the rarest is asked for first.

Only speed depends on it, never what matches.
"""

from __future__ import annotations

from collections.abc import Mapping

# The words of which almost every article in these languages has some.
_EVERYWHERE_TEXT = """
the of and to in a is that for on with as was by at it from be are has his an he have not this
but they who were will said more its been their or new had which about one would after up you we
also first two than year years when can all over out people time last der die das und den von zu
mit sich des auf fur ist im dem nicht ein eine als auch es werden aus er hat dass sie nach wird
bei einer um am sind noch wie einem uber einen so zum war haben nur oder aber vor zur bis mehr
durch man sein wurde sei jahr le la les l de du d un une et en est que qui dans pour pas au sur
par plus ce avec il ne se son sa ses ont mais aux cette comme ou si leur s el los del las por
con para lo su i
"""
_EVERYWHERE = frozenset(_EVERYWHERE_TEXT.split())
# Words that name no matter by themselves, but do in a phrase: "New Start", "Last Generation".
_COMMON_TEXT = """
start end begin beginning day week man woman world way life work part place case group number
point home water room area money story fact month lot right study book eye job word business
issue side kind head house service friend father power hour game line member law car city
community name president team minute idea body information back parent face others level office
door health person art war history party result change morning reason research girl guy moment
air teacher force education generation open green big small long great high old young next early
neu neue neuer neues anfang ende tag woche mann frau welt weg leben arbeit teil stadt land haus
gruppe zahl punkt wasser raum geld geschichte monat recht buch wort seite kopf kraft spiel linie
gesetz auto name stunde idee gesicht tur gesundheit krieg partei grund moment luft letzte
nouveau nouvelle debut fin jour semaine homme femme monde vie travail partie ville pays maison
"""
_COMMON = frozenset(_COMMON_TEXT.split())


def is_common(word: str) -> bool:
    """Is *word* (folded) among those that say little about what an article is about?"""
    return word in _EVERYWHERE or word in _COMMON


class Rarity:
    """An estimate from the letters alone, or from how many of *total* articles had each word."""

    def __init__(self, counts: Mapping[str, int] | None = None, total: int = 0) -> None:
        self._counts, self._total = counts or {}, total

    def __call__(self, needle: bytes) -> float:
        """The share of articles that have *needle* (blank = border of a word), about."""
        text = needle.decode()
        words = text.split()
        shares = []
        for i, word in enumerate(words):
            is_open = (i == 0 and text[0] != " ") or (i == len(words) - 1 and text[-1] != " ")
            shares.append(self._open(word) if is_open else self._whole(word))
        return min(shares) * 0.5 ** (len(words) - 1)

    def _whole(self, word: str) -> float:
        if self._total:
            return (self._counts.get(word, 0) + 0.1) / self._total
        if word in _EVERYWHERE:
            return 0.6
        # Characters of Chinese are few bytes but not common; Latin words thin out with length.
        return 0.3 / len(word) ** 2 if word.isascii() else 0.1 / len(word)

    def _open(self, word: str) -> float:
        """A beginning or an end stands for many words; counting them is not worth it."""
        return min(1.0, 30 * self._whole(word) / len(word))
