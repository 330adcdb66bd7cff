"""Our own files for browsers: the style, the scripts. Their names hold a hash of what is in them.

So a browser may keep each for a year, and an upgrade is seen at once.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Response

from crawler.web.state import LOOKS

router = APIRouter()
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file as it is served."""

    address: str  # "/static/style.0123456789ab.css"
    media_type: str
    body: bytes
    packed: bytes  # by gzip


def asset(name: str) -> str:
    """The address of one of our files: "style.css". KeyError when there is none of that name."""
    return _by_name()[name].address


@router.api_route("/static/{name}", response_class=Response, methods=LOOKS)
def serve(name: str, accept_encoding: Annotated[str, Header()] = "") -> Response:
    """The file, packed for who can unpack it."""
    found = _by_address().get(f"/static/{name}")
    if found is None:
        raise HTTPException(404, "No file is here.")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in accept_encoding:
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, headers=headers, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)


@cache
def _by_name() -> dict[str, Asset]:
    found = {}
    for file in files("crawler.web").joinpath("static").iterdir():
        stem, _, kind = file.name.rpartition(".")
        if kind not in TYPES:
            continue
        body = file.read_bytes()
        mark = hashlib.blake2b(body, digest_size=6).hexdigest()
        found[file.name] = Asset(
            address=f"/static/{stem}.{mark}.{kind}",
            media_type=TYPES[kind],
            body=body,
            packed=gzip.compress(body, mtime=0),
        )
    return found


@cache
def _by_address() -> dict[str, Asset]:
    return {one.address: one for one in _by_name().values()}
