"""The caption of the main picture, without its credit."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from crawler.extraction import extract
from crawler.extraction.article import read
from tests.extraction import pages

TEXT = "".join(f"<p>{text}</p>" for text in pages.SENTENCES)
WORDS = "Kutter im Hafen von Lissen am Donnerstag"


def caption(figure: str) -> str | None:
    html = f"<html lang=de><body><article><h1>{pages.TITLE}</h1>{figure}{TEXT}</article></body>"
    return extract(pages.page(html)).image_caption


@pytest.mark.parametrize(
    "credit",
    [
        " Foto: Runa Telgte/dpa", " © Küstenbild", " (Foto: R. Telgte)", " (R. Telgte)",
        " (AP Photo/Runa Telgte)", ". Runa Telgte/AFP", " | Quelle: dpa",
        ' <span class="credit">Runa Telgte</span>', ' <small class="copyright">dpa</small>',
    ],
)  # fmt: skip
def test_the_credit_is_no_part_of_the_caption(credit: str) -> None:
    said = caption(f'<figure><img src="a.jpg"><figcaption>{WORDS}{credit}</figcaption></figure>')

    assert said is not None
    assert said.rstrip(".") == WORDS


@pytest.mark.parametrize(
    "figure",
    [
        '<figure><div><img src="a.jpg"><span class="credit">Runa Telgte</span></div></figure>',
        '<figure><img src="a.jpg"><figcaption>Foto: Runa Telgte</figcaption></figure>',
        '<figure><img src="a.jpg"><figcaption>(Küstenbild)</figcaption></figure>',
    ],
)
def test_a_credit_alone_is_no_caption(figure: str) -> None:
    assert caption(figure) is None


def test_words_in_brackets_that_say_what_is_seen_stay() -> None:
    figure = f'<figure><img src="a.jpg"><figcaption>{pages.CAPTION}</figcaption></figure>'

    assert caption(figure) == pages.CAPTION


def test_the_work_of_reading_pictures_grows_with_their_number_not_with_its_square() -> None:
    few, many = calls_to_read(150), calls_to_read(300)

    assert many < 2.3 * few


def calls_to_read(pictures: int) -> int:
    """Calls of functions that an article with so many pictures takes: work, whatever the load."""
    figure = '<figure><img src="{0}.jpg"><figcaption>{1}, Bild {0}</figcaption></figure>'
    gallery = "".join(figure.format(number, WORDS) for number in range(pictures))
    html = f"<html lang=de><body><h1>{pages.TITLE}</h1>{TEXT}{gallery}</body>"
    believing = pages.network_that_says(3)  # else trafilatura is asked, whose work is its own
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(pages.page(html), network=believing)
    finally:
        sys.setprofile(before)
    return calls
