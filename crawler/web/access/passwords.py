"""A password -> what is kept of it, and whether another is the same.

scrypt (RFC 7914) from Python's own library, which needs no further dependency; with the costs that
OWASP's cheat sheet of 2024 names for 32 MiB. They stand in the hash, so that they can be raised.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode

from crawler.errors import UsageError

LEAST = 10
MOST = 1000
COST, BLOCK, TIMES = 2**15, 8, 3
SCHEME = "scrypt"


def sound(password: str) -> str:
    """*password*, if it is one. Raises UsageError, which does not repeat it."""
    if len(password) < LEAST:
        raise UsageError(f"a password needs at least {LEAST} characters; a few words will do")
    if len(password) > MOST:
        raise UsageError(f"a password may have at most {MOST} characters")
    return password


def hashed(password: str) -> str:
    """What is kept: costs, salt and hash."""
    salt = secrets.token_bytes(16)
    found = _scrypt(password, salt, COST, BLOCK, TIMES)
    costs = f"{COST},{BLOCK},{TIMES}"
    return "$".join((SCHEME, costs, b64encode(salt).decode(), b64encode(found).decode()))


def is_same(password: str, kept: str) -> bool:
    """Whether *kept* was made of this password. Takes a fifth of a second and 32 MiB."""
    _, costs, salt, hashed_before = kept.split("$")
    cost, block, times = (int(part) for part in costs.split(","))
    found = _scrypt(password, b64decode(salt), cost, block, times)
    return hmac.compare_digest(found, b64decode(hashed_before))


def _scrypt(password: str, salt: bytes, cost: int, block: int, times: int) -> bytes:
    # Keyboards write ü in two ways; both are the same key.
    given = unicodedata.normalize("NFKC", password).encode(errors="replace")
    room = 2 * 128 * cost * block
    return hashlib.scrypt(given, salt=salt, n=cost, r=block, p=times, maxmem=room, dklen=32)
