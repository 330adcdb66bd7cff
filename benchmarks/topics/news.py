"""Made-up articles with realistic word frequencies, and topics that people might follow in them.

Words of three languages follow Zipf's law, the commonest being the languages' own; the rest is
made of syllables. A folder of ``*.txt`` files (first line: the title) can take their place.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from crawler.items import Access, Article, Topic
from crawler.topics.parsing import parse
from crawler.topics.query import version

COMMON = {
    "de": """
        der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als
        auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem
        über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei
        Jahr Deutschland Regierung
    """,
    "en": """
        the of and to in a is that for on with as was by at it from be are has his an he
        have not this but they who were will said more its been their or new had which about
        one would after
    """,
    "fr": """
        de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se
        ce il sont avec l'État son aux d'un cette d'une ont ses mais comme on tout nous sa
        fait été aussi leur
    """,
    "ru": """
        и в не на что он с как по это но они к из у за его так от все было бы мы же для вы о
        она
    """,
}
SYLLABLES = {
    "de": """
        ab ver ge stand rüst trag schaft heit berg land mei nung frie den krä fte ung be ent
        wick
    """,
    "en": """
        tion re con ment pre ter de com in tro ver al ist ing ed man ship un for ward ly
        ness ate
    """,
    "fr": """
        con tion é lec mi nis tre ré pu bli que né go cia tra vail leur pré si dent eau mont
        vil
    """,
    "ru": """
        пра ви тель ство до го вор ре ше ние пре зи дент ми ни стр го су дар обо ро на вой
        ска
    """,
}
LANGUAGES = ["de"] * 5 + ["en"] * 4 + ["fr"]  # half German

APART = 3_000  # enough to tell a rare word from a common one


@dataclass(frozen=True, slots=True)
class News:
    """What the benchmarks measure on: articles, and others that topics are taken from."""

    articles: list[Article]
    apart: list[Article]


def make_news(
    count: int, *, words: int = 560, seed: int = 1, languages: list[str] = LANGUAGES
) -> News:
    """*count* articles of about 4,000 characters, and APART others."""
    rng = random.Random(seed)
    vocabularies = {one: _vocabulary(rng, one) for one in dict.fromkeys(languages)}
    made = [
        _article(rng, language, *vocabularies[language], words)
        for language in rng.choices(languages, k=count + APART)
    ]
    return News(made[:count], made[count:])


def read_news(folder: Path) -> News:
    """Every ``*.txt`` below *folder*, every other one apart."""
    made = []
    for path in sorted(folder.rglob("*.txt")):
        title, _, text = path.read_text(encoding="utf-8").partition("\n")
        made.append(_as_article(title, text.strip(), None))
    random.Random(1).shuffle(made)
    return News(made[::2], made[1::2])


def make_topics(news: News, count: int, *, seed: int = 2) -> list[Topic]:
    """60 % phrases, 30 % boolean, 10 % NEAR, NOT and title, from the articles apart.

    Each has a word that at most one article in five hundred has: people follow names and matters,
    not "about"; with common words every topic would match every article.
    """
    writer = _Writer(news, random.Random(seed))
    queries: set[str] = set()
    while len(queries) < count:
        queries.add(writer.query())
    made = sorted(queries)
    writer.rng.shuffle(made)
    return [
        Topic(id=i, name=str(i), query=query, version=version(parse(query)))
        for i, query in enumerate(made)
    ]


_Text = tuple[list[str], list[int]]  # its words, and where the rare ones are


class _Writer:
    """Writes queries with the words of the articles apart."""

    def __init__(self, news: News, rng: random.Random) -> None:
        self.rng = rng
        split = [[w.strip(".,„“\"'()") for w in article.text.split()] for article in news.apart]
        texts = [[w for w in words if w.isalpha()] for words in split]
        seen = Counter(word for words in texts for word in set(map(str.casefold, words)))
        most = max(1, len(texts) // 500)
        self.texts = []
        for words in texts:
            rare = [i for i, w in enumerate(words) if len(w) >= 5 and seen[w.casefold()] <= most]
            if len(rare) > 10 and len(words) > 60:
                self.texts.append((words, rare))

    def query(self) -> str:
        """One query from one article."""
        rng, words = self.rng, self.rng.choice(self.texts)
        kind = rng.random()
        if kind < 0.6:
            phrase = self.phrase(words, rng.choice([1, 2, 2, 3]))
            return f'case:"{phrase}"' if rng.random() < 0.05 else f'"{phrase}"'
        if kind < 0.9:
            terms = [self.term(words) for _ in range(rng.choice([2, 2, 3, 4]))]
            if len(terms) > 2 and rng.random() < 0.5:
                return f"{terms[0]} AND ({' OR '.join(terms[1:])})"
            return (" AND " if rng.random() < 0.8 else " OR ").join(terms)
        a, b = self.term(words), self.term(words)
        return rng.choice([f"{a} NEAR/5 {b}", f"{a} AND NOT {b}", f"title:{a}"])

    def term(self, words: _Text) -> str:
        """A word, three times in twenty its beginning, or a phrase."""
        kind = self.rng.random()
        if kind < 0.15:
            word = self.phrase(words, 1)
            return f"{word[: max(4, len(word) - 3)]}*" if len(word) >= 4 else word
        return f'"{self.phrase(words, 2)}"' if kind < 0.25 else self.phrase(words, 1)

    def phrase(self, text: _Text, length: int) -> str:
        """So many words in a row, one of them rare."""
        words, rare = text
        at = self.rng.choice(rare) - self.rng.randrange(length)
        at = min(max(at, 0), len(words) - length)
        return " ".join(words[at : at + length])


def _vocabulary(rng: random.Random, language: str) -> tuple[list[str], list[float]]:
    syllables = SYLLABLES[language].split()
    words = COMMON[language].split()
    known = set(words)
    while len(words) < 40_000:
        word = "".join(rng.choices(syllables, k=rng.choice([2, 2, 3, 3, 4])))
        if rng.random() < (0.35 if language == "de" else 0.1):
            word = word.capitalize()
        if word not in known:
            known.add(word)
            words.append(word)
    return words, list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def _article(
    rng: random.Random, language: str, words: list[str], weights: list[float], length: int
) -> Article:
    chosen = rng.choices(words, cum_weights=weights, k=max(60, int(rng.gauss(length, length / 3))))
    text = ""
    for i, (word, _) in enumerate(pairwise([*chosen, ""])):
        shown = f"„{word}“" if i % 17 == 11 else word
        end = ".\n\n" if i % 80 == 79 else ". " if i % 16 == 15 else ", " if i % 9 == 8 else " "
        text += shown + end
    return _as_article(" ".join(rng.choices(words, cum_weights=weights, k=9)), text, language)


def _as_article(title: str, text: str, language: str | None) -> Article:
    return Article(
        url="https://news.example.org/1",
        title=title,
        text=text,
        access=Access.FULL,
        language=language,
    )
