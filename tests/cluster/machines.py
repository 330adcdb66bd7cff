"""Machines: network namespaces, each with one line to the hosts and one to the database.

    if why_not() is None:
        with machines(3) as [first, second, third]:
            first.through          # what goes before a command that runs there
            first.database_side    # listen here, and it reaches you by its line to the database
            first.cut()            # packets on that line are lost, and nobody is told
            first.mend()

The hosts of a world in the net `HOSTS` are addresses of this machine, as those of 127.0.0.0/8 are
anyway; they go by the other line, which nothing cuts. Linux, root and iproute2 are needed. The
addresses are those set apart for trials of network devices (RFC 2544), so nobody's are covered.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.cluster.world import LOOPBACK

HOSTS = "198.18.0.0/16"
LINES = "198.19"  # a line is four addresses of it


@dataclass(frozen=True, slots=True)
class Machine:
    """One namespace; *number* makes its addresses."""

    name: str
    number: int

    @property
    def through(self) -> tuple[str, ...]:
        """The beginning of a command line that runs there."""
        return ("ip", "netns", "exec", self.name)

    @property
    def database_side(self) -> str:
        """Our end of its line to the database."""
        return f"{LINES}.{self.number}.5"

    @property
    def lines(self) -> tuple[str, str]:
        """Our ends, as `ip link` names them."""
        return self._line("h"), self._line("d")

    def cut(self) -> None:
        """The line to the database is dead; that to the hosts is not."""
        _ip("link", "set", self._line("d"), "down")

    def mend(self) -> None:
        """The line to the database works again."""
        _ip("link", "set", self._line("d"), "up")

    def build(self) -> None:
        """The namespace and both lines."""
        _ip("netns", "add", self.name)
        _ip("-n", self.name, "link", "set", "lo", "up")
        for kind, first in (("h", 1), ("d", 5)):
            there = f"to-{kind}"
            _ip("link", "add", self._line(kind), "type", "veth", "peer", "name", there,
                "netns", self.name)  # fmt: skip
            _ip("addr", "add", f"{LINES}.{self.number}.{first}/30", "dev", self._line(kind))
            _ip("link", "set", self._line(kind), "up")
            _ip("-n", self.name, "addr", "add", f"{LINES}.{self.number}.{first + 1}/30",
                "dev", there)  # fmt: skip
            _ip("-n", self.name, "link", "set", there, "up")
        _ip("-n", self.name, "route", "add", "default", "via", f"{LINES}.{self.number}.1")

    def _line(self, kind: str) -> str:
        return f"ww{kind}{self.number}"


def why_not() -> str | None:
    """The reason why no machine can be made here; None if one can."""
    if shutil.which("ip") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "root and the command ip are needed"
    probe = f"ww-probe-{os.getpid()}"
    try:
        _ip("netns", "add", probe)
        _ip("netns", "del", probe)
    except subprocess.CalledProcessError as error:
        return f"ip netns add: {error.stderr.strip()}"
    return None


@contextmanager
def machines(number: int) -> Iterator[Sequence[Machine]]:
    """So many; they and their lines are gone at the end. One process at a time can have some."""
    made = [Machine(f"ww-{place}", place) for place in range(1, number + 1)]
    with contextlib.ExitStack() as ends:
        _ip("route", "replace", "local", HOSTS, "dev", "lo")
        ends.callback(_ip, "route", "del", "local", HOSTS, "dev", "lo")
        for one in made:
            _drop(one)  # what a run that was killed left
            ends.callback(_drop, one)
            one.build()
        yield made


@contextmanager
def places(number: int) -> Iterator[tuple[str, Sequence[Machine | None]]]:
    """In which net the hosts are, and where so many processes run: machines of their own; where
    none can be made, here, which is None.
    """
    if why_not() is not None:
        yield LOOPBACK, [None] * number
        return
    with machines(number) as own:
        yield HOSTS, own


def _drop(machine: Machine) -> None:
    """The lines first: with the namespace alone they would be gone a little later."""
    for words in (
        *(("link", "del", line) for line in machine.lines),
        ("netns", "del", machine.name),
    ):
        with contextlib.suppress(subprocess.CalledProcessError):
            _ip(*words)


def _ip(*words: str) -> None:
    subprocess.run(("ip", *words), check=True, capture_output=True, text=True)
