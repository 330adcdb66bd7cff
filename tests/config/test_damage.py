"""Files that were damaged anyhow: a Config or problems with lines, never another error."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.config import load
from crawler.errors import ConfigErrors

FILES = {
    "wirewatch.toml": """
[database]
url = "sqlite:///../var/wirewatch.db"
[politeness]
spacing_s = 5
[network]
proxy = { env = "PROXY" }
allow_private = ["10.0.0.0/8", "intra"]
[channels.desk]
type = "email"
host = "mail.example.org"
user = "me"
password = { env = "PW" }
sender = "a@example.org"
to = ["b@example.org", "c@example.org"]
[channels.hook]
type = "webhook"
url = { file = "url" }
""",
    "feeds.toml": """
[[feed]]
url = "https://example.org/rss"
cron = "30 6 * * mon-fri"
[[feed]]
url = "https://example.org/atom"
timezone = "Europe/Berlin"
every_min = 10
""",
    "topics.toml": """
[queries]
arms = "rakete* OR warhead*"
[[topic]]
name = "A"
query = '''
"new start" NEAR/30 @arms
'''
channels = ["desk", "log"]
""",
}
SIGNS = st.text("[]{}\"'=,.# \n\\ax1é-\u2028\x00", max_size=4)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_no_damage_brings_anything_but_problems(name: str, data: st.DataObject) -> None:
    text = FILES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(SIGNS) + text[end:]

    with tempfile.TemporaryDirectory() as folder:
        for other, whole in FILES.items():
            Path(folder, other).write_text(text if other == name else whole, "utf-8")
        Path(folder, "url").write_text("https://example.org/hook", "utf-8")
        try:
            load(Path(folder), {"PW": "x", "PROXY": "http://127.0.0.1:1"})
        except ConfigErrors as error:
            for problem in error.problems:
                assert problem.path
                assert problem.path.name == name or "unknown channel" in problem.reason
                assert problem.line or "nested" in problem.reason
