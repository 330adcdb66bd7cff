"""Certificates are checked, but for those of hosts that the settings except by name.

Of what such a host sends nobody can tell who wrote it; each start says so.
"""

from __future__ import annotations

import copy
from collections.abc import Collection
from typing import Any

from twisted.web.iweb import IPolicyForHTTPS
from zope.interface.declarations import implementer


@implementer(IPolicyForHTTPS)
class Certificates:
    """Scrapy's own policy, with exceptions: ``host`` for all of its ports, or ``host:port``."""

    def __init__(self, checking: Any, unchecked: Collection[str]) -> None:
        self._checking, self._unchecked = checking, frozenset(unchecked)
        self._trusting = copy.copy(checking)
        self._trusting._verify_certificates = False

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802  # Twisted's names
        """How to greet this server."""
        name = hostname.decode("latin-1").casefold()
        excepted = {name, f"{name}:{port}"} & self._unchecked
        return (self._trusting if excepted else self._checking).creatorForNetloc(hostname, port)
