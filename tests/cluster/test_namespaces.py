"""That the machines of the large trials are apart, and a line that is cut is dead."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tests.cluster.machines import Machine, machines, why_not

DIAL = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1)"


def reaches(machine: Machine, address: str, port: int) -> bool:
    """Whether a process on *machine* can open a connection."""
    command = [*machine.through, sys.executable, "-c", DIAL, address, str(port)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_line_that_is_cut_is_dead_and_the_other_is_not() -> None:
    if (why := why_not()) is not None:
        pytest.skip(f"no network namespace can be made here: {why}")

    with machines(2) as [first, second], socket.create_server(("0.0.0.0", 0)) as server:
        port = server.getsockname()[1]
        assert reaches(first, "198.18.1.1", port)
        assert reaches(first, first.database_side, port)
        assert not reaches(first, "127.0.0.1", port)
        first.cut()
        assert reaches(first, "198.18.1.1", port)
        assert not reaches(first, first.database_side, port)
        assert reaches(second, second.database_side, port)
        first.mend()
        assert reaches(first, first.database_side, port)
