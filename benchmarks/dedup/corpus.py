"""A folder of news texts -> texts as the benchmarks use them. Nothing of it is kept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FOLDER = Path("../shared/corpora/articles")
MIN_WORDS, MAX_WORDS = 120, 2500
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"'”“»«’)]*\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class Text:
    """One article in paragraphs of sentences."""

    id: str
    language: str
    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def sentences(self) -> list[str]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def n_words(self) -> int:
        return sum(len(sentence.split()) for sentence in self.sentences)


def read_texts(folder: Path = DEFAULT_FOLDER) -> list[Text]:
    """All texts of news length, each once, in the order of their files."""
    found: dict[str, Text] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in filter(None, file.read_text(encoding="utf-8").split("\n")):
            row = json.loads(line)
            gold = row["gold"]
            text = _text(row["id"], row.get("lang") or "", gold.get("title"), gold.get("text"))
            if text and MIN_WORDS <= text.n_words <= MAX_WORDS:
                found.setdefault(" ".join(text.sentences[:3]).casefold(), text)
    if not found:
        raise SystemExit(f"no texts in {folder}; give a folder with *.jsonl as argument")
    return list(found.values())


def _text(id_: str, language: str, title: str | None, body: str | None) -> Text | None:
    lines = [line.strip() for line in (body or "").splitlines()]
    paragraphs = tuple(split_sentences(line) for line in lines if line)
    if not paragraphs:
        return None
    return Text(id_, language, title or paragraphs[0][0][:80], paragraphs)


def split_sentences(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SENTENCE.split(line) if part.strip())
