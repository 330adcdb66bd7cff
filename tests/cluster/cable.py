"""A way to the database that can be cut: what goes through it hangs, or is broken off."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from types import TracebackType
from typing import Self

from sqlalchemy import make_url


class Cable:
    """Between a process and the server of the database at *url*; `cut` and `mend` as one likes."""

    def __init__(self, url: str, *, host: str = "127.0.0.1") -> None:
        self._server, self._host = make_url(url), host
        self.url = ""  # by way of it, as soon as it is laid
        self._whole = threading.Event()
        self._whole.set()
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event
        self._thread = threading.Thread(target=self._run, daemon=True, name="cable")
        self._ready = threading.Event()
        self._links: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._whole.set()
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def cut(self) -> None:
        """Nothing gets through any more, and nobody is told: as when a cable is cut."""
        self._whole.clear()

    def mend(self) -> None:
        """What hung is broken off; new links get through."""
        self._whole.set()
        self._loop.call_soon_threadsafe(self._break_off)

    def _break_off(self) -> None:
        for link in list(self._links):
            link.transport.abort()

    def _run(self) -> None:
        asyncio.run(self._listen())

    async def _listen(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._lay, self._host, 0)
        port = server.sockets[0].getsockname()[1]
        here = self._server.set(host=self._host, port=port, query={})
        self.url = here.render_as_string(hide_password=False)
        self._ready.set()
        await self._over.wait()
        self._break_off()
        server.close()
        await server.wait_closed()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _lay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
        while not self._whole.is_set():
            await asyncio.sleep(0.05)
        try:
            there_reader, there = await self._there()
        except OSError:  # the server is down
            writer.transport.abort()
            return
        self._links |= {writer, there}
        await asyncio.gather(self._pass(reader, there), self._pass(there_reader, writer))
        self._links -= {writer, there}

    async def _there(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        port, folder = self._server.port or 5432, self._server.query.get("host")
        if folder:  # a socket of files
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{port}")
        return await asyncio.open_connection(self._server.host, port)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while part := await reader.read(65536):
                while not self._whole.is_set():
                    await asyncio.sleep(0.05)
                writer.write(part)
                await writer.drain()
        writer.close()
