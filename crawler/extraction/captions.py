"""A page's blocks -> the captions of its pictures, with their credits apart."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from crawler.extraction import phrases
from crawler.extraction.blocks import HEADINGS, Block, Layout
from crawler.extraction.datelines import is_dateline
from crawler.extraction.dates import read as read_date
from crawler.extraction.head import Head, Node, absolute, clean, text_of, visible
from crawler.extraction.marks import ASIDE, FIGURE, FOOT, MAX_MARK, NAV, kept
from crawler.extraction.tidy import is_clutter

_ARCHIVE = re.compile(
    r"archivbild|archivfoto|archiv\)|symbolbild|symbolfoto|file photo|photo by|foto:|"
    r"bild:|"
    r"photo:|©|getty|ap photo|reuters/|photo d['’]archives|foto de archivo|"
    r"\((?:l|r|left|right|links|rechts|m|li|re)\.?\)",
    re.I,
)
_CREDIT_MARK = re.compile(
    r"credit|copyright|photographer|fotograf|urheber|bildquelle|image-?source|image-?rights|"
    r"figure-?source|photo-?by|agency",
    re.I,
)
_LABEL = (
    r"fotos?|photos?|bild(?:er|quelle|rechte)?|quelle|images?|photograph(?:er|s|y)?|picture|"
    r"credits?|crédits?(?:\s+photos?)?|foto\s+de|fotografía|imagen|imagem|zdjęcie|fot\.?|фото|"
    r"photo\s+credit|image\s+credit|grafik|graphic|source|visualisierung|video"
)
# Behind the words: "… Foto: Ann Other/dpa", "… | © AFP", "… (AP Photo/Ann Other)", "… (A. Other)".
_CREDIT = re.compile(
    rf"[\s|–—-]*[(\[|–—-]?\s*(?<!\w)(?:(?:{_LABEL})\s?[:/©|]|©|\(c\)\s|photo\s+by\s|"
    r"foto\s+von\s).{1,120}$"
    r"|\s*[(\[](?:(?:ap|afp|epa|pa|dpa|apa|keystone|reuters|getty|imago|picture)\b[^()]{0,60}"
    r"|[^()]{0,40}/(?:ap|afp|epa|pa|dpa|apa|reuters|getty|imago)[^()]{0,40}"
    r"|(?:[A-ZÀ-Ž]\.[\s-]?){1,2}[A-ZÀ-Ž][\w-]+)[)\]]\.?$",
    re.I,
)
_CREDIT_ONLY = re.compile(
    rf"^[(\[]?(?:(?:{_LABEL})\s?[:/©]|©|\(c\)\s|photo\s+by\s).{{1,120}}$"
    r"|^[(\[]?(?:ap photo|afp|epa|dpa|reuters|getty images|imago|picture alliance|shutterstock|"
    r"istock)"
    r"(?:[ /|,].{0,60})?$",
    re.I,
)
_AGENCIES = (
    r"AP|AFP|dpa|DPA|EPA|epa|Reuters|REUTERS|Getty|GETTY|PA|imago|IMAGO|APA|Keystone|KEYSTONE|EFE|"
    r"Europa Press|ANSA|TASS|ČTK|PAP|LaPresse|NTB|TT|Anadolu|AA|Bloomberg|Scanpix|ANP|Belga"
)
# Without brackets or a label: "… in Madrid. Ann Other/AP", "… nach dem Spiel.dpa".
_NAMED_TAIL = re.compile(
    r"(?<=[\s.…–|-])(?:[A-ZÀ-Ž](?:\.|[\w'’-]+)\s){0,3}[A-ZÀ-Ž][\w'’-]*\s?/\s?"
    rf"(?:{_AGENCIES})\b.{{0,40}}$"
)
_GLUED_TAIL = re.compile(rf"(?<=[.!?…])\s?(?:{_AGENCIES}|Reuters/.{{1,30}})$")
_NO_WORDS = re.compile(
    r"(?:von|by|par|por|di|door|af|av|video|audio|image|photo|foto|bild|print|listen)\b"
    r"(?=.{0,60}$)(?!.*[.!?]$)|\W*\d{1,3}\W*(?:/|of|von)?\W*\d{0,3}\W*(?:\w{1,4}\.?)?$",
    re.I,
)
_DATED_ONLY = re.compile(r"[^\d]{0,20}\d{1,2}[.:]\d\d.{0,40}|.{0,10}\d{1,2}\.\d{1,2}\.\d{4}.{0,50}")
_LABELLED = re.compile(
    rf"^(?:(?:{_LABEL})\s?[:/]\s*|(?:{_LABEL})?\s?©\s*|\(c\)\s+|photo\s+by\s+)+", re.I
)
MAX_CREDIT = 120  # characters
MAX_CAPTION = 600
_PRUNED = NAV | FOOT
LOOSE = 40  # characters that a line may have in excess of the caption that it is
_JOIN = " |·•–—-/"
_SENTENCE_END = frozenset('.!?…:;"”“»。！？」।')


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands under a picture: the words about it, and who made it, apart."""

    printed: str  # the whole block
    text: str  # without the credit; empty when the block is nothing else
    credit: str
    block: int
    marked: bool = True  # as a caption; else by its place alone


def captions_of(layout: Layout, title_block: int, head: Head) -> list[Caption]:
    """Every caption on the page, that of the main picture (the first after the title) first.

    A caption is what stands in a figcaption or a box named so; or, on bare pages, a short line
    without the end of a sentence right behind a picture, before the text begins.
    """
    found = []
    said = [clean(text) for text in _image_texts(head.article.get("image"))]
    written = {phrases.key(text) for text in said} - {""}
    longest = max(map(len, said), default=0) + LOOSE if written else 0
    before_text = True
    marks, parents = layout.boxes.mark, layout.boxes.parent
    named = {mark for mark in set(marks) if _names_caption(mark)}
    for number, block in enumerate(layout.blocks):
        if block.places & _PRUNED:
            continue
        marked = block.length <= MAX_CAPTION and (
            block.tag == "figcaption"
            or block.places & FIGURE != 0
            or marks[block.box] in named
            or marks[parents[block.box]] in named
        )
        if not marked and block.length <= longest:
            marked = phrases.key(block.text) in written
        bare = block.after_image and number > title_block
        if marked or (bare and _is_bare_caption(block, before_text)):
            found.append(Caption(block.text, *_parted(layout, block), number, marked))
        elif number > title_block and block.length > 250:
            before_text = False
    behind, elsewhere = list[Caption](), list[Caption]()
    for caption in found:
        aside = layout.blocks[caption.block].places & ASIDE
        (elsewhere if aside or caption.block <= title_block else behind).append(caption)
    return behind + elsewhere


def _parted(layout: Layout, block: Block) -> tuple[str, str]:
    """(words, credit) of a caption: by the mark of an element inside it, or by how credits read."""
    text = visible(block.text)
    element = layout.boxes.element[block.box]
    inside = [e for e in islice(element.iter(), 40) if e is not element]
    if _is_credit(element) or _is_credit(layout.boxes.element[layout.boxes.parent[block.box]]):
        return "", text
    credits = [visible(text_of(e)) for e in inside if _is_credit(e)]
    marked = next((words for words in credits if words and words in text), "")
    if marked:
        text = text.replace(marked, " ").strip(_JOIN)
    if _CREDIT_ONLY.match(text) or (text[:1] == "(" and text[-1:] == ")" and len(text) < 60):
        return "", text
    match = _CREDIT.search(text)
    if match:
        marked = marked or match[0].strip(_JOIN + "()[]")
        text = text[: match.start()]
    for pattern in (_NAMED_TAIL, _GLUED_TAIL):
        if match := pattern.search(text):
            marked = marked or match[0].strip(_JOIN)
            text = text[: match.start()]
    if text.rfind("(") > text.rfind(")"):  # "… (AP" of "(AP Photo/Ann Other)"
        text = text[: text.rfind("(")]
    return visible(text).rstrip(_JOIN), marked


def main_image(layout: Layout, captions: list[Caption], url: str) -> str | None:
    """The address of the picture over the first caption, for pages that name no picture."""
    for caption in captions[:3]:
        box: etree._Element | None = layout.boxes.element[layout.blocks[caption.block].box]
        for _ in range(4):
            if box is None or box.tag == "body":
                break
            for image in box.iter("img"):
                for name in ("data-src", "data-lazy-src", "src"):
                    address = image.get(name) or ""
                    if address and not address.startswith("data:"):
                        return absolute(address, url)
            box = box.getparent()
    return None


def main_credit(captions: list[Caption], taken: Collection[int], head: Head) -> str | None:
    """Who made the main picture: by the line under it, else by the page's own word.

    The credit is of the same picture as `main_caption`, or of the first one when that has none.
    """
    worded = next((c for c in captions if _says(c, taken)), None)
    first = next((c for c in captions if c.block not in taken), None)
    # A credit often stands on a line of its own, right behind the words.
    behind = [c for c in captions if worded and c.block == worded.block + 1 and not c.text]
    for caption in (worded, *behind, first if worded is None else None):
        if caption and (credit := _without_label(caption.credit)):
            return credit
    image = head.article.get("image")
    said = next(iter(_credits(image)), "")
    return _without_label(said) or None


def main_caption(captions: list[Caption], taken: Collection[int]) -> str | None:
    """The words under the main picture; blocks *taken* by the text are none."""
    return next((caption.text for caption in captions if _says(caption, taken)), None)


def _says(caption: Caption, taken: Collection[int]) -> bool:
    """Whether it tells of a picture: more than a label, a name or a date."""
    text = caption.text
    if (
        caption.block in taken
        or len(text) < 8
        or text[-1] == ":"
        or is_dateline(text)
        or _NO_WORDS.match(text)
    ):
        return False
    if not caption.marked and (text.count(" ") < 3 and len(text) < 25):
        return False
    return not is_clutter(text) and not _DATED_ONLY.fullmatch(text)


def _without_label(credit: str) -> str:
    """*credit* without "Foto:", "©" and brackets around it; "" for what is too long to be one."""
    name = _LABELLED.sub("", visible(credit).strip(_JOIN + "()[]")).strip(_JOIN + "()[]")
    return name if len(name) <= MAX_CREDIT else ""


def _credits(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:10] for name in _credits(item)]
    if not isinstance(value, dict):
        return []
    for key in ("creditText", "copyrightNotice", "creator", "author"):
        said = value.get(key)
        said = said.get("name") if isinstance(said, dict) else said
        if isinstance(said, str) and clean(said):
            return [clean(said)]
    return []


def _is_credit(element: etree._Element) -> bool:
    mark = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return bool(_CREDIT_MARK.search(mark))


def _is_bare_caption(block: Block, before_text: bool) -> bool:
    """Whether a block right behind a picture is its caption, though nothing says so."""
    if block.tag in HEADINGS or block.length > 250:
        return False
    if _ARCHIVE.search(block.text):
        return True
    open_end = block.text[-1] not in _SENTENCE_END
    return (
        before_text
        and open_end
        and block.length <= 160
        and not (block.link_length or is_dateline(block.text) or read_date(block.text))
    )


@kept(MAX_MARK)
def _names_caption(mark: str) -> bool:
    mark = mark.lower()
    return "caption" in mark or "bildunterschrift" in mark or "legende" in mark


def _image_texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value[:10] for text in _image_texts(item)]
    if not isinstance(value, dict):
        return []
    texts: list[Node | str] = [value.get("caption", ""), value.get("description", "")]
    return [text for text in texts if isinstance(text, str)]
