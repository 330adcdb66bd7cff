"""TLS with good and bad certificates; `AUTHORITY` is trusted by the service that is sent here."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.hostile.case import Case
from tests.hostile.world import feed

_FOLDER = tempfile.TemporaryDirectory(prefix="hostile-tls-")
_KEY = ec.generate_private_key(ec.SECP256R1())
_OURS = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hostile Authority")])
NOW = datetime.now(UTC)


def _signed(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    days: tuple[int, int],
    *extensions: x509.ExtensionType,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_OURS)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
    )
    for extension in extensions:
        made = made.add_extension(extension, critical=False)
    return made.sign(_KEY, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def self_signed() -> ssl.SSLContext:
    """A server's, with a certificate that nobody vouches for."""
    return _server(chained=False)


def _server(
    host: str = "127.0.0.1", days: tuple[int, int] = (-1, 1), *, chained: bool = True
) -> ssl.SSLContext:
    """What a server shows: a certificate for *host*, valid from and to these days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    number = host.replace(".", "").isdigit()
    name: x509.GeneralName = x509.IPAddress(ip_address(host)) if number else x509.DNSName(host)
    names = x509.SubjectAlternativeName([name])
    signed = _signed(subject, key, days, names)
    if not chained:  # by itself
        signed = (
            x509.CertificateBuilder(subject, subject, key.public_key(), 1, NOW, NOW + timedelta(2))
            .add_extension(names, critical=False)
            .sign(key, hashes.SHA256())
        )
    file = Path(_FOLDER.name, f"{x509.random_serial_number()}.pem")
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + _pem(signed))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


AUTHORITY = Path(_FOLDER.name, "authority.pem")
AUTHORITY.write_bytes(
    _pem(_signed(_OURS, _KEY, (-1, 1), x509.BasicConstraints(ca=True, path_length=None)))
)


def distrusted(name: str, tls: ssl.SSLContext) -> Case:
    return Case(
        name=f"tls: {name}",
        feed=feed("/a/1"),
        tls=tls,
        outcome="hard failure",
        note="its certificate is not to be trusted",
        articles=0,
        asked={"/feed": 0},
    )


CASES = (
    Case(name="tls: a good certificate", feed=feed("/a/1"), tls=_server()),
    distrusted("a certificate of its own making", _server(chained=False)),
    distrusted("a certificate for somebody else", _server("other.example")),
    distrusted("a certificate for another number", _server("127.0.0.9")),
    distrusted("a certificate of yesterday", _server(days=(-9, -1))),
    distrusted("a certificate of tomorrow", _server(days=(1, 9))),
)
