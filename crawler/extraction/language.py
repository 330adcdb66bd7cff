"""Text and attributes of a page -> its language, and why.

Attributes err often (themes come with lang="en"), detection errs on short texts. So the text
decides when it is long and clear, the attributes when they agree with what is likely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

MIN_CHARS = 120  # below, the detector guesses
SURE = 0.97  # of the text's language against a contradicting attribute
# From the middle of the text: beginnings carry names and captions. What the page claims is checked
# with little, since detection costs by the character; what contradicts it needs more.
CHECK_CHARS, SAMPLE_CHARS = 160, 1_000

# Different names of one language, and neighbours that a detector cannot tell apart.
SAME = {"nn": "no", "nb": "no", "iw": "he", "in": "id", "ji": "yi", "sh": "sr", "mo": "ro"}
CLOSE = (
    frozenset(("no", "da", "sv")),
    frozenset(("hr", "sr", "bs", "sl", "mk")),
    frozenset(("id", "ms", "jv")),
    frozenset(("cs", "sk")),
    frozenset(("es", "gl", "ca", "pt", "an")),
    frozenset(("ru", "uk", "be", "bg")),
    frozenset(("de", "lb", "nl", "af")),
    frozenset(("hi", "mr", "ne")),
)


@dataclass(frozen=True, slots=True)
class Language:
    """ISO 639-1 code or None, the region that was named with it, and the reason in words."""

    code: str | None
    region: str | None
    reason: str


def tell(text: str, claims: tuple[str, ...]) -> Language:
    """The language of *text*; *claims* are language tags ("de-AT"), the believable first."""
    named = [pair for claim in claims if (pair := _tag(claim))]
    claimed = [code for code, _ in named]
    if len(text) < MIN_CHARS:
        if claimed:
            return _told(claimed[0], named, "as the page says; too little text to check")
        if len(text) < MIN_CHARS // 3:
            return _told(None, named, "no claim and too little text")
    code, sure = _detect(text, CHECK_CHARS) if claimed else (None, 0.0)
    if not claimed or code != SAME.get(claimed[0], claimed[0]):
        code, sure = _detect(text, SAMPLE_CHARS)
    agreeing = next((claim for claim in claimed if SAME.get(claim, claim) == code), None)
    if agreeing:
        return _told(agreeing, named, "the text, and the page says so")
    if not claimed:
        return _told(code, named, f"the text ({sure:.2f}); the page does not say")
    first = SAME.get(claimed[0], claimed[0])
    if sure < SURE or any(code in group and first in group for group in CLOSE):
        return _told(claimed[0], named, f"as the page says; the text looks like {code}")
    return _told(code, named, f"the text ({sure:.2f}), though the page says {claimed[0]}")


def _told(code: str | None, named: list[tuple[str, str | None]], reason: str) -> Language:
    """With the region of a claim of the same language: a theme's "en-US" does not place a German
    text in America.
    """
    own = SAME.get(code or "", code)
    regions = (region for said, region in named if region and SAME.get(said, said) == own)
    return Language(code, next(regions, None), reason)


def _detect(text: str, size: int) -> tuple[str, float]:
    """The language of *size* characters of *text*, and the detector's confidence."""
    middle = max(0, (len(text) - size) // 2)
    found, probability = _identifier().classify(text[middle : middle + size])
    return SAME.get(found, found), float(probability)


def _tag(claim: str) -> tuple[str, str | None] | None:
    """("de", "AT") of "de-AT", "de_AT.UTF-8" or "DE"; None when that is no language tag."""
    parts = claim.strip().replace("_", "-").split(".")[0].split("-")
    code = parts[0].lower()
    if not (len(code) in (2, 3) and code.isalpha()):
        return None
    region = next((p.upper() for p in parts[1:] if len(p) == 2 and p.isalpha()), None)
    return (code, region) if len(code) == 2 else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
