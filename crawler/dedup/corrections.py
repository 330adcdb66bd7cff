"""The text of an article -> its corrections and editor's notes.

Newsrooms announce what they changed in a few set phrases; those of the languages that we follow
stand here. A note is the sentence that holds the phrase, with the rest of its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note announces."""

    CORRECTION = "correction"  # something was wrong
    UPDATE = "update"  # something was added
    NOTE = "note"  # the editors say something about the article


@dataclass(frozen=True, slots=True)
class Note:
    """A correction or note as it stands in the text."""

    kind: NoteKind
    text: str  # from the phrase to the end of its paragraph
    start: int  # code points from the beginning of the text


# A phrase alone ("Correction") counts at the beginning of a line or bracket and before a colon or
# dash; whole sentences count anywhere.
_HEADS = {
    NoteKind.CORRECTION: (
        r"Korrektur(?:hinweis)?|Berichtigung|Richtigstellung|Corrections?|Clarifications?",
        r"Errat(?:um|a)(?: corrige)?|Rectificati(?:f|on)|Correctif|Fe de (?:errores|erratas)",
        r"Correcci[oó]n|Rettifica|Correctie|Rectificatie|Korekta|Sprostowanie|Rättelse|Rettelse",
        r"Исправление|Поправка|Виправлення|訂正",
    ),
    NoteKind.UPDATE: (
        r"Updated?|Aktualisierung|Aktualisiert|Mise à jour|Actualizaci[oó]n|Aggiornamento",
        r"Обновление|Обновлено|Оновлено",
    ),
    NoteKind.NOTE: (
        r"(?:Anm(?:erkung|\.)|Hinweis) ?(?:der|d\.) ?Red(?:aktion|\.)|Transparenzhinweis|NDLR",
        r"Editor[’']?s’? note|Editors[’'] note|Note (?:de la rédaction|du rédacteur)",
        r"Nota (?:de la redacción|del editor|di redazione|della redazione)|Noot van de redactie",
        r"(?:Прим(?:ечание|\.)|Примітка) ред(?:акции|акції|\.)",
    ),
}
_SENTENCES = {
    NoteKind.CORRECTION: (
        r"in (?:einer|der) (?:früheren|vorherigen|ersten|ursprünglichen) (?:version|fassung)",
        r"(?:dieser|der) (?:artikel|text|beitrag) wurde (?:nachträglich )?korrigiert",
        r"(?:wir haben|haben wir) (?:dies|das|den fehler|die angabe) (?:inzwischen )?korrigiert",
        r"(?:an|in the) earlier version of th(?:is|e) (?:article|story|report|piece)",
        r"th(?:is|e) (?:article|story|report|headline) (?:has been|was) (?:corrected|amended)",
        r"une (?:première )?version (?:précédente |antérieure )?de cet article",
        r"una versi[oó]n anterior de (?:este|esta)|in una versione precedente",
        r"in een eerdere versie van dit",
    ),
    NoteKind.UPDATE: (
        r"th(?:is|e) (?:article|story|report|piece) (?:has been|was) updated",
        r"(?:dieser|der) (?:artikel|text|beitrag) wurde (?:nachträglich )?(?:aktualisiert|ergänzt)",
        r"cet article a été (?:mis à jour|actualisé)|este artículo ha sido actualizado",
    ),
}
_BEFORE, _AFTER = r"(?:^|(?<=[(\[]))[*_>#\s–—-]*", r"(?!\w)(?: ?\([^)\n]*\)|,[^:\n]{1,30})? ?[:–—-]"
_HEAD = {
    kind: re.compile(f"{_BEFORE}(?:{'|'.join(words)}){_AFTER}", re.MULTILINE | re.IGNORECASE)
    for kind, words in _HEADS.items()
}
_SENTENCE = {kind: re.compile("|".join(words), re.IGNORECASE) for kind, words in _SENTENCES.items()}


def find_notes(text: str) -> tuple[Note, ...]:
    """The notes of *text* in their order; a paragraph or bracket is one note."""
    found: dict[int, Note] = {}
    taken: set[int] = set()
    for kind in (NoteKind.CORRECTION, NoteKind.NOTE, NoteKind.UPDATE):
        for match in _matches(text, kind):
            start, end = _extent(text, match)
            if match.end() - 1 not in taken:
                taken.update(range(start, end))
                found[start] = Note(kind, text[start:end].strip(), start)
    return tuple(found[start] for start in sorted(found))


def _matches(text: str, kind: NoteKind) -> list[re.Match[str]]:
    phrases = _SENTENCE.get(kind)
    return [*_HEAD[kind].finditer(text), *(phrases.finditer(text) if phrases else ())]


def _extent(text: str, match: re.Match[str]) -> tuple[int, int]:
    """From the beginning of the phrase's sentence to the end of its bracket or paragraph."""
    begin = match.start() + len(match[0]) - len(match[0].lstrip())
    line_start = text.rfind("\n", 0, begin) + 1
    line_end = text.find("\n", begin)
    line_end = len(text) if line_end < 0 else line_end
    before = text[line_start:begin]
    opened = max(before.rfind("("), before.rfind("["))
    if opened > max(before.rfind(")"), before.rfind("]")):
        closed = re.search(r"[)\]]", text[match.end() : line_end])
        end = match.end() + closed.start() if closed else line_end
        return line_start + opened + 1, end
    sentence = max((border.end() for border in re.finditer(r"[.!?]\s+", before)), default=0)
    return line_start + sentence, line_end
