"""The sections [retention] and [heartbeat]: what is kept how long, and who hears that we live."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, Field, ValidationInfo, model_validator

from crawler.config.channels import secret_address
from crawler.config.secrets import Secret
from crawler.config.shapes import STRICT, SomeSeconds
from crawler.config.surroundings import Surroundings

Days = Annotated[float, Field(ge=0)]
Mebibytes = Annotated[float, Field(ge=0)]


def _beside(given: object, info: ValidationInfo) -> object:
    around: Surroundings = info.context or Surroundings()
    if isinstance(given, str) and given:
        return around.folder / Path(given).expanduser()
    return given or None


class Retention(BaseModel):
    """What leaves the archive, and when. Without a number everything stays for ever."""

    model_config = STRICT

    articles_days: Days = 0
    """Days after which a story that no topic matched leaves; 0 is never."""

    matched_days: Days = 0
    """Days after which a story leaves though a topic matched it; 0 is never."""

    size_max_mib: Mebibytes = 0
    """MiB: of a larger database the oldest stories that no topic matched leave; 0 is no limit."""

    raw_pages_days: Days = 3
    """Days that the pages themselves are kept, packed, to be read again; 0 keeps none."""

    raw_pages_mib: Mebibytes = 512
    """MiB that kept pages may take together; the oldest leave first."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.articles_days and 0 < self.matched_days < self.articles_days:
            raise ValueError("matched_days must not be less than articles_days")
        return self


class Heartbeat(BaseModel):
    """Signs of life for others: a file that is touched, an address that is asked."""

    model_config = STRICT

    file: Annotated[Path | None, BeforeValidator(_beside)] = None
    """A file written anew after each round; seen from the folder of this file."""

    ping: Annotated[Secret | None, BeforeValidator(secret_address)] = None
    """An address outside that is asked after a round and gives alarm when it is not asked."""

    ping_min: SomeSeconds = 5
    """Minutes between two such requests."""

    stalled_min: SomeSeconds = 10
    """Minutes without a finished round after which we count as stalled."""
