"""A page -> the lines of its article, by the model of its blocks.

One walk over the tree that is parsed already; trafilatura reads the page a second time only where
the model itself expects little of its choice (pages that are no news article).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.errors import PageError
from crawler.extraction import decode, phrases, ticker
from crawler.extraction.blocks import HEADINGS, TAG_NUMBER, Block, Layout, lay_out
from crawler.extraction.features import PROSE, Table, features
from crawler.extraction.head import Head, clean, text_of
from crawler.extraction.marks import FIGURE, QUOTE, TABLE
from crawler.extraction.network import Floats, Network, bundled, choose
from crawler.extraction.scripted import html_in_scripts
from crawler.extraction.tidy import Line

UNSURE = 0.87  # expected F1; below, another reader is asked
LOST = 0.5  # expected F1; below, the model knows nothing of the page
WHOLE_PAGE, MENU = 1_000, 10  # characters of a line, links in it: that is no paragraph
SCANT = 200  # characters; so it is when this little was found
FULLER = 2  # times the text that is to be seen: then the scripts' own text is the article
# trafilatura's cost grows faster than the page (100,000 unclosed <p> take it 15 s).
MAX_BYTES, MAX_ELEMENTS, MAX_BLOCKS, MANY_ELEMENTS = 1_000_000, 4_000, 500, 1_000
MAX_CLAIMED = 40_000  # characters of the articleBody in a page's JSON-LD
MAX_FRAGMENT = 1_000_000  # characters of HTML in a feed's entry
ONLY_LINK = 0.9  # of a block's characters
MAIN_CELL = 0.7  # of the prose that was chosen
CELL = TAG_NUMBER["td"]
MAX_HEADING, MAX_CELL = 120, 200  # characters


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of the article, how they were found, and how sure that is (0 to 1)."""

    lines: tuple[Line, ...]
    method: str
    confidence: float
    chances: tuple[float, ...] = ()  # of each block, to be the article's


def read_body(
    utf8: bytes, root: etree._Element, layout: Layout, head: Head, network: Network | None = None
) -> Body:
    """The article's lines, untidied; *utf8* is the page that *root* was made of.

    *network* is the bundled one unless one is being tried.
    """
    if not layout.blocks:
        return Body(tuple(_by_scripts(root, head)), "scripts", UNSURE)
    chances = (network or bundled()).probabilities(table_of(layout, head))
    chosen, confidence = choose(chances, [block.length for block in layout.blocks])
    numbers = [number for number, taken in enumerate(chosen.tolist()) if taken]
    numbers = _without_outer_links(layout, _in_one_cell(layout, numbers))
    numbers = [n for n in numbers if not _leads_elsewhere(layout.blocks[n])]
    numbers = ticker.with_entries(layout, _with_whole_rows(layout, numbers))
    lines = tuple(ticker.joined([*_lines_of(layout, numbers)]))
    size = sum(len(line.text) for line in lines)
    if size < SCANT:
        drawn = _by_scripts(root, head)
        if sum(len(line.text) for line in drawn) >= FULLER * max(size, SCANT):
            return Body(tuple(drawn), "scripts", UNSURE, tuple(chances.tolist()))
    if confidence < UNSURE or size < SCANT:
        other = _by_trafilatura(utf8, root, layout)
        if sum(len(line.text) for line in other) >= SCANT // 2:
            return Body(tuple(other), "trafilatura", confidence, tuple(chances.tolist()))
        if confidence < LOST and (numbers := _behind_title(layout, head, chances)):
            lines = tuple(_lines_of(layout, numbers))
    return Body(lines, "model", confidence, tuple(chances.tolist()))


def read_blocks(layout: Layout, numbers: list[int], chances: tuple[float, ...] = ()) -> Body:
    """The body that consists of these blocks, as a person's selector found them."""
    return Body(tuple(_lines_of(layout, numbers)), "selector", 1.0, chances)


def _behind_title(layout: Layout, head: Head, chances: Floats) -> list[int]:
    """The likeliest blocks behind the title, for pages on which the model finds no article.

    They are of the kind whose menus are longer than their text; what stands before the title, and
    is not the article by any chance, weighs more than a short article does.
    """
    said = (clean(head.article.get("headline")), head.first("og:title"), head.title)
    names = {phrases.key(name) for name in said if name}
    texts = (phrases.key(block.text) for block in layout.blocks)
    first = next((number for number, text in enumerate(texts, 1) if text in names), 0)
    behind = layout.blocks[first:] if first else []
    if not behind:
        return []
    chosen, _ = choose(chances[first:], [block.length for block in behind])
    return [first + number for number, taken in enumerate(chosen.tolist()) if taken]


def _without_outer_links(layout: Layout, numbers: list[int]) -> list[int]:
    """*numbers* without the blocks before the first and after the last prose that are only links.

    They are crumbs, menus and "print this page"; within the text a link may be a paragraph.
    """
    linked = [layout.blocks[n].link_length >= ONLY_LINK * layout.blocks[n].length for n in numbers]
    inner = [at for at, only in enumerate(linked) if not only]
    return numbers[inner[0] : inner[-1] + 1] if inner else numbers


def _in_one_cell(layout: Layout, numbers: list[int]) -> list[int]:
    """*numbers* without other cells, where the article stands in one cell of a table.

    Before 2005 tables were columns. A table in an article has hardly any prose in its cells, and
    an article in rows has it in several.
    """
    if not any(layout.blocks[number].places & TABLE for number in numbers):
        return numbers
    cells = {number: _outermost_cell(layout, number) for number in numbers}
    prose: Counter[int] = Counter()
    for number, cell in cells.items():
        block = layout.blocks[number]
        if block.length - block.link_length >= PROSE:
            prose[cell] += block.length
    cell, size = max(prose.items(), key=lambda pair: pair[1], default=(-1, 0))
    if cell < 0 or size < MAIN_CELL * sum(prose.values()):
        return numbers
    return [number for number in numbers if cells[number] == cell]


def _with_whole_rows(layout: Layout, numbers: list[int]) -> list[int]:
    """*numbers* with the cells that are missing in rows of which at least half was taken."""
    taken = Counter(_row_of(layout, layout.blocks[number]) for number in numbers)
    taken.pop(-1, None)
    kept, boxes = set(numbers), layout.boxes
    for row, count in taken.items():
        cells = range(boxes.first[row], boxes.last[row])
        if 2 <= count < len(cells) <= 2 * count:
            kept.update(n for n in cells if _row_of(layout, layout.blocks[n]) == row)
    return sorted(kept) if len(kept) > len(numbers) else numbers


def _outermost_cell(layout: Layout, number: int) -> int:
    """The box of the outermost table cell around a block, or -1."""
    box, cell = layout.blocks[number].box, -1
    while box:
        if layout.boxes.tag[box] == CELL:
            cell = box
        box = layout.boxes.parent[box]
    return cell


def _leads_elsewhere(block: Block) -> bool:
    """Whether it is another article's headline between paragraphs: in capitals, or "Les også …"."""
    only_link = block.link_length >= ONLY_LINK * block.length
    return only_link and (block.text.isupper() or phrases.SEE_ALSO.match(block.text) is not None)


def table_of(layout: Layout, head: Head) -> Table:
    """The features of the page's blocks, with what the page says of itself."""
    lead = clean(head.article.get("description")) or head.first("og:description", "description")
    body = head.article.get("articleBody")
    return features(
        layout,
        title=clean(head.article.get("headline")) or head.first("og:title"),
        description=lead,
        body=" ".join(body[:MAX_CLAIMED].split()) if isinstance(body, str) else "",
    )


def read_fragment(html: str) -> list[Line]:
    """The lines of a piece of HTML that is the article already, as feeds carry it."""
    html = html[:MAX_FRAGMENT]
    if "<" not in html:
        return [Line(line) for part in html.split("\n\n") if (line := clean(part))]
    try:
        layout = lay_out(decode.parse(html))
    except PageError:
        return []
    blocks = layout.blocks
    return list(_lines_of(layout, [n for n, b in enumerate(blocks) if not b.places & FIGURE]))


def _lines_of(layout: Layout, numbers: list[int]) -> Iterator[Line]:
    """A line for each block; short cells of one table row make one line."""
    row, cells, first = -1, list[str](), -1
    for number in numbers:
        block = layout.blocks[number]
        own_row = _row_of(layout, block)
        if cells and own_row != row:
            yield Line(" | ".join(cells), "", first)
            cells = []
        row = own_row
        text = clean(block.text)
        if not text:
            continue
        if row >= 0:
            first = first if cells else number
            cells.append(text)
        else:
            yield Line(text, _kind_of(block), number)
    if cells:
        yield Line(" | ".join(cells), "", first)


def _row_of(layout: Layout, block: Block) -> int:
    """The box of the table row that a short cell stands in, or -1."""
    if not block.places & TABLE or block.length > MAX_CELL:
        return -1
    box, boxes = block.box, layout.boxes
    if boxes.last[box] - boxes.first[box] > 1:  # a column of the page, not a cell of a table
        return -1
    for _ in range(4):
        if boxes.element[box].tag == "tr":
            return box
        box = boxes.parent[box]
    return -1


def _kind_of(block: Block) -> str:
    if block.tag in HEADINGS:
        return "heading"
    if block.tag in ("li", "dd", "dt"):
        return "item"
    if block.places & QUOTE or block.tag == "blockquote":
        return "quote"
    bold = block.strong_length >= 0.95 * block.length
    return "heading" if bold and block.length <= MAX_HEADING and not block.ends else ""


def _by_scripts(root: etree._Element, head: Head) -> list[Line]:
    lines = read_fragment(html_in_scripts(root, head))
    return [Line(line.text, line.kind) for line in lines]  # their blocks are of another tree


def _by_trafilatura(utf8: bytes, root: etree._Element, layout: Layout) -> list[Line]:
    if len(utf8) > MAX_BYTES or len(layout.blocks) > MAX_BLOCKS:
        return []
    elements = sum(1 for _ in root.iter())
    if elements > MAX_ELEMENTS:
        return []
    try:
        import trafilatura  # noqa: PLC0415 - takes half a second, and few pages need it
    except ImportError:  # some resolvers install it without lxml_html_clean
        return []
    try:
        document = trafilatura.bare_extraction(
            utf8.decode("utf-8"), include_comments=False, include_tables=True, with_metadata=False,
            fast=elements > MANY_ELEMENTS,  # without its own two fallbacks, at half the cost
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError):
        return []  # its own faults on odd trees
    tree = getattr(document, "body", None)
    lines = [] if tree is None else list(_lines_of_tree(tree))
    return [] if any(_is_whole_page(line, layout) for line in lines) else lines


def _is_whole_page(line: Line, layout: Layout) -> bool:
    """Whether a line has menus in it: trafilatura's last resort is all text of a page as one."""
    if len(line.text) < WHOLE_PAGE:
        return False
    links = (b.text for b in layout.blocks if b.link_length >= ONLY_LINK * b.length)
    return sum(text in line.text for text in links) >= MENU


def _lines_of_tree(tree: etree._Element) -> Iterator[Line]:
    """The lines of trafilatura's own tree: head, p, list, quote and table elements."""
    kinds = {"head": "heading", "quote": "quote"}
    for element in tree:
        if element.tag == "list":
            found = [(text_of(item), "item") for item in element.iter("item")]
        elif element.tag == "table":
            rows = ((text_of(cell) for cell in row) for row in element.iter("row"))
            found = [(" | ".join(filter(None, row)), "") for row in rows]
        else:
            kind = kinds.get(str(element.tag), "")
            found = [(text, kind) for text in _with_breaks(element).split("\n\n")]
        yield from (Line(line, kind) for text, kind in found if (line := clean(text)))


def _with_breaks(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if child.tag == "lb" else _with_breaks(child))
        parts.append(child.tail or "")
    return "".join(parts)
