"""The three files of settings: a Config, or every problem with its place."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from crawler.config import load
from crawler.errors import ConfigErrors
from tests.config.test_damage import FILES
from tests.fuzz.target import Target, damaged

_SHIPPED = Path(__file__).resolve().parents[2] / "config"
WHOLES = {
    name: [text.encode(), (_SHIPPED / name).read_bytes()[:8000]] for name, text in FILES.items()
}
TOKENS = [
    *(
        b"[[",
        b"]]",
        b"[",
        b"]",
        b"{",
        b"}",
        b"=",
        b'"',
        b"'''",
        b'"""',
        b"#",
        b"\n",
        b"\\",
        b"\\u0",
    ),
    *(b"\x00", b"\xff", b"\r", b"true", b"nan", b"inf", b"-1", b"1e400", b"1979-05-27", b"00:61"),
    *(
        b"[[feed]]\n",
        b"[[topic]]\n",
        b"[channels.x]\ntype = 'email'\n",
        b"url = 7\n",
        b"name = []\n",
    ),
    *(b"cron = '99 * * * *'\n", b"timezone = 'Mars/X'\n", b"every_min = nan\n", b"query = ''\n"),
    *(
        b"channels = ['log', 3]\n",
        b"password = { env = 'NO' }\n",
        b"a.b.c = 1\n",
        b"allow_private = '::'",
    ),
    *(b"spacing_s = inf\n", b"relook_hours = [nan]\n", b"tick_s = -0.0\n", b"processes = 1e9\n"),
]


def folder(given: tuple[str, bytes]) -> None:
    """Load a folder of which one file is damaged."""
    name, damage = given
    with tempfile.TemporaryDirectory() as place:
        for other, text in FILES.items():
            Path(place, other).write_bytes(damage if other == name else text.encode())
        Path(place, "url").write_text("https://example.org/hook", "utf-8")
        try:
            load(Path(place), {"PW": "x", "PROXY": "http://127.0.0.1:1"})
        except ConfigErrors as error:
            assert error.problems
            assert all(str(problem) for problem in error.problems)


_DAMAGED = st.one_of(
    *(st.tuples(st.just(name), damaged(wholes, TOKENS)) for name, wholes in WHOLES.items())
)
TARGETS = (Target("settings", _DAMAGED, folder),)
