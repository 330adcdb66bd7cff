"""Page and text -> how much of an article this is; PageError when it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.errors import PageError
from crawler.extraction import phrases
from crawler.extraction.blocks import Block
from crawler.extraction.head import Head
from crawler.extraction.tidy import Line
from crawler.items import Access

SCANT = 250  # characters of text: less is a caption, a notice or a teaser
WALL_CHARS = 1_600  # what a wall of consent or a check for robots says about itself, at most
ROBOT_CHARS = 700  # what a check for robots says, at most; an article about them says more
TEASER_CHARS = 1_800  # paid articles with more text than this were sent whole

MANY_WORDS = 20_000  # no article has so many; then something else was counted
OFFER_CHARS = 200

_ROBOT = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|"
    r"are you (?:a )?robot|"
    r"are you human|pardon our interruption|verify (?:that )?you are (?:a )?human|security check|"
    r"checking your browser|ddos-guard|captcha|robot check|unusual traffic|incapsula|"
    r"enable js and disable any ad blocker|please enable cookies|bist du ein mensch|"
    r"zugriff verweigert|accès refusé|acceso denegado|доступ ограничен|доступ запрещ",
    re.I,
)
_CONSENT = re.compile(
    r"cookies?|consent|einwilligung|zustimm\w+|werbung und tracking|personalisierte|tracking|"
    r"pur-abo|datenschutz|privacy|vendors?|partnern?|consentement|accepter|traceurs|aceptar|"
    r"consentimiento|accetta|toestemming|akkoord|samtycke|zgod[ay]|согласие",
    re.I,
)
_CONSENT_TITLE = re.compile(
    r"consent|zustimmung|einwilligung|cookies?|datenschutz|privacy (?:gate|wall|settings)|"
    r"consentement|dpg media privacy",
    re.I,
)
_ERROR = re.compile(
    r"\b404\b|\b410\b|page (?:was )?not found|page (?:does not|doesn['’]t) exist|not found$|"
    r"(?:seite|artikel|beitrag) (?:wurde )?(?:leider )?nicht (?:mehr )?(?:gefunden|"
    r"vorhanden|verfügbar)|"
    r"page (?:introuvable|non trouvée)|página no (?:encontrada|existe)|pagina non trovata|"
    r"pagina niet gevonden|página não encontrada|nie znaleziono strony|страница не найдена|"
    r"сторінку не знайдено|sidan (?:kunde inte hittas|finns inte)|sayfa bulunamadı|"
    r"internal server error|service unavailable|wartungsarbeiten|under maintenance",
    re.I,
)
_SCRIPT = re.compile(
    r"enable javascript|javascript (?:is )?(?:disabled|required|aktivieren)|"
    r"aktivieren sie (?:bitte )?javascript|activer javascript|requires javascript",
    re.I,
)
_PAYWALL = re.compile(
    r"(?:subscribe|sign up|log ?in|register) (?:now )?to (?:continue|read|keep reading|unlock)|"
    r"(?:this|the) (?:article|story|content) is (?:for|only|exclusive|reserved|available to)|"
    r"to (?:continue|keep) reading|already a subscriber|subscriber[- ](?:only|exclusive)|"
    r"weiterlesen mit|jetzt weiterlesen|(?:artikel|inhalt) ist (?:nur )?(?:für|exklusiv)|"
    r"(?:jetzt|bereits) (?:abonnieren|abonnent|registrieren und)|nur für abonnent|"
    r"lesen sie (?:diesen artikel )?(?:weiter )?mit|testen sie .{0,30}(?:monat|kostenlos)|"
    r"(?:article|contenu) (?:est )?réservé|réservé (?:à nos|aux) abonnés|"
    r"il vous reste .{0,12} à (?:lire|découvrir)|"
    r"(?:contenido|artículo) (?:exclusivo )?para suscriptores|suscríbete para|"
    r"(?:contenuto|articolo) riservato|abbonati per|alleen voor abonnees|lees verder met|"
    r"conteúdo exclusivo|exclusivo para assinantes|tylko dla subskrybentów|"
    r"dostęp .{0,20}prenumerat|"
    r"только (?:для|по) подпис|endast för prenumeranter|for abonnenter|läs vidare",
    re.I,
)
_TIERS = ("article:content_tier", "content_tier", "cxenseparse:articletype", "is_paywalled")


def refuse_walls(head: Head, blocks: Sequence[Block], text: str, *, url: str) -> None:
    """Raise PageError when the page is a wall, a shell or an error in an article's place.

    Only where little text was found: an article about cookies or captchas is an article.
    """
    if len(text) > WALL_CHARS:
        return
    title = f"{head.title} {next((b.text for b in blocks if b.tag == 'h1'), '')}"
    visible = " ".join(block.text for block in blocks[:60])[:4_000]
    known = bool(head.article)
    short = len(text) < ROBOT_CHARS
    if (short and _ROBOT.search(title)) or (
        not known and len(visible) < 900 and _ROBOT.search(visible)
    ):
        raise PageError(f"{url}: a check for robots in the article's place")
    if _ERROR.search(title) and not known:
        raise PageError(f"{url}: an error page in the article's place ({head.title[:60]})")
    consents = len(_CONSENT.findall(text or visible))
    if (_CONSENT_TITLE.search(title) and consents >= 2) or (
        consents >= 5 and consents * 120 > len(text or visible)
    ):
        raise PageError(f"{url}: a wall of consent in the article's place")
    if len(text) < SCANT // 2 and (len(visible) < 200 or _SCRIPT.search(visible)):
        raise PageError(f"{url}: a shell for scripts, without text")


def without_offers(lines: list[Line]) -> list[Line]:
    """*lines* without the offers to subscribe at their end, which were taken for paragraphs."""
    kept = list(lines)
    while kept and len(kept[-1].text) < OFFER_CHARS and _PAYWALL.search(kept[-1].text):
        kept.pop()
    return kept


def judge_access(
    head: Head, blocks: Sequence[Block], text: str, last_block: int
) -> tuple[Access, str | None]:
    """(FULL, None), or (TEASER, why): paid by its own word, a paywall's words, or too short.

    *last_block* is the last block of the text, -1 when unknown: a paywall stands behind it.
    """
    paid, free = is_paid(head), is_free(head)
    long_enough = len(text) >= TEASER_CHARS
    if paid and not long_enough:
        return Access.TEASER, "paywall: the page calls itself not free"
    after = blocks[last_block + 1 : last_block + 12] if last_block >= 0 else blocks[-40:]
    # A page that calls itself free may still sell subscriptions below its text.
    if not long_enough and not free and any(_PAYWALL.search(block.text[:200]) for block in after):
        return Access.TEASER, "paywall: the page asks to subscribe after the text"
    counted = str(head.article.get("wordCount"))
    countable = counted.isdecimal() and len(counted) < 6 and not long_enough
    words = len(text.split()) if countable else 0
    if words and 3 * words < int(counted) < MANY_WORDS:
        return Access.TEASER, f"{words} of {counted} words"
    if text.rstrip('"”»').endswith(("…", "...", "[…]", "[...]")) and len(text) < 900:
        return Access.TEASER, "the text breaks off"
    if len(text) < SCANT:
        return Access.TEASER, "hardly any text"
    lead = head.first("og:description", "description")
    if lead and len(text) < 1.3 * len(lead) and phrases.key(lead)[:60] in phrases.key(text):
        return Access.TEASER, "no more than the page's description"
    return Access.FULL, None


def is_paid(head: Head) -> bool:
    """Whether the page says of itself that it is not free to read."""
    if _free_by_node(head) is False:
        return True
    return head.first(*_TIERS).lower() in ("locked", "premium", "paid", "true", "subscription")


def is_free(head: Head) -> bool:
    """Whether the page says of itself that anybody may read it."""
    said = _free_by_node(head)
    tier = head.first(*_TIERS).lower()
    return said is not False and (said is True or tier in ("free", "false", "open"))


def _free_by_node(head: Head) -> bool | None:
    """isAccessibleForFree of the article's node; None where it says nothing."""
    free = head.article.get("isAccessibleForFree")
    if isinstance(free, str):
        return free.rsplit("/", 1)[-1].strip().lower() not in ("false", "no", "0")
    return free if isinstance(free, bool) else None
