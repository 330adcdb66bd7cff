"""The libraries of another Python: `Peer(PYTHON)` starts this file there and asks it.

A request is a line of JSON, [reader, HTML, address]; the answer [text, milliseconds of CPU]. The
first line that it writes names its readers.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


class Peer:
    """A running process of the other Python; close it by `with`."""

    def __init__(self, python: str) -> None:
        self.process = subprocess.Popen(
            [python, str(Path(__file__))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.readers: list[str] = self._line()

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate()

    def read(self, name: str, html: str, url: str) -> tuple[str, float]:
        """(text, milliseconds of CPU) of one reader; what it raises counts as no text."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([name, html, url]) + "\n")
        self.process.stdin.flush()
        text, spent = self._line()
        return str(text), float(spent)

    def _line(self) -> list[Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} ended")
        found: list[Any] = json.loads(line)
        return found


def _stay_offline(event: str, _arguments: object) -> None:
    """Refuse what leads out: some readers ask the page's server for its pictures, by the minute."""
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"}:
        raise OSError("a reader is given all that it reads")


def serve() -> None:
    """Answer requests until the input ends."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from readers import installed  # type: ignore[import-not-found]  # noqa: PLC0415 - its folder

    sys.addaudithook(_stay_offline)
    # Libraries print; answers go to a copy of the output that they do not know.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    readers, _ = installed()
    gc.freeze()
    print(json.dumps(list(readers)), file=answers, flush=True)
    for line in sys.stdin:
        name, html, url = json.loads(line)
        gc.collect()  # what another reader left is not this one's cost
        start = time.process_time()
        try:
            text = readers[name](html, url)
        except Exception:
            text = ""
        spent = (time.process_time() - start) * 1_000
        print(json.dumps([text, spent]), file=answers, flush=True)


if __name__ == "__main__":
    serve()
