"""Texts of blocks -> what their words tell, as numbers: labels, offers, credits, repetitions.

The words of all blocks are read in one pass over one text, since a page has some hundred of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

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
CORE = 150  # characters outside of links of a block that says what the page is about

LATIN = 0x2000  # and all other scripts that know capitals lie below
DIGIT, LETTER, CAPITAL = 1, 2, 3

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
_VOCABULARY = _CONSENT | _OFFER | _PHOTO | _BIO
_NOTHING = (0.0, 0.0, 0.0, 0.0)
_COUNTED = frozenset(("min", "comments", "kommentare"))


def tell(blocks: Sequence[Block], *, title: str, description: str, body: str) -> Array:
    """A row of len(NAMES) numbers for each block; the arguments are `features.features`'s."""
    table = np.zeros((len(blocks), len(NAMES)))
    # A short link (a third of all blocks) tells nothing by its words.
    numbers = [n for n, b in enumerate(blocks) if b.length >= LINK or b.link_length < b.length]
    blocks = [blocks[number] for number in numbers]
    if not blocks:
        return table
    texts = [block.text for block in blocks]
    *words, headline, lead, known = phrases.split(
        [*(text[:SAMPLE] for text in texts), title, description, body]
    )
    page = _Page(headline, lead, known, Counter(texts))
    rows = [_row(block, found, page) for block, found in zip(blocks, words, strict=True)]
    told = np.fromiter(chain.from_iterable(rows), np.float64).reshape(len(rows), -1)
    about = _about(blocks, words, {*headline, *lead})
    table[numbers] = np.concatenate([told, _capitals(texts), about], axis=1)
    return table


class _Page:
    """What the page says of itself, as words and as keys."""

    __slots__ = (
        "body_key", "description", "description_key", "has_body", "seen", "title", "title_key"
    )  # fmt: skip

    def __init__(
        self, title: list[str], description: list[str], body: list[str], seen: Counter[str]
    ) -> None:
        self.title, self.description, self.seen = title, description, seen
        self.title_key, self.description_key = " ".join(title), " ".join(description)
        self.body_key = " ".join(body)
        self.has_body = len(self.body_key) > 200


def _row(block: Block, words: list[str], page: _Page) -> tuple[float, ...]:
    """The columns of NAMES before those that are counted for all blocks at once."""
    text, length, links = block.text, block.length, block.links
    first = words[0] if words else ""
    label = credit = is_label = see_also = False
    key = " ".join(words)
    if length < SHORT:
        is_label = key in phrases.LABELS
        label = first in _LABELS or text[0] == "©"
        label = label or (len(words) > 1 and words[1] in _COUNTED and first.isdigit())
        see_also = links > 0 and phrases.SEE_ALSO.match(text) is not None
        credit = first in _PHOTO and phrases.PHOTO_CREDIT.match(text) is not None
    return (
        "?" in text,
        '"' in text or "“" in text or "„" in text or "«" in text,
        text[-1] == ":",
        "|" in text[:START],
        label,
        see_also,
        credit,
        is_label,
        page.has_body and len(key) > 12 and key[:100] in page.body_key,
        len(key) > 30 and key[:80] in page.description_key,
        key == page.title_key and key != "",
        page.has_body,
        min(page.seen[text], 4) - 1,
        *(_NOTHING if _VOCABULARY.isdisjoint(words) else _vocabulary(words)),
        text[:2] == "— " or "pic.twitter.com" in text or "https://t.co/" in text,
        "@" in text,
    )


def _vocabulary(words: list[str]) -> tuple[float, float, float, float]:
    """Shares of words that speak of consent, of offers, of photos and of authors."""
    size = len(words) + 4
    unique = set(words)
    return (
        len(unique & _CONSENT) / size,
        len(unique & _OFFER) / size,
        len(unique & _PHOTO) / size,
        len(unique & _BIO) / size,
    )


def _capitals(texts: list[str]) -> Array:
    """Shares of digits and capitals in the first characters, and of capitals among letters."""
    codes = np.array(texts, f"<U{START}").view(np.uint32).reshape(len(texts), START)
    kinds = _kinds()[np.minimum(codes, LATIN - 1)]
    size = np.minimum(np.array(list(map(len, texts)), np.float64), START)
    digits, capitals = (kinds == DIGIT).sum(1), (kinds == CAPITAL).sum(1)
    letters = (kinds >= LETTER).sum(1)
    return np.stack([digits / size, capitals / size, capitals / (letters + 3)], 1)


def _about(blocks: Sequence[Block], words: list[list[str]], named: set[str]) -> Array:
    """Shares of a block's telling words that title and description have, and that the prose has."""
    own = [{word for word in found if len(word) >= TELLING} for found in words]
    core = [block.length - block.link_length >= CORE for block in blocks]
    once: set[str] = set()
    twice: set[str] = set()
    for inside, mine in zip(core, own, strict=True):
        if inside:
            twice |= once & mine
            once |= mine
    rows = [
        (len(mine & named), len(mine & (twice if inside else once)), len(mine) + 2)
        for inside, mine in zip(core, own, strict=True)
    ]
    table = np.array(rows, np.float64)
    return table[:, :2] / table[:, 2:]


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """DIGIT, LETTER, CAPITAL or 0 for each character below LATIN."""

    def kind(character: str) -> int:
        if character in "0123456789":
            return DIGIT
        return character.isalpha() * LETTER + character.isupper() * (CAPITAL - LETTER)

    return np.array([kind(chr(code)) for code in range(LATIN)], np.uint8)
