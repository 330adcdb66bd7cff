"""Secrets: from the environment or a file, never from the settings, never shown."""

from __future__ import annotations

import json
import traceback
from typing import TYPE_CHECKING

import pytest

from crawler.config import Email, Webhook
from crawler.errors import ConfigError, ConfigErrors

if TYPE_CHECKING:
    from tests.config.conftest import Folder

VALUE = "hunter2-geheim"
MAIL = """
[channels.desk]
type = "email"
host = "mail.example.org"
user = "me"
sender = "a@example.org"
to = ["b@example.org"]
password = %s
"""
HOOK = '[channels.hook]\ntype = "webhook"\nurl = %s\n'


def test_a_secret_comes_from_the_environment(folder: Folder) -> None:
    desk = folder.load(MAIL % '{ env = "PW" }', {"PW": VALUE}).channel("desk")

    assert isinstance(desk, Email)
    assert desk.password
    assert desk.password.reveal() == VALUE


def test_a_secret_comes_from_a_file_seen_from_the_folder_without_its_last_line_break(
    folder: Folder,
) -> None:
    folder.write("pw.txt", f"{VALUE}\n")

    desk = folder.load(MAIL % '{ file = "pw.txt" }').channel("desk")

    assert isinstance(desk, Email)
    assert desk.password
    assert desk.password.reveal() == VALUE


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (f'"{VALUE}"', "must not stand in the file as plain text"),
        ('{ env = "PW" }', "the environment variable PW is not set"),
        ('{ env = "" }', "must be { env ="),
        ('{ env = 1 }', "must be { env ="),
        ('{ env = "PW", file = "x" }', "must be { env ="),
        ('{ file = "none" }', "none cannot be read: No such file"),
        ('{ file = "empty" }', "empty is empty"),
        ('{ file = "." }', "cannot be read: Is a directory"),
        ("5", "must be { env ="),
    ],
)  # fmt: skip
def test_a_secret_in_another_shape_is_refused(folder: Folder, given: str, problem: str) -> None:
    folder.write("empty", "\n")

    told = folder.problems(MAIL % given)

    assert told.startswith('wirewatch.toml:8: channel "desk" password: ')
    assert problem in told
    assert VALUE not in told


def test_no_way_of_showing_a_config_shows_a_secret(folder: Folder) -> None:
    environ = {"PW": VALUE, "URL": f"https://example.org/{VALUE}", "P": f"http://u:{VALUE}@p:1/"}
    main = MAIL % '{ env = "PW" }' + HOOK % '{ env = "URL" }' + '[network]\nproxy = { env = "P" }\n'

    config = folder.load(main, environ | {"WIREWATCH_DATABASE": f"postgresql://u:{VALUE}@h/d"})

    shown = [repr(config), str(config), config.database.url_shown, *map(str, config.channels)]
    for channel in config.channels:
        if isinstance(channel, Webhook):
            shown += [str(channel.url), repr(channel.url)]
        if isinstance(channel, Email):
            shown += [str(channel.password), f"{channel.password!r}"]
    assert not [text for text in shown if VALUE in text]
    assert config.database.url_shown == "postgresql+psycopg://u@h/d"
    assert config.network.proxy == f"http://u:{VALUE}@p:1/"


def test_an_address_in_plain_text_shows_its_host_only(folder: Folder) -> None:
    hook = folder.load(HOOK % '"https://hooks.example.org/T0/B1"').channel("hook")

    assert isinstance(hook, Webhook)
    assert str(hook.url) == "https://hooks.example.org/…"


def test_an_error_shows_no_secret_even_in_its_traceback(folder: Folder) -> None:
    main = MAIL % '{ env = "PW" }' + "port = 0\n" + HOOK % '{ env = "URL" }'

    with pytest.raises(ConfigErrors) as caught:
        folder.load(main, {"PW": VALUE, "URL": f"ftp://{VALUE}"})

    told = "".join(traceback.format_exception(caught.value))
    assert "port: must be at least 1" in told
    assert "url: must be an address" in told
    assert VALUE not in told
    assert VALUE not in json.dumps([problem.reason for problem in caught.value.problems])


def test_commands_that_send_nothing_need_no_secrets(folder: Folder) -> None:
    main = MAIL % '{ env = "PW" }' + HOOK % '{ env = "URL" }'

    config = folder.load(main, need_secrets=False)

    hook = config.channel("hook")
    assert isinstance(hook, Webhook)
    with pytest.raises(ConfigError, match="the environment variable URL is not set"):
        hook.url.reveal()


def test_a_secret_in_the_wrong_shape_is_wrong_for_every_command(folder: Folder) -> None:
    folder.write("wirewatch.toml", MAIL % f'"{VALUE}"')

    with pytest.raises(ConfigErrors, match="plain text"):
        folder.load(need_secrets=False)
