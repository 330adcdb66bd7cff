"""Where a list goes on: a place that only we can write, good for the list that gave it.

It names the last row that was given, so that rows which arrive meanwhile move nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer

from crawler.errors import UsageError
from crawler.web.api.frame import Listing
from crawler.web.state import State

T = TypeVar("T")
_SALT = "wirewatch.cursor."


class CursorError(UsageError):
    """This is no place in this list."""


def seal(state: State, name: str, place: Any) -> str:
    """*place* (JSON) as the cursor of the list *name*."""
    return str(_serializer(state, name).dumps(place))


def place_of(state: State, name: str, cursor: str | None) -> Any:
    """What `seal` was given; None for no cursor. Raises CursorError for any other text."""
    if cursor is None:
        return None
    try:
        return _serializer(state, name).loads(cursor)
    except BadSignature:
        raise CursorError(
            "This is no place in this list: take `next` of the answer before, with the same "
            "parameters, or begin without a cursor."
        ) from None


def listing(
    state: State, name: str, found: Sequence[T], limit: int, place: Callable[[T], Any]
) -> Listing[T]:
    """The first *limit* of *found*, which has one more where the list goes on."""
    items = tuple(found[:limit])
    more = len(found) > limit
    return Listing(items=items, next=seal(state, name, place(items[-1])) if more else None)


def _serializer(state: State, name: str) -> URLSafeSerializer:
    return URLSafeSerializer(state.secret, salt=_SALT + name)
