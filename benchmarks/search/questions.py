"""What is asked of the archive, and the same as far as a bare index can say it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """Queries of one kind; the bare forms are beside them, empty where there are none."""

    name: str
    queries: tuple[str, ...]
    fts: tuple[str, ...] = ()
    tsquery: tuple[str, ...] = ()


ASKED = (
    Question("rare word", ("zeppelin", "lark"), ('"zeppelin"', '"lark"'), ("'zeppelin'", "'lark'")),
    Question(
        "rare phrase of common words",
        ('"new start"', '"old bridge"', '"open letter"'),
        ('"new start"', '"old bridge"', '"open letter"'),
        ("'new' <-> 'start'", "'old' <-> 'bridge'", "'open' <-> 'letter'"),
    ),
    Question(
        "common phrase",
        ('"prime minister"', '"climate summit"', '"night train"'),
        ('"prime minister"', '"climate summit"', '"night train"'),
        ("'prime' <-> 'minister'", "'climate' <-> 'summit'", "'night' <-> 'train'"),
    ),
    Question(
        "commonest words",
        ("the", "der", "new"),
        ('"the"', '"der"', '"new"'),
        ("'the'", "'der'", "'new'"),
    ),
    Question(
        "boolean with NEAR",
        (
            "(treaty OR warhead) NEAR/8 (kremlin OR new) -football",
            '"prime minister" NEAR/10 treaty lang:en',
            "bridge NEAR/4 start -zeppelin",
        ),
        (
            '(NEAR("treaty" "kremlin", 8) OR NEAR("treaty" "new", 8) OR '
            'NEAR("warhead" "kremlin", 8) OR NEAR("warhead" "new", 8)) NOT "football"',
            'NEAR("prime minister" "treaty", 10)',
            'NEAR("bridge" "start", 4) NOT "zeppelin"',
        ),
        # A tsquery knows no NEAR, only exact distances: the words anywhere.
        (
            "('treaty' | 'warhead') & ('kremlin' | 'new') & !'football'",
            "('prime' <-> 'minister') & 'treaty'",
            "'bridge' & 'start' & !'zeppelin'",
        ),
    ),
    Question(
        "prefix",
        ("warhe*", "krem*", "minister*", "zepp*"),
        ('"warhe" *', '"krem" *', '"minister" *', '"zepp" *'),
        ("'warhe':*", "'krem':*", "'minister':*", "'zepp':*"),
    ),
    Question("suffix", ("*vertrag", "*gipfel", "*pelin", "*head")),
    Question(
        "in the title",
        ("title:wahl*", "title:treaty OR title:marketing", "title:der title:wahl"),
    ),
    Question(
        "words and properties",
        (
            "treaty lang:de site:outlet7.example",
            "kremlin published:2025-01-01..2025-01-31",
            'bridge source:"outlet 12" lang:fr',
        ),
    ),
    Question(
        "properties alone",
        ("site:outlet7.example", "lang:fr published:2024-06-01", "source:outlet lang:en"),
    ),
    Question("case", ("case:NATO OR case:Treaty", 'case:"Prime minister"')),
    Question("inflection", ("stem:treaties lang:en", "stem:zeppelins", "stem:warheads")),
    Question("nothing found", ("xylophones", '"zeppelin warhead"', "*nosuchend")),
)
