"""What every answer may need, and how a request finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from crawler.config import Config
from crawler.storage import Store
from crawler.web.errands import Errands
from crawler.web.live import Live
from crawler.web.memory import Memory

# RFC 9110, 9.1: whoever knows GET knows HEAD, and monitors ask by it.
LOOKS = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The database, the settings, the clock, the secret that signs what we give out, the news."""

    store: Store
    config: Config
    now: Callable[[], datetime]
    secret: str
    memory: Memory
    errands: Errands  # what takes longer than a request may
    live: Live


def _state(request: Request) -> State:
    found: State = request.app.state.wirewatch
    return found


Known = Annotated[State, Depends(_state)]
