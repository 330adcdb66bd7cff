"""What all resources of the API have in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.routing import APIRoute

from crawler.web.access.reader import reading, writing
from crawler.web.problems import problem

PREFIX = "/api/v1"
MOST = 200
LARGEST = 2**63 - 1  # of an id, on both databases

# Of what is sent: a key that is mistyped must not be taken for one that is left out.
EXACT = {"extra": "forbid"}
T = TypeVar("T")
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="So many at most.")]
Cursor = Annotated[
    str | None, Query(max_length=500, description="`next` of the answer before, to go on there.")
]
Since = Annotated[
    str | None,
    Query(max_length=40, description="Since then: 24h, 7d, today, 2026-02-01, 2026-02-01T08:00Z."),
]
Language = Annotated[str | None, Query(max_length=2, min_length=2, description="Such as de.")]
TopicWord = Annotated[
    str | None, Query(max_length=200, description="A topic, by its name in any case or its id.")
]
FeedWord = Annotated[
    str | None, Query(max_length=2100, description="A feed, by its id, its name or its address.")
]
QueryText = Annotated[
    str,
    Query(min_length=1, max_length=10_000, description="In the language of topics."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """A part of a list, and where it goes on; `next` is null at its end."""

    items: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many things were changed."""

    changed: int


def looks_of(name: str) -> APIRouter:
    """What of a resource whoever may read may ask."""
    return _router(name, Depends(reading))


def changes_of(name: str) -> APIRouter:
    """What of a resource takes the scope to write."""
    return _router(name, Depends(writing))


def _router(name: str, guard: Any) -> APIRouter:
    # The guard stands here, so that no answer can be written without one.
    return APIRouter(prefix=PREFIX, tags=[name], route_class=Careful, dependencies=[guard])


class Careful(APIRoute):
    """Refuses text that no article has and no database takes: NUL, halves of letters."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Look at what was sent before anything else does."""
        answer = super().get_route_handler()

        async def careful(request: Request) -> Response:
            odd = await _odd(request)
            return odd if odd is not None else await answer(request)

        return careful


async def _odd(request: Request) -> Response | None:
    given = [
        *request.path_params.values(),
        *(x for pair in request.query_params.multi_items() for x in pair),
    ]
    if any(_is_odd(one) for one in given if isinstance(one, str)):
        return problem(400, "text", "The address holds NUL or half a letter.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/json" and not kind.endswith("+json"):
        return None
    try:
        sent = json.loads(await request.body() or b"null")
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return problem(400, "json", f"The body is no JSON: {reason}.")
    if any(_is_odd(one) for one in _texts(sent)):
        return problem(400, "text", "The body holds NUL or half a letter.")
    return None


def _texts(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one


def _is_odd(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
