"""How fast passwords may be tried, and by whom.

A network address has five tries in a quarter of an hour. All strangers together have two hundred,
and a browser that was in before (it has a cookie of its own, signed) counts for itself alone: so
neither can many machines guess fast, nor can they keep out those who live here. Tries are rows; to
start the program anew makes nobody faster.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from fastapi import Request
from itsdangerous import BadSignature, URLSafeSerializer

from crawler.storage import logins
from crawler.web.access import sessions
from crawler.web.state import State

YEAR = timedelta(days=365)
_SALT = "wirewatch.browser"


def client_of(request: Request, state: State) -> str:
    """For whom this try counts."""
    given = request.cookies.get(_name(state), "")
    try:
        known = _serializer(state).loads(given)
    except BadSignature:
        known = None
    return f"{logins.FAMILIAR}{known}" if isinstance(known, str) else _network(request)


def remember(request: Request, state: State) -> None:
    """This browser was in."""
    made = _serializer(state).dumps(secrets.token_urlsafe(9))
    web = state.config.web
    sessions.put(request, _name(state), str(made), lasts=YEAR, secure=web.is_secure)


def _network(request: Request) -> str:
    host = request.client.host if request.client else ""
    try:
        number = ip_address(host)
    except ValueError:
        return host
    if isinstance(number, IPv6Address):
        if number.ipv4_mapped:
            return str(number.ipv4_mapped)
        # A house has 2**64 of them.
        return f"{IPv6Address(int(number) >> 64 << 64)}/64"
    return str(number)


def _name(state: State) -> str:
    return f"{sessions.name(state)}-known"


def _serializer(state: State) -> URLSafeSerializer:
    return URLSafeSerializer(state.secret, salt=_SALT)
