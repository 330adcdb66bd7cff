"""A wide question -> small ones that find the same together: how PostgreSQL is asked for patterns.

`*vertrag` stands for hundreds of words. As one question PostgreSQL weighs all of them for every
article that has one, in seconds; asked by a few words at a time it skips from match to match.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.storage.search.asks import AllOf, AnyOf, Ask, Close, Term, Without, all_of, any_of

# An ask of more words is parted, into pieces of so many. Fewer at once mean more questions, each
# of which looks up the blocks of ids again.
WIDE, PIECE = 20, 8

Pieces = tuple[Ask, ...]  # one of them finds it


def parted(ask: Ask) -> tuple[Pieces, ...]:
    """What finds the same as *ask*: an article that every one of these finds."""
    match ask:
        case AllOf(parts):
            wide = [part for part in parts if _width(part) > WIDE]
            # Each with the narrow parts, so that it finds little on its own.
            rest = [part for part in parts if _width(part) <= WIDE]
            if wide:
                return tuple(tuple(_both(piece, rest) for piece in _pieces(part)) for part in wide)
        case Without(part, missing):
            return tuple(tuple(Without(piece, missing) for piece in some) for some in parted(part))
    return (_pieces(ask),)


def _pieces(ask: Ask) -> Pieces:
    if _width(ask) <= WIDE:
        return (ask,)
    match ask:
        case AnyOf(parts):
            return tuple(_gathered(parts))
        case AllOf(parts):
            widest = max(parts, key=_width)
            rest = [part for part in parts if part is not widest]
            return tuple(_both(piece, rest) for piece in _pieces(widest))
        case Without(part, missing):
            return tuple(Without(piece, missing) for piece in _pieces(part))
        case _:
            return (ask,)


def _gathered(parts: tuple[Ask, ...]) -> Iterator[Ask]:
    """Narrow parts some at a time, each wide one in pieces of its own."""
    narrow = [part for part in parts if _width(part) <= WIDE]
    for at in range(0, len(narrow), PIECE):
        yield _one_of(narrow[at : at + PIECE])
    for part in parts:
        if _width(part) > WIDE:
            yield from _pieces(part)


def _one_of(some: list[Ask]) -> Ask:
    return any_of(some) or AnyOf(())


def _both(piece: Ask, rest: list[Ask]) -> Ask:
    return all_of([piece, *rest]) or piece


def _width(ask: Ask) -> int:
    """Words in it, but for what must be missing."""
    match ask:
        case Term():
            return 1
        case Close():
            return 2
        case AllOf(parts) | AnyOf(parts):
            return sum(map(_width, parts))
        case Without(part):
            return _width(part)
