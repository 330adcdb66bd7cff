"""AND and OR on one level, without brackets -> the two queries that this may mean."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.topics.query import Query, as_part

_READABLE = 160  # characters; beyond that the parts of a reading are shortened


def two_readings(parts: Sequence[Query], signs: Sequence[str]) -> tuple[str, str]:
    """Why this cannot be left open, with both readings, and the usual one in full.

    *signs* are the AND and OR between each of *parts* and the next.
    """
    texts = [as_part(part) for part in parts]
    working, other = (_reading(texts, signs, closer) for closer in ("AND", "OR"))
    first, second = working, other
    if len(first) > _READABLE:
        short = [_shortened(text) for text in texts]
        first, second = (_reading(short, signs, closer) for closer in ("AND", "OR"))
    return f"AND and OR on one level can be read in two ways: {first}  or  {second}", working


def _shortened(text: str) -> str:
    return text if len(text) <= 16 else f"{text[:15].rstrip()}…"


def _reading(parts: Sequence[str], signs: Sequence[str], closer: str) -> str:
    """The query if the operator *closer* binds closer than the other."""
    runs = [[parts[0]]]
    for sign, part in zip(signs, parts[1:], strict=True):
        if sign == closer:
            runs[-1].append(part)
        else:
            runs.append([part])
    outer = "OR" if closer == "AND" else "AND"
    texts = [_joined(run, closer) for run in runs]
    grouped = (f"({text})" if len(run) > 1 else text for text, run in zip(texts, runs, strict=True))
    return _joined(list(grouped), outer)


def _joined(parts: Sequence[str], sign: str) -> str:
    text = parts[0]
    for part in parts[1:]:
        is_short = sign == "AND" and part.startswith("NOT ")
        text += f" {part}" if is_short else f" {sign} {part}"
    return text
