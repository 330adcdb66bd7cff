"""A plain wish -> queries for it."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.topics.suggest import Suggestion, compose, suggest


def offers(
    phrase: str, also: Sequence[str], without: Sequence[str], *, near: bool, capitals: bool
) -> list[Suggestion]:
    """The query that was asked for; of a phrase alone other ways to follow it.

    Raises QueryError for what is no phrase.
    """
    query = compose(phrase, mentions=also, without=without, exact=capitals, near=near)
    if also or without or capitals:
        return [Suggestion(str(query), "what you asked for")]
    return suggest(phrase)
