"""Texts of blocks -> what their words tell, as numbers: labels, offers, credits, repetitions.

The words of all blocks are read in one pass over one text, since a page has some hundred of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crawler.extraction import phrases
from crawler.extraction.blocks import Block

Array = NDArray[np.float64]

SAMPLE = 400  # characters of a block whose words are looked at
START = 80  # characters in which digits and capitals are counted
LINK = 30  # characters of a block that is one link and says something all the same
SHORT = 200  # characters of what can be a label
TELLING = 5  # letters of a word that tells what a text is about
BODY = 200  # characters of a JSON-LD's articleBody that is one
CORE = 150  # characters outside of links of a block that says what the page is about

LATIN = 0x2000  # all scripts that know capitals lie below
PUNCTUATION = 0x2100  # and all signs that are looked for
QUESTION, QUOTE, PIPE, AT, DIGIT, LETTER, CAPITAL = (1 << bit for bit in range(7))
COLON = ord(":")
SIGNS = {"?": QUESTION, "|": PIPE, "@": AT, **dict.fromkeys('"“„«', QUOTE)}

NAMES = phrases.words(
    """question quote colon pipe label see_also credit is_label in_body in_description is_title
    has_body repeated consent offer photo bio tweet at_sign digits capitals shouted about_title
    about_core"""
)
LABEL, IS_LABEL, OFFER = map(NAMES.index, ("label", "is_label", "offer"))

# Words that betray what a paragraph is, whatever site and (within reason) language it stands on.
_CONSENT = frozenset(
    phrases.words(
        """cookie cookies consent gdpr privacy einwilligung datenschutz datenschutzerklärung
    tracking opt vendors partners personalised personalisierte zustimmung zustimmen
    confidentialité traceurs privacidad informativa preferences browser preferencias
    samtycke toestemming"""
    )
)
_OFFER = frozenset(
    phrases.words(
        """newsletter newsletters subscribe subscription subscriber subscribers abo
    abonnement abonnieren abonnenten inbox unsubscribe signup sign login register
    registrieren anmelden download app donate donation spenden support membership
    patreon paypal affiliate commission advertisement advertising sponsored anzeige
    werbung copyright reserved rights rechte vorbehalten follow facebook twitter
    instagram youtube whatsapp telegram podcast share teilen click here suscríbete
    suscriptores abonnez abonnés inscrivez iscriviti abbonati assine prenumerera
    nieuwsbrief zapisz подписывайтесь подпишитесь コメント"""
    )
)
_PHOTO = frozenset(
    phrases.words(
        """photo photos photograph photographer getty afp reuters imago dpa pictured picture
    image images foto fotos bild bilder bildquelle fotoquelle archivbild symbolbild archivfoto
    courtesy credit crédit shutterstock alamy epa ap file screenshot fotografía imagen imagem
    photographie zdjęcie fot фото archiv grafik graphic quelle"""
    )
)
_BIO = frozenset(
    phrases.words(
        """author journalist reporter writer editor correspondent columnist redakteur
    redakteurin autor autorin reporterin korrespondent korrespondentin journalistin
    contributor freelance editorial coverage joined graduated degree lives email
    contact reach contributed auteur periodista redactor giornalista"""
    )
)
# A short line that begins so is hardly a sentence of the article.
_LABELS = frozenset(
    phrases.words(
        """von by par por foto photo bild image source quelle c copyright mehr more read lesen share
    teilen follow published updated veröffentlicht aktualisiert stand newsletter sign subscribe
    abonnieren abonnez abonnement related comment comments kommentar kommentare tag tags thema
    themen topic topics"""
    )
)
_SPEECH = (_CONSENT, _OFFER, _PHOTO, _BIO)
_VOCABULARY = frozenset().union(*_SPEECH)
_NOTHING = (0.0, 0.0, 0.0, 0.0)
_NO_LABEL = (False, False, False, False)
_COUNTED = frozenset(("min", "comments", "kommentare"))
_TWEETED = ("pic.twitter.com", "https://t.co/")


def tell(blocks: Sequence[Block], *, title: str, description: str, body: str) -> Array:
    """A row for each of NAMES, a column for each block; the texts are `features.features`'s."""
    table = np.zeros((len(NAMES), len(blocks)))
    # A short link (a third of all blocks) tells nothing by its words.
    numbers = [n for n, b in enumerate(blocks) if b.length >= LINK or b.link_length < b.length]
    if not numbers:
        return table
    blocks = [blocks[number] for number in numbers]
    texts = [block.text for block in blocks]
    *words, headline, lead, known = phrases.split(
        [*(text[:SAMPLE] for text in texts), title, description, body]
    )
    told = np.empty((len(NAMES), len(blocks)))
    told[[0, 1, 2, 3, 18]], told[19:22] = _signs_and_capitals(texts)
    told[4:8] = np.array(list(map(_labels, blocks, words))).T
    told[8:13] = _repeated(texts, words, headline, _Text(lead), _Text(known))
    told[13:17] = np.array(list(map(_vocabulary, words))).T
    told[17] = _tweeted(texts)
    told[22:24] = _about(blocks, words, {*headline, *lead})
    table[:, numbers] = told
    return table


class _Text:
    """A text of the page, in which blocks may begin."""

    __slots__ = ("key", "words")

    def __init__(self, words: list[str]) -> None:
        self.key, self.words = " ".join(words), frozenset(words)

    def has(self, words: list[str], *, more_than: int, size: int) -> bool:
        """Whether *size* characters of *words* stand in it, if they have *more_than* that many."""
        if len(words) > 2 and words[1] not in self.words:
            return False  # nearly always, and known at once
        key = " ".join(words)
        return len(key) > more_than and key[:size] in self.key


def _labels(block: Block, words: list[str]) -> tuple[bool, bool, bool, bool]:
    """Whether it is a label, an offer to read something else, a credit, a label by heart."""
    if block.length >= SHORT:
        return _NO_LABEL
    text, first = block.text, words[0] if words else ""
    counted = len(words) > 1 and words[1] in _COUNTED and first.isdigit()
    return (
        first in _LABELS or counted or text[0] == "©",
        block.links > 0 and phrases.SEE_ALSO.match(text) is not None,
        first in _PHOTO and phrases.PHOTO_CREDIT.match(text) is not None,
        " ".join(words) in phrases.LABELS,
    )


def _repeated(
    texts: list[str], words: list[list[str]], title: list[str], description: _Text, body: _Text
) -> tuple[list[bool], list[bool], list[bool], list[bool], list[int]]:
    """Whether body, description, title have it too; whether there is a body; how often it comes."""
    has_body, seen = len(body.key) > BODY, Counter(texts)
    return (
        [has_body and body.has(found, more_than=12, size=100) for found in words],
        [description.has(found, more_than=30, size=80) for found in words],
        [found == title != [] for found in words],
        [has_body] * len(texts),
        [min(seen[text], 4) - 1 for text in texts],
    )


def _vocabulary(words: list[str]) -> tuple[float, ...]:
    """Shares of words that speak of consent, of offers, of photos and of authors."""
    spoken = _VOCABULARY.intersection(words)
    if not spoken:
        return _NOTHING
    size = len(words) + 4
    return tuple(len(spoken & speech) / size for speech in _SPEECH)


def _tweeted(texts: list[str]) -> list[bool]:
    told = [text[:2] == "— " for text in texts]
    whole = "".join(texts)
    for mark in _TWEETED:
        if mark in whole:
            told = [already or mark in text for already, text in zip(told, texts, strict=True)]
    return told


def _signs_and_capitals(texts: list[str]) -> tuple[NDArray[np.bool_], Array]:
    """(whether there is a question, a quote, a colon at the end, a bar in the beginning, an @;
    shares of digits and capitals in the first characters, and of capitals among letters there).
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    signs = _signs()[np.minimum(codes, PUNCTUATION)]
    sizes = np.array(list(map(len, texts)))
    ends = sizes.cumsum()
    begins = ends - sizes
    held = np.bitwise_or.reduceat(signs, begins)
    at_start = np.arange(len(codes)) - begins.repeat(sizes) < START
    heads = np.minimum(sizes, START)
    first = signs[at_start]
    kinds = np.stack([first & kind > 0 for kind in (DIGIT, CAPITAL, LETTER, PIPE)])
    counts = np.add.reduceat(kinds, heads.cumsum() - heads, axis=1, dtype=np.int64)
    digits, capitals, letters, bars = counts
    told = np.stack([held & QUESTION, held & QUOTE, codes[ends - 1] == COLON, bars, held & AT]) > 0
    return told, np.stack([digits / heads, capitals / heads, capitals / (letters + 3)])


def _about(
    blocks: Sequence[Block], words: list[list[str]], named: set[str]
) -> tuple[list[float], list[float]]:
    """Shares of a block's telling words that title and description have, and that the prose has."""
    own = [{word for word in found if len(word) >= TELLING} for found in words]
    core = [block.length - block.link_length >= CORE for block in blocks]
    once: set[str] = set()
    twice: set[str] = set()
    for inside, mine in zip(core, own, strict=True):
        if inside:
            twice |= once & mine
            once |= mine
    prose = [twice if inside else once for inside in core]
    return (
        [len(mine & named) / (len(mine) + 2) for mine in own],
        [len(mine & theirs) / (len(mine) + 2) for mine, theirs in zip(own, prose, strict=True)],
    )


@lru_cache(maxsize=1)
def _signs() -> NDArray[np.uint8]:
    """What each character is, as bits; those from PUNCTUATION on are nothing that is looked for."""

    def kind(character: str) -> int:
        if character in SIGNS or ord(character) >= LATIN:
            return SIGNS.get(character, 0)
        if character in "0123456789":
            return DIGIT
        return character.isalpha() * LETTER | character.isupper() * CAPITAL

    return np.array([*(kind(chr(code)) for code in range(PUNCTUATION)), 0], np.uint8)
