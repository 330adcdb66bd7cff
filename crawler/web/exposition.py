"""Numbers -> the text that Prometheus reads (exposition format 0.0.4).

Ours come out of the database, so that they are the same whichever process is asked and survive a
restart; client libraries count what their own process does, and would only be in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str]
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One metric with all that it was measured for."""

    name: str
    kind: Literal["gauge", "counter", "histogram"]
    help: str
    samples: tuple[tuple[str, Labels, float], ...]  # the end of the name, labels, value


def gauge(name: str, help_: str, value: float | Mapping[str, float], label: str = "") -> Family:
    """A number that goes up and down; one for each value of *label* if there is one."""
    return Family(name=name, kind="gauge", help=help_, samples=_samples(value, label))


def counter(name: str, help_: str, value: float | Mapping[str, float], label: str = "") -> Family:
    """A number that only rises, or begins anew."""
    return Family(name=name, kind="counter", help=help_, samples=_samples(value, label))


def histogram(name: str, help_: str, values: Sequence[float], bounds: Sequence[float]) -> Family:
    """How many *values* are below each bound."""
    samples: list[tuple[str, Labels, float]] = [
        ("_bucket", {"le": _number(bound)}, sum(one <= bound for one in values)) for bound in bounds
    ]
    samples += [
        ("_bucket", {"le": "+Inf"}, len(values)),
        ("_sum", {}, sum(values)),
        ("_count", {}, len(values)),
    ]
    return Family(name=name, kind="histogram", help=help_, samples=tuple(samples))


def text_of(families: Iterable[Family]) -> str:
    """The document."""
    return "".join(line for family in families for line in _lines(family))


def _samples(
    value: float | Mapping[str, float], label: str
) -> tuple[tuple[str, Labels, float], ...]:
    if isinstance(value, Mapping):
        return tuple(("", {label: key}, number) for key, number in value.items())
    return (("", {}, value),)


def _lines(family: Family) -> Iterable[str]:
    yield f"# HELP {family.name} {family.help}\n# TYPE {family.name} {family.kind}\n"
    for end, labels, value in family.samples:
        inside = ",".join(f'{key}="{said.translate(_ESCAPED)}"' for key, said in labels.items())
        yield f"{family.name}{end}{f'{{{inside}}}' if inside else ''} {_number(value)}\n"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
