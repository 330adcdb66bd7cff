"""A real PgBouncer in transaction mode before the tests' PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

SETTINGS = """\
[databases]
* = host={host} port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 100
server_idle_timeout = 5
"""


@contextmanager
def pooler(url: str, folder: Path, *, size: int = 4) -> Iterator[str]:
    """The address of *url*'s database through a pooler with so many links; skips without one."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed here (Debian: apt install pgbouncer)")
    address, listen = make_url(url), _free_port()
    host = _host(address)
    settings = SETTINGS.format(
        host=host, port=address.port or 5432, user=address.username, listen=listen, size=size
    )
    file = folder / "pgbouncer.ini"
    file.write_text(settings, "utf-8")
    command = [program, *_as_whom(host, folder), str(file)]
    with (folder / "pgbouncer.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(process, listen, folder / "pgbouncer.log")
        plain = URL.create("postgresql", address.username, host="127.0.0.1", port=listen)
        yield plain.set(database=address.database).render_as_string(hide_password=False)
    finally:
        process.terminate()
        process.wait(10)


def _host(address: URL) -> str:
    host = address.query.get("host") or address.host or "127.0.0.1"
    return host if isinstance(host, str) else host[0]


def _as_whom(host: str, folder: Path) -> list[str]:
    """Root may not run it: then as whoever owns the server's socket, who can reach it."""
    if os.geteuid() != 0:
        return []
    owner = Path(host).owner() if host.startswith("/") else "nobody"
    owner = "nobody" if owner == "root" else owner
    folder.chmod(0o755)
    for parent in folder.parents:
        if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o005:
            parent.chmod(parent.stat().st_mode | 0o055)
    return ["-u", owner]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"PgBouncer did not start: {log.read_text('utf-8', 'replace')}")
