"""A message as a mail by SMTP: plain text first-class, the same as HTML beside it, no tracking.

A repetition is recognised by its Message-ID, which is made of the key; filters find a topic by
List-Id; Auto-Submitted keeps other machines from answering.
"""

from __future__ import annotations

import hashlib
import logging
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

from crawler.alerts.channels.reasons import NETWORK_ERRORS, cut_off_after, reason_of
from crawler.alerts.channels.secrecy import Curtain
from crawler.alerts.matter import Message
from crawler.config import Email
from crawler.errors import DeliveryError
from crawler.topics.words import fold

log = logging.getLogger("wirewatch")

ANSWER_S = 20.0  # for a connection, and for each answer
SEND_S = 120.0  # for one mail
ACCEPTED = frozenset({250, 251, 252})
MAILS_MAX = 50  # by one connection; many servers end it after a hundred
LINK_MAX = 76
REMEMBERED = 1000  # mails that only some of their recipients took
_NO_ATOM = re.compile(r"[^A-Za-z0-9-]+")

Reply = tuple[int, bytes]


class MailSender:
    """Sends from one account to its recipients; keeps the connection between mails."""

    def __init__(self, channel: Email, *, now: Callable[[], datetime]) -> None:
        self._channel, self._now = channel, now
        self._sender = address_of(channel.sender)
        self._to = tuple(address_of(one) for one in channel.to)
        self._password = channel.password.reveal() if channel.password else None
        self._curtain = Curtain([self._password or ""])
        self._context = None if channel.security == "none" else ssl.create_default_context()
        self._smtp: smtplib.SMTP | None = None
        self._mails = 0  # by this connection
        self._took: dict[str, set[str]] = {}  # key -> recipients, where some are still owed

    def send(self, message: Message, *, key: str) -> str:
        """What the server said to it. Raises DeliveryError.

        With several recipients it is sent when each has taken it or refused it for good, and at
        least one has taken it.
        """
        try:
            with cut_off_after(SEND_S, lambda: self._smtp.sock if self._smtp else None):
                return self._hand_over(self._open(), message, key)
        except smtplib.SMTPDataError as error:
            raise self._refusal((error.smtp_code, _bytes(error.smtp_error))) from None
        except smtplib.SMTPResponseException as error:
            # Greeting, TLS and login are about us, and somebody can mend them; no 5xx is lasting.
            self.close()
            reply = (error.smtp_code, _bytes(error.smtp_error))
            raise self._refusal(reply, lasting=False) from None
        except smtplib.SMTPException as error:  # STARTTLS not offered, the connection lost
            self.close()
            raise DeliveryError(self._said(str(error))) from None
        except NETWORK_ERRORS as error:
            self.close()
            raise DeliveryError(self._said(reason_of(error))) from None

    def hide(self, text: str) -> str:
        """*text* without this channel's secrets."""
        return self._curtain.hide(text)

    def close(self) -> None:
        """Say goodbye and let the connection go."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, *NETWORK_ERRORS):
                self._smtp.close()
            self._smtp = None

    def mail(self, message: Message, key: str) -> EmailMessage:
        """The mail as it leaves."""
        domain = self._sender.domain
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = header_text(message.subject)
        mail["From"] = self._sender
        mail["To"] = self._to
        mail["Date"] = format_datetime(self._now())
        mail["Message-ID"] = f"<{key}@{domain}>"
        if message.story_id is not None:
            # No mail has this id: mailers put those that refer to the same one into a thread.
            thread = f"<wirewatch-story-{message.story_id}@{domain}>"
            mail["In-Reply-To"] = thread
            mail["References"] = thread
        mail["List-Id"] = list_id(message.topic, domain)
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        if leave := unsubscribe(self._sender.addr_spec, message.topic):
            mail["List-Unsubscribe"] = leave
        mail.set_content(f"{message.text}\n", cte="quoted-printable")
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
        return mail

    def _open(self) -> smtplib.SMTP:
        """A connection that is logged in and ready for a mail."""
        if self._smtp is not None and self._mails < MAILS_MAX and _is_ready(self._smtp):
            return self._smtp
        self.close()
        channel = self._channel
        self._smtp = smtp = self._connected()
        self._mails = 0
        if channel.security == "starttls":
            smtp.starttls(context=self._context)
        smtp.ehlo_or_helo_if_needed()
        if channel.user is not None and self._password is not None:
            smtp.login(channel.user, self._password)
        return smtp

    def _connected(self) -> smtplib.SMTP:
        host, port = self._channel.host, self._channel.port
        if self._channel.security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=ANSWER_S, context=self._context)
        return smtplib.SMTP(host, port, timeout=ANSWER_S)

    def _hand_over(self, smtp: smtplib.SMTP, message: Message, key: str) -> str:
        """One mail to those recipients who do not have it yet."""
        took = self._took.get(key, set())
        wide = not all(one.addr_spec.isascii() for one in (self._sender, *self._to))
        reply = smtp.mail(self._sender.addr_spec, ["SMTPUTF8"] if wide else [])
        if reply[0] not in ACCEPTED:
            raise self._refusal(reply, lasting=False)
        owed = [one.addr_spec for one in self._to if one.addr_spec not in took]
        replies = {one: smtp.rcpt(one) for one in owed}
        taken = {one for one, (code, _) in replies.items() if code in ACCEPTED}
        refused = {one: reply for one, reply in replies.items() if one not in taken}
        if taken:
            mail = self.mail(message, key)
            reply = smtp.data(mail.as_bytes(policy=SMTPUTF8 if wide else SMTP))
            self._mails += 1
            if reply[0] not in ACCEPTED:
                raise self._refusal(reply)
        return self._receipt(key, took | taken, refused, reply)

    def _receipt(self, key: str, took: set[str], refused: Mapping[str, Reply], reply: Reply) -> str:
        self._took.pop(key, None)
        if not refused:
            return self._shown(reply)
        said = "; ".join(f"{one}: {self._shown(answer)}" for one, answer in refused.items())
        lasting = all(code >= 500 for code, _ in refused.values())
        if not lasting or not took:
            if took and len(self._took) < REMEMBERED:
                self._took[key] = took
            raise DeliveryError(self._said(said), lasting=lasting)
        log.warning("alert    by %s: never again to %s", self._channel.name, said)
        return f"{self._shown(reply)}; refused for {said}"

    def _refusal(self, reply: Reply, *, lasting: bool | None = None) -> DeliveryError:
        lasting = reply[0] >= 500 if lasting is None else lasting
        return DeliveryError(self._said(self._shown(reply)), lasting=lasting)

    def _shown(self, reply: Reply) -> str:
        return f"{reply[0]} {self._curtain.shown(reply[1])}".strip()

    def _said(self, words: str) -> str:
        return f"{self._channel.host}: {self._curtain.shown(words)}"


def unsubscribe(address: str, topic: str) -> str | None:
    """Where a reader asks to be left alone, short enough to stand on a line of a header.

    The email package would turn a longer one into encoded words, which no mailer reads here.
    """
    for subject in (f"unsubscribe%20{slug(topic)}", "unsubscribe"):
        link = f"<mailto:{address}?subject={subject}>"
        if len(link) <= LINK_MAX and link.isascii():
            return link
    return None


def address_of(text: str) -> Address:
    """An address of the configuration, "a@b" or "Name <a@b>", its host in ASCII."""
    name, spec = parseaddr(text)
    local, _, host = spec.rpartition("@")
    return Address(name, local, host if host.isascii() else host.encode("idna").decode())


def list_id(topic: str, domain: str) -> str:
    """What filters find a topic by (RFC 2919): "New START <new-start.wirewatch.example.org>".

    A name that is too long for a line gives way to a short one, for the same reason as above.
    """
    name = slug(topic)
    if len(f"<{name}.wirewatch.{domain}>") > LINK_MAX:
        name = _short(topic)
    return f"{phrase(topic)} <{name}.wirewatch.{domain}>"


def slug(topic: str) -> str:
    """A topic's name as a part of an address: "new-start"."""
    name = _NO_ATOM.sub("-", fold(topic).strip()).strip("-")
    return name[:60].strip("-") if fold(topic).isascii() and name else _short(topic)


def _short(topic: str) -> str:
    return "topic-" + hashlib.blake2b(topic.encode(), digest_size=6).hexdigest()


def header_text(text: str) -> str:
    """A line of strangers' words that is a header and nothing else.

    The email package takes "=?utf-8?q?=0D=0ABcc:_a@b.org?=" in a header for encoded words, decodes
    them, and writes what comes out as lines of its own.
    """
    return text.replace("=?", "= ?")


def phrase(topic: str) -> str:
    """A topic's name as the words before a List-Id."""
    words = re.sub(r'[<>"\\()]+', " ", topic).strip()
    return header_text(words) if topic.isascii() else "Wirewatch"


def _is_ready(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.rset()[0] in ACCEPTED
    except (smtplib.SMTPException, *NETWORK_ERRORS):
        return False


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
