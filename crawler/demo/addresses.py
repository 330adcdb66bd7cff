"""A piece → the path of its page, in the way of its outlet."""

from __future__ import annotations

import re
import unicodedata
import zlib

from crawler.demo.outlets import Outlet
from crawler.demo.pieces import Piece


def page_path(outlet: Outlet, piece: Piece) -> str:
    """Beginning with a slash, with the query where the outlet's addresses are made of one."""
    if piece.own_path:
        return piece.own_path
    return outlet.page_path.format(
        section=folded(piece.section),
        slug=piece.slug,
        number=page_number(piece),
        d=piece.published_at,
    )


def page_number(piece: Piece) -> int:
    """Six digits that stay the same from run to run."""
    return 100_000 + zlib.crc32(piece.key.encode()) % 900_000


def folded(text: str) -> str:
    """``Économie`` → ``economie``, ``Abrüstung`` → ``abruestung``."""
    spelt = text.lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        spelt = spelt.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
