"""The labelled sentences and what each topic makes of them."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

from crawler.topics.matching import Matcher
from tests.topics.making import make_document, make_topic

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Score:
    """How one topic did on its sentences."""

    topic: str
    found: int  # relevant and found
    missed: tuple[str, ...]  # relevant and not found
    taken: tuple[str, ...]  # not relevant and found

    @property
    def precision(self) -> float:
        """The share of what was found that is relevant."""
        return self.found / (self.found + len(self.taken))

    @property
    def recall(self) -> float:
        """The share of what is relevant that was found."""
        return self.found / (self.found + len(self.missed))


def sentences() -> list[dict[str, str]]:
    """topic, relevant (yes or no), language, sentence."""
    with (DATA / "labelled.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def scores() -> list[Score]:
    """Every topic on the sentences that were written for it."""
    settings = tomllib.loads((DATA / "topics.toml").read_text(encoding="utf-8"))
    rows = sentences()
    result = []
    for name, query in settings["topics"].items():
        matcher = Matcher([make_topic(query)], saved=settings["saved"])
        assert not matcher.refused, matcher.refused[1]
        hits: dict[str, list[str]] = {"yes": [], "no": []}
        missed = []
        for row in rows:
            if row["topic"] != name:
                continue
            document = make_document(row["sentence"], language=row["language"])
            if matcher.matching(document):
                hits[row["relevant"]].append(row["sentence"])
            elif row["relevant"] == "yes":
                missed.append(row["sentence"])
        result.append(Score(name, len(hits["yes"]), tuple(missed), tuple(hits["no"])))
    return result
