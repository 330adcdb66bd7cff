"""What newsrooms do to an agency's text: six kinds of edits, made by chance from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.dedup.corpus import Text

# What pages wrap around texts; each outlet has its own, on all of its pages.
BOILERPLATE = (
    "Sign up for our morning newsletter and get the most important stories of the day delivered "
    "straight to your inbox. By signing up you agree to our terms of use and privacy policy. You "
    "can unsubscribe at any time with one click.",
    "Mit unserem Newsletter am Morgen starten Sie gut informiert in den Tag. Jetzt kostenlos "
    "anmelden und nichts mehr verpassen. Hinweise zum Datenschutz und zum Widerruf finden Sie in "
    "unserer Datenschutzerklärung.",
    "An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt. Sie können ihn "
    "sich mit einem Klick anzeigen lassen und wieder ausblenden. Ich bin damit einverstanden, dass "
    "mir externe Inhalte angezeigt werden. Damit können personenbezogene Daten an Drittplattformen "
    "übermittelt werden.",
    "Independent reporting takes time and money. If you value what we do, please consider "
    "supporting us with a small monthly contribution, which keeps our pages open to everybody.",
    "Recevez chaque matin l'essentiel de l'actualité dans votre boîte aux lettres électronique. "
    "Vous pouvez vous désinscrire à tout moment en suivant le lien au bas de chaque message.",
    "Have you seen something that we should know about? Contact our newsroom in confidence by "
    "mail or through the secure form on our contact page. We never publish names without consent.",
    "Dieser Text wurde mit Hilfe der Nachrichtenagenturen erstellt. Fragen und Anregungen richten "
    "Sie bitte an die Redaktion. Alle Rechte vorbehalten, Weiterverwendung nur mit Genehmigung.",
    "Questo contenuto è riservato agli abbonati. Scopri le offerte e continua a leggere senza "
    "pubblicità su tutti i tuoi dispositivi, con accesso completo all'archivio.",
)
WALLS = (
    "To continue reading this article, subscribe now or log in to your account. Get unlimited "
    "access to all stories for one euro in the first month and cancel whenever you like.",
    "Weiterlesen mit Plus. Testen Sie jetzt vier Wochen lang alle Artikel unbegrenzt, monatlich "
    "kündbar. Sie haben bereits ein Abonnement? Hier anmelden.",
    "La suite de cet article est réservée aux abonnés. Profitez de notre offre découverte et "
    "accédez à tous nos contenus en illimité, sans engagement.",
)
DATELINES = ("Berlin (dpa) -", "WASHINGTON (AP) —", "PARIS, 5 février (AFP) -", "(Reuters) -", "")

_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "–": "-", "—": "-", "…": "."})


@dataclass(frozen=True, slots=True)
class Desk:
    """Where edits take their foreign words from: other texts of the same language."""

    chance: random.Random
    others: Sequence[Text]

    def sentences(self, n: int) -> list[str]:
        """*n* sentences that stand together in another text."""
        pool = self.chance.choice(self.others).sentences
        start = self.chance.randrange(max(1, len(pool) - n))
        return pool[start : start + n]

    def word(self) -> str:
        return self.chance.choice(self.chance.choice(self.sentences(1)).split())


def light(text: Text, desk: Desk) -> Text:
    """A reprint: dateline, typography, two words of a hundred, a sentence left out."""
    sentences = _reworded(text.sentences, 0.02, desk)
    if len(sentences) > 6:
        del sentences[desk.chance.randrange(3, len(sentences))]
    sentences[0] = f"{desk.chance.choice(DATELINES)} {sentences[0]}".strip()
    return _made(text, [sentence.translate(_TYPOGRAPHY) for sentence in sentences])


def wrapped(text: Text, desk: Desk) -> Text:
    """A reprint with a paragraph of the outlet's own and its boilerplate."""
    sentences = light(text, desk).sentences
    at = desk.chance.randrange(1, len(sentences) + 1)
    return _made(text, [*sentences[:at], *desk.sentences(4), *sentences[at:], _boilerplate(desk)])


def shortened(text: Text, desk: Desk) -> Text:
    """Two fifths cut, a new lead, five words of a hundred changed."""
    sentences = text.sentences
    cut = set(desk.chance.sample(range(len(sentences)), int(len(sentences) * 0.4)))
    kept = [sentence for place, sentence in enumerate(sentences) if place not in cut]
    return _made(text, [*desk.sentences(2), *_reworded(kept, 0.05, desk)])


def updated(text: Text, desk: Desk) -> Text:
    """The same report hours later: 30 to 80 % more, most of it before the old."""
    sentences = _reworded(text.sentences, 0.02, desk)
    wanted = int(text.n_words * desk.chance.uniform(0.3, 0.8))
    fresh: list[str] = []
    while sum(len(sentence.split()) for sentence in fresh) < wanted:
        fresh += desk.sentences(3)
    half = len(fresh) // 2
    return _made(text, [*fresh[:half], *sentences, *fresh[half:]])


def teaser(text: Text, desk: Desk) -> Text:
    """The first 15 to 25 %, at least 60 words, and the wall."""
    wanted = max(60, int(text.n_words * desk.chance.uniform(0.15, 0.25)))
    kept: list[str] = []
    for sentence in text.sentences:
        kept.append(sentence)
        if sum(len(part.split()) for part in kept) >= wanted:
            break
    return _made(text, [*kept, desk.chance.choice(WALLS)])


def dressed(text: Text, desk: Desk) -> Text:
    """Nothing changed but what the page puts before and after."""
    return _made(text, [_boilerplate(desk), *text.sentences, _boilerplate(desk)])


KINDS: dict[str, Callable[[Text, Desk], Text]] = {
    "light reprint": light,
    "wrapped reprint": wrapped,
    "cut, new lead": shortened,
    "update": updated,
    "paywalled teaser": teaser,
    "boilerplate only": dressed,
}


def _boilerplate(desk: Desk) -> str:
    return desk.chance.choice(BOILERPLATE)


def _reworded(sentences: Sequence[str], share: float, desk: Desk) -> list[str]:
    return [
        " ".join(desk.word() if desk.chance.random() < share else word for word in sentence.split())
        for sentence in sentences
    ]


def _made(text: Text, sentences: Sequence[str]) -> Text:
    return replace(text, paragraphs=tuple((sentence,) for sentence in sentences if sentence))
