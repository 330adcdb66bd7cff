"""The world → the three files of settings with which the service watches it."""

from __future__ import annotations

from pathlib import Path

from crawler.demo.server import DemoServer
from crawler.demo.world import World

# A look every three seconds, and alerts that wait until the last reprint (13 seconds after its
# original) has been looked for, fetched and read, so that one message names all who carry it.
MAIN = """\
# The demo's settings: made for a world on loopback in which a day takes a minute.

[database]
url = "sqlite:///demo.db"

[identity]
contact = "demo@example.org"

[politeness]
floor_min   = 0.05
first_min   = 0.05
ceiling_min = 0.05
spacing_s   = 0.2
reread_after_min = 0.05

[network]
allow_private = ["127.0.0.1"]

[clock]
tick_s   = 0.2
timezone = "Europe/Berlin"

[alerts]
settle_s     = 20
max_age_days = 0     # the news of this world are of February 2026
"""

# For further days: nothing but what an operator would begin with.
FURTHER = """\
[identity]
contact = "demo@example.org"

[clock]
timezone = "Europe/Berlin"
"""

FEED = """\
[[feed]]
url      = "{url}"
name     = "{name}"
language = "{language}"
country  = "{country}"
timezone = "{timezone}"
"""

TOPICS = """\
[queries]
nuclear_arms = '''
"nuclear weapon*" OR "nuclear arms" OR "nuclear treat*" OR "nuclear arsenal*" OR warhead*
OR "arms control" OR atomwaffe* OR kernwaffe* OR nuklearwaffe* OR sprengk* OR abrüst*
OR rüstungskontroll* OR "armes nucléaires" OR "têtes nucléaires" OR "traité nucléaire"
'''

# The treaty in all its spellings, and not “a new start in life”.
[[topic]]
name  = "New START"
query = '''
case:"New START"
OR "new start vertrag*" OR "new start abkommen*" OR "new start treaty" OR newstart*vertrag*
OR ("new start" NEAR/30 @nuclear_arms)
OR "strategic arms reduction treaty"
'''

[[topic]]
name  = "Arms control"
query = '''
"arms control" OR "nuclear treaty" OR disarmament
OR rüstungskontroll* OR abrüst* OR kernwaffentest*
OR "traité nucléaire" OR désarmement OR "non-prolifération"
'''

# “A flood of applications” and floodlights are no floods.
[[topic]]
name  = "Floods"
query = '''
hochwasser* OR überschwemm* OR flooding OR flooded OR "flood warning*"
OR inondation* OR "crue de" OR "en crue"
'''
"""

# What invented articles of further days say of each topic, so that it must find them.
TOPIC_SENTENCES = {
    "New START": {
        "en": ("The New START treaty on nuclear weapons was on the table, said {person}.",),
        "de": ("Über den New-START-Vertrag und die Atomwaffen wurde gesprochen, sagte {person}.",),
        "fr": ("Le traité New START sur les armes nucléaires a été évoqué par {person}.",),
    },
    "Arms control": {
        "en": ("Disarmament needs patience, {person} told the meeting.",),
        "de": ("Die Rüstungskontrolle brauche Geduld, sagte {person} den Gästen.",),
        "fr": ("Le désarmement demande de la patience, a dit {person}.",),
    },
    "Floods": {
        "en": ("Flooding has closed the lower streets of {place} since the morning.",),
        "de": ("Das Hochwasser hat die unteren Straßen von {place} seit dem Morgen erreicht.",),
        "fr": ("Une inondation touche les rues basses de {place} depuis le matin.",),
    },
}


def config_files(world: World, main: str = MAIN) -> dict[str, str]:
    """Name → text of each file."""
    feeds = "\n".join(
        FEED.format(
            url=world.feed_url(outlet.key),
            name=outlet.name,
            language=outlet.language,
            country=outlet.country,
            timezone=outlet.timezone,
        )
        for outlet in world.outlets
    )
    return {"wirewatch.toml": main, "feeds.toml": feeds, "topics.toml": TOPICS}


def write_config(folder: Path, server: DemoServer) -> Path:
    """Write the files into *folder*, which is made if need be, and return it.

    The database beside them is left as it is: a demo that was killed goes on where it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in config_files(server.world).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
