"""The sections [channels.NAME]: the ways by which an alert reaches people."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from crawler.config.secrets import Absent, Secret, secret_of
from crawler.config.shapes import STRICT, Host, Listed, MailAddress, OneLine, web_address
from crawler.config.surroundings import Surroundings

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def hidden(given: object, info: ValidationInfo) -> object:
    """A secret; it never stands in the file."""
    return _read(given, info, plain=False)


def _secret_text(given: object, info: ValidationInfo) -> object:
    return _read(given, info, plain=True)


def secret_address(given: object, info: ValidationInfo) -> object:
    """A web address, as text or, if knowing it is enough to use it, as a secret."""
    secret = _read(given, info, plain=True)
    if isinstance(secret, Secret) and secret.value is not None:
        web_address(secret.value)
    return secret


def _read(given: object, info: ValidationInfo, *, plain: bool) -> object:
    if isinstance(given, Secret):
        return given
    around: Surroundings = info.context or Surroundings()
    try:
        return secret_of(given, folder=around.folder, environ=around.environ, plain=plain)
    except Absent as absent:
        if around.need_secrets:
            raise
        return Secret(str(absent).removesuffix(" is not set"))


class Limited(BaseModel):
    """What all channels have."""

    model_config = STRICT

    name: OneLine

    per_minute_max: Annotated[int, Field(ge=0)] = 0
    """Messages that leave by it within a minute; the others wait. 0 is no limit."""


class Log(Limited):
    """A line in the service's own log."""

    type: Literal["log"] = "log"
    """A line in the service's own log."""


class Email(Limited):
    """A mail by SMTP."""

    type: Literal["email"] = "email"
    """A mail by SMTP."""

    host: Host
    """The mail server."""

    port: Annotated[int, Field(ge=1, le=65535)] = 587
    """Its port; without one 587 for starttls, 465 for tls, 25 for none."""

    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is kept private; certificates are checked."""

    user: Annotated[OneLine | None, Field(repr=False)] = None
    """The name to log in with, if the server wants one."""

    password: Annotated[Secret | None, BeforeValidator(hidden)] = None
    """The password to log in with: { env = "NAME" } or { file = "path" }."""

    sender: MailAddress
    """The address that the mail comes from."""

    to: Annotated[tuple[MailAddress, ...], Listed, Field(min_length=1)]
    """The addresses that it goes to, one or more."""

    @model_validator(mode="before")
    @classmethod
    def _usual_port(cls, table: object) -> object:
        if isinstance(table, dict) and "port" not in table:
            return {"port": _PORTS.get(str(table.get("security", "starttls")), 587), **table}
        return table

    @model_validator(mode="after")
    def _login_is_whole_and_private(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise PydanticCustomError("whole", "needs both user and password, or neither")
        if self.password and self.security == "none" and not self.is_local:
            raise PydanticCustomError(
                "private", 'would send its password in the clear; set security = "starttls"'
            )
        return self

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine, so that nothing travels."""
        return self.host in _OWN_MACHINE


class Webhook(Limited):
    """A signed POST of JSON."""

    type: Literal["webhook"] = "webhook"
    """A signed POST of JSON."""

    url: Annotated[Secret, BeforeValidator(secret_address)]
    """Where it goes; as text, or, if knowing it is enough to post there, as a secret."""

    secret: Annotated[Secret | None, BeforeValidator(hidden)] = None
    """The key of the signature (HMAC-SHA256): { env = "NAME" } or { file = "path" }."""


class Service(Limited):
    """A message by one of the services that Apprise knows."""

    type: Literal["service"] = "service"
    """One of the hundred services that Apprise knows: Slack, Matrix, Telegram, ntfy, Teams, …."""

    url: Annotated[Secret, BeforeValidator(_secret_text)]
    """Its address in Apprise's form, such as "ntfy://ntfy.example/news"; as text or as a secret."""


class Program(Limited):
    """A message as JSON on the standard input of a program."""

    type: Literal["command"] = "command"
    """A program that reads JSON from its standard input."""

    command: Annotated[tuple[OneLine, ...], Listed, Field(min_length=1)]
    """The program and its arguments; no shell reads them."""

    timeout_s: Annotated[float, Field(gt=0)] = 30
    """Seconds that it may take."""


Channel = Log | Email | Webhook | Service | Program

CHANNELS: dict[str, type[Channel]] = {
    "log": Log,
    "email": Email,
    "webhook": Webhook,
    "service": Service,
    "command": Program,
}
