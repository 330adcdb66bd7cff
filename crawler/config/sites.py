"""[sites."example.org"]: a person's CSS selectors for one site that is read wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from crawler.config.shapes import STRICT, Host, Listed

if TYPE_CHECKING:
    from crawler.extraction.selectors import Selectors


def _selector(text: str) -> str:
    # Reading pages takes a quarter of a second to import, and few settings have selectors.
    from crawler.extraction.selectors import wrong_with  # noqa: PLC0415

    wrong = wrong_with(text)
    if wrong:
        raise ValueError(f'must be a CSS selector, such as "article .story > p": {wrong}')
    return text


Selector = Annotated[str, Field(min_length=1), AfterValidator(_selector)]


class ListedSite(BaseModel):
    """One [sites."host"]; its selectors count for the host and all below it."""

    model_config = STRICT

    host: Host
    """The host as addresses name it, such as "example.org"."""

    text: Selector | None = None
    """The boxes that hold the article's paragraphs."""

    remove: Annotated[tuple[Selector, ...], Listed] = ()
    """What is no part of an article wherever it stands."""

    title: Selector | None = None
    """What is the title."""

    author: Selector | None = None
    """Who wrote it; several boxes are several authors."""

    published: Selector | None = None
    """When it was published: the text, or the datetime or content, of the first box."""

    @property
    def selectors(self) -> Selectors:
        """As extraction takes them."""
        from crawler.extraction.selectors import Selectors  # noqa: PLC0415 - as above

        return Selectors(
            text=self.text or "",
            remove=self.remove,
            title=self.title or "",
            author=self.author or "",
            published=self.published or "",
        )

    @model_validator(mode="before")
    @classmethod
    def _not_empty(cls, table: object) -> object:
        if isinstance(table, dict) and not table.keys() - {"host"}:
            raise PydanticCustomError(
                "at", "needs a selector: text, remove, title, author, published"
            )
        return table
