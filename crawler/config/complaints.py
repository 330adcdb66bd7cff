"""What pydantic finds wrong with a table -> messages for people, each with its file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from crawler.config.nearest import nearest, unknown
from crawler.config.spots import Path as Spotted
from crawler.config.spots import Spot
from crawler.config.surroundings import Surroundings
from crawler.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)

# The types of pydantic's errors, in the words of somebody who edits a TOML file.
_WORDS = {
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "tuple_type": 'must be a list, such as ["one", "two"]',
    "list_type": 'must be a list, such as ["one", "two"]',
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "is_instance_of": "must be a path in quotes",
    "too_long": "must have at most {max_length} of them",
    "string_too_long": "must have at most {max_length} characters",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "literal_error": "must be {expected}",
}
# What no setting of today can be; people are never told in pydantic's words, which speak to
# programmers.
_OTHERWISE = "cannot be used as it is written"
_PYDANTICS = frozenset(get_args(ErrorType))


@dataclass(slots=True)
class Source:
    """One file as it was read, and the problems that were found in it."""

    shown: Path  # its path as people know it
    tables: Mapping[str, Any]
    where: Mapping[Spotted, Spot]
    problems: list[ConfigError] = field(default_factory=list)

    def complain(self, message: str, at: Spotted = (), *, breaks: int | None = None) -> None:
        """Keep *message* with the line of *at*, or of the nearest thing around it.

        For a place inside a text, *breaks* counts the line breaks of the text before it.
        """
        while at and at not in self.where:
            at = at[:-1]
        line = None
        if spot := self.where.get(at):
            line = spot.line if breaks is None else spot.text_line + breaks
        self.problems.append(ConfigError(message, path=self.shown, line=line))

    def in_order(self) -> list[ConfigError]:
        """The problems from the top of the file to its end."""
        return sorted(self.problems, key=lambda problem: problem.line or 0)

    def line(self, at: Spotted) -> int | None:
        """The line of *at*, if it is in the file."""
        spot = self.where.get(at)
        return spot.line if spot else None

    def checked(
        self,
        model: type[Model],
        at: Spotted,
        table: Mapping[str, Any],
        *,
        thing: str,
        around: Surroundings,
        **more: Any,
    ) -> Model | None:
        """The *table* at *at* as a *model*, or None after complaints about the *thing*.

        *more* are fields of the model that the file does not hold.
        """
        known = [key for key in model.model_fields if key not in more]
        before = len(self.problems)
        for key in more.keys() & table.keys():
            self._unknown(key, known, at, thing)
        try:
            value = model.model_validate({**table, **more}, context=around)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._complain_of(detail, model, known, at, thing)
        return value if len(self.problems) == before else None

    def _unknown(self, key: str, known: Sequence[str], at: Spotted, thing: str) -> None:
        self.complain(f"{thing} {unknown('key', key, known)}", (*at, key))

    def _complain_of(
        self,
        detail: ErrorDetails,
        model: type[BaseModel],
        known: Sequence[str],
        at: Spotted,
        thing: str,
    ) -> None:
        steps = tuple(detail["loc"])
        if key := detail.get("ctx", {}).get("key"):
            steps = (key,)
        if not steps:
            self.complain(f"{thing} {_reason(detail)}", at)
            return
        name = str(steps[0])
        if detail["type"] == "extra_forbidden":
            self._unknown(name, known, at, thing)
        elif detail["type"] == "missing":
            meaning = model.model_fields[name].description or ""
            self.complain(f'{thing} needs a key "{name}": {meaning}'.rstrip(": "), at)
        else:
            self.complain(f"{thing} {name}: {_reason(detail)}", (*at, *steps))


def _reason(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context["error"])
    if detail["type"] not in _PYDANTICS:
        return detail["msg"]  # it is ours
    words = _WORDS.get(detail["type"], _OTHERWISE)
    if detail["type"] in ("too_short", "string_too_short"):
        return words
    given = detail["input"]
    likely = ""
    if detail["type"] == "literal_error" and isinstance(given, str):
        likely = nearest(
            given, str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        )
    bounds = {key: f"{v:g}" if isinstance(v, float) else v for key, v in context.items()}
    return words.format(**bounds) + f"; it is {_toml(given)}{likely}"


def _toml(value: object) -> str:
    """A short picture of *value* as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value[:40]}{"…" if len(value) > 40 else ""}"'
        case int() | float():
            return str(value)[:40]
        case dict():
            return "a table"
        case list() | tuple():
            return "a list"
    return str(value)[:40]
