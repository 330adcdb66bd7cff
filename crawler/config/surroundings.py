"""What the values of a file may rest on beside the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Handed to each check as its context."""

    folder: Path = field(default_factory=Path)  # relative paths are seen from here
    environ: Mapping[str, str] = field(default_factory=dict)
    need_secrets: bool = True  # False: a channel's secret may be absent, nothing will be sent
