"""What must be right before we listen, and what the application needs to know of it."""

from __future__ import annotations

from crawler.config import Config
from crawler.config.web import is_loopback
from crawler.errors import UsageError
from crawler.storage import Store, Tx, passwords, tokens
from crawler.web.access.passwords import hashed, is_same, sound


def refuse_an_open_door(store: Store, config: Config, place: tuple[str, int]) -> None:
    """Raise UsageError where others reach *place* and nothing would keep them out."""
    host, port = place
    if is_loopback(host) or config.web.password is not None:
        return
    with store.reading() as tx:
        is_closed = passwords.held(tx) is not None or tokens.are_there(tx)
    if not is_closed:
        raise UsageError(
            f"[web] listen: {host}:{port} can be reached from other machines, and there is neither "
            "a password nor a token. Set a password: wirewatch web password; or listen on "
            f"127.0.0.1:{port}"
        )


def prepare(store: Store, config: Config) -> str:
    """Bring the password of the settings into force; the secret that signs forms and links.

    Raises UsageError and ConfigError where the settings name a password and there is none, or a
    poor one: nobody must be let in because a variable was empty.
    """
    with store.writing() as tx:
        _list(tx, config)
        return tokens.secret(tx)


def _list(tx: Tx, config: Config) -> None:
    kept = passwords.listed(tx)
    if config.web.password is None:
        if kept is not None:
            passwords.list_as(tx, None)
        return
    try:
        given = sound(config.web.password.reveal())
    except UsageError as error:
        raise UsageError(f"[web] password: {config.web.password}: {error}") from None
    if kept is None or not is_same(given, kept):
        passwords.list_as(tx, hashed(given))
