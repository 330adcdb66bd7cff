"""`wirewatch extract`: one page as we read it, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.session import AsJson, Session, session_of
from crawler.errors import NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.config import Config
    from crawler.extraction.explain import Explanation
    from crawler.items import Article, Page

SHOWN = 100  # characters of a block


def register(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command("extract")(extract)


def extract(
    context: typer.Context,
    page: Annotated[str, typer.Argument(metavar="URL|FILE", help="A page, or a saved one.")],
    url: Annotated[
        str | None,
        typer.Option("--url", help="Where a saved page stood: for its links and its selectors."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="The page's blocks, and where each field came from.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read one page as the service would: title, people, times, text. Nothing is stored.

    A URL is asked for once, by the same rules as everything (robots.txt, limits, no private
    networks); a FILE is read as it is. With --explain each block of the page is shown with its
    chance to be the article's, what it became, and where it stands, as a CSS selector says it: to
    write [sites."example.org"] in wirewatch.toml for a site that is read wrong.
    """
    from crawler.cli.showing import show_json
    from crawler.extraction.explain import explain as explained
    from crawler.extraction.selectors import selectors_for

    config = _config(session_of(context), page)
    got = _page(page, url, config)
    sites = {site.host: site.selectors for site in config.sites}
    told = explained(got, timezone=config.clock.timezone, selectors=selectors_for(got.url, sites))
    if as_json:
        show_json(_document(told, explain=explain))
        return
    _tell(told.article, config.clock.timezone)
    if told.next_url:
        _tell_next(told.next_url)
    if explain:
        _tell_why(told)


def _is_address(page: str) -> bool:
    return page.startswith(("http://", "https://"))


def _config(session: Session, page: str) -> Config:
    """The settings; for a file none are needed, but those that are there count."""
    import os

    from crawler.config import Config
    from crawler.config.folder import find_folder
    from crawler.errors import ConfigError

    if not _is_address(page) and session.folder is None:
        try:
            find_folder(None, os.environ)
        except ConfigError:
            return Config()
    return session.config()


def _page(page: str, url: str | None, config: Config) -> Page:
    from datetime import UTC, datetime

    from crawler.items import Page

    if _is_address(page):
        from crawler.fetching import fetch

        if url is not None:
            raise UsageError("--url is for a saved page; this one has its address")
        return fetch(page, config)
    path = Path(page)
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(
            f"{page}: no such file; an address begins with http:// or https://"
        ) from None
    except OSError as error:
        raise UsageError(f"{page}: cannot be read: {error.strerror}") from None
    address = url or path.absolute().as_uri()
    return Page(url=address, status=200, body=body, fetched_at=datetime.now(UTC))


def _document(told: Explanation, *, explain: bool) -> dict[str, Any]:
    from crawler.cli.showing import row_of

    document = {**row_of(told.article), "next_url": told.next_url}
    if explain:
        document |= {"sources": told.sources, "remarks": told.remarks, "blocks": told.blocks}
    return document


def _tell(article: Article, zone: str) -> None:
    from crawler.cli.showing import console, on_terminal, say, show_record
    from crawler.cli.wording import one_line, printable

    if article.kicker:
        say(one_line(article.kicker), "dim")
    say(one_line(article.title), "bold")
    print()
    show_record(list(_pairs(article, zone)))
    for paragraph, style in ((article.lead, "italic"), (article.text, "")):
        if paragraph:
            print()
            if on_terminal():
                console().print(printable(paragraph), style=style)
            else:
                print(printable(paragraph))


def _pairs(article: Article, zone: str) -> Iterator[tuple[str, str]]:
    from crawler.cli.wording import count, moment_of

    published = moment_of(article.published_at, article.published_day, zone)
    modified = moment_of(article.modified_at, article.modified_day, zone)
    note = f": {article.note}" if article.note else ""
    yield "address", article.url
    canonical = article.canonical_url or ""
    yield "canonical", canonical if canonical != article.url else ""
    yield "by", ", ".join(article.authors)
    yield "agency", article.agency or ""
    yield "published", published and f"{published} (from {article.published_from})"
    yield "modified", modified and f"{modified} (from {article.modified_from})"
    yield "site", article.site_name or ""
    yield "about", ", ".join(filter(None, (article.language, article.country, article.section)))
    yield "tags", ", ".join(article.tags)
    yield "image", article.image_url or ""
    yield "caption", article.image_caption or ""
    yield "credit", article.image_credit or ""
    yield "access", f"{article.access.value}{note}"
    yield "words", count(len(article.text.split()), "word")


def _tell_next(address: str) -> None:
    from crawler.cli.showing import say
    from crawler.cli.wording import one_line

    print()
    say(f"The article goes on at {one_line(address)}; the service reads its pages as one.", "dim")


def _tell_why(told: Explanation) -> None:
    from crawler.cli.showing import Column, Form, say, show_record, show_rows
    from crawler.cli.wording import shortened

    print()
    say("Where each field came from", "bold")
    show_record([(field.removesuffix("_at"), where) for field, where in told.sources.items()])
    for remark in told.remarks:
        print(f"- {remark}")
    print()
    say("The blocks of the page", "bold")
    rows = [
        {
            "number": block.number,
            "part": block.part,
            "chance": "" if block.chance is None else f"{block.chance:.2f}",
            "where": block.where,
            "text": shortened(block.text, SHOWN),
        }
        for block in told.blocks
    ]
    columns = (
        Column(key="number", head="No", right=True),
        Column(key="part", head="Part", style=lambda row: "green" if row["part"] else ""),
        Column(key="chance", head="Chance", right=True),
        Column(key="where", head="Where", least=16, style="dim"),
        Column(key="text", head="Text", least=24),
    )
    show_rows(rows, columns, Form.TABLE, empty="The page has no text.")
