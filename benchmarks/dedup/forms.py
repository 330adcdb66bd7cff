"""Reports from one form: alike in words, each about its own day. The forms stand in forms.toml."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dedup.corpus import Text, split_sentences

_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Form:
    """A report with slots for names and figures."""

    language: str
    title: str
    body: str


FORMS = tuple(Form(**form) for form in _FILE["form"])


def fill(form: Form, number: int, chance: random.Random) -> Text:
    """One report of a form; *number* tells its reports apart."""
    values: dict[str, str] = {}

    def value(slot: re.Match[str]) -> str:
        name = slot[1]
        if name not in values:
            choices = _FILE["values"].get(name)
            values[name] = chance.choice(choices) if choices else str(chance.randint(2, 99))
        return values[name]

    title, body = _SLOT.sub(value, form.title), _SLOT.sub(value, " ".join(form.body.split()))
    id_ = f"form-{FORMS.index(form)}-{number}"
    return Text(id_, form.language, title, tuple((s,) for s in split_sentences(body)))
