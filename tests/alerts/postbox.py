"""A real SMTP server on loopback that keeps the mail it takes, or refuses as it is told."""

from __future__ import annotations

import email
import ssl
from asyncio import Server, WriteTransport
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Postbox:
    """Replies by command, one after the other; then it takes everything."""

    rcpt: dict[str, list[str]] = field(default_factory=dict)  # by recipient
    sender: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None  # for STARTTLS
    wrapped: ssl.SSLContext | None = None  # from the first byte
    password: str | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        session.host_name = host
        return answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender:
            return self.sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if waiting := self.rcpt.get(address):
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            reply = self.data.pop(0)
            if reply == "break":
                assert isinstance(server.transport, WriteTransport)
                server.transport.abort()
                return "250 never seen"
            return reply
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.append(list(envelope.rcpt_tos))
        return f"250 2.0.0 queued as {len(self.mails)}"

    def login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        good = data.password.decode() == self.password
        # A server that repeats the password, as bad as they come.
        refusal = f"535 5.7.8 wrong password: {data.password.decode()}"
        return AuthResult(success=good, handled=False, message=None if good else refusal)

    def __enter__(self) -> Self:
        settings: dict[str, Any] = {"tls_context": self.tls}
        if self.password is not None:
            settings |= {"authenticator": self.login, "auth_required": True}
        self._controller = _Controller(self, self.wrapped, settings)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.port)


class _Controller(Controller):
    """Takes a free port, and counts."""

    def __init__(
        self, box: Postbox, wrapped: ssl.SSLContext | None, settings: dict[str, Any]
    ) -> None:
        super().__init__(box, hostname="127.0.0.1", port=0, ssl_context=wrapped)
        self.settings = settings

    def factory(self) -> SMTP:
        self.handler.connections += 1
        return SMTP(self.handler, hostname="mx.example", enable_SMTPUTF8=True, **self.settings)

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]
        self.handler.connections = 0
