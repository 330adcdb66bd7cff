"""Visible lines such as "Stand: 05.02.2026 21:02 Uhr" -> when it was published and changed.

What a word says about a date (published or changed) is known for two dozen languages; a date
without any such word counts only where datelines stand, around the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from crawler.extraction import dates
from crawler.extraction.dates import Moment

MAX_LINE = 220  # characters; what is longer is a paragraph that happens to name a date
BARE_LINE = 90  # a line without a label must be little more than its date
BEFORE_TITLE, AFTER_TITLE = 4, 14  # blocks around the title where datelines stand

_CHANGED = r"""
    stand(?:\s+vom)? | (?:zuletzt\s+)?(?:aktualisiert|geändert|bearbeitet)(?:\s+am)? |
    letzte[sr]?\s+(?:aktualisierung|update|änderung) | aktualisierung | (?:last\s+)?updated |
    (?:last\s+)?modified | last\s+update | update[ds]? | mis\s+à\s+jour | mise\s+à\s+jour |
    modifiée?(?=\s+le) | actuali[sz]ad[oa] | última\s+actuali[sz]ación | última\s+modificación |
    aggiornato | aggiornamento | ultimo\s+aggiornamento | ultima\s+modifica | bijgewerkt |
    laatste\s+update | laatst\s+(?:gewijzigd|bijgewerkt) | aangepast | gewijzigd |
    atuali[sz]ad[oa] | última\s+atualização | zaktualizowano | aktualizacja |
    ostatnia\s+aktualizacja |
    uppdaterad | uppdaterat | senast\s+uppdaterad | oppdatert | sist\s+oppdatert | opdateret |
    päivitetty | muokattu | обновлено | обновлен[оа]? | изменено | оновлено | змінено |
    son\s+güncelleme | güncelleme(?:\s+tarihi)? | güncellen(?:di|me) | aktualizováno |
    aktualisováno | frissítve | módosítva | actualizat | обновена | ενημερώθηκε | diperbarui |
    cập\s+nhật | ažurirano | 最終更新 | 更新(?:日)? | 수정 | uppfært
"""
_PUBLISHED = r"""
    veröffentlicht | erschienen | erstellt | publiziert | artikel\s+vom | ^vom(?=\s+\d) |
    published | posted | first\s+published | publié | publie | paru(?=\s+le) | créé(?=\s+le) |
    publicad[oa] | publicación | fecha(?:\s+de\s+publicación)? | pubblicato | pubblicata |
    gepubliceerd | geplaatst | verschenen | publicerad | publicerat | publisert | publiceret |
    udgivet | offentliggjort | julkaistu | opublikowan[oy] | data\s+publikacji | dodano |
    utworzono | опубликован[оа]? | дата\s+публикации | опубліковано | дата\s+публікації |
    yayınlan(?:ma|dı)(?:\s+tarihi)? | yayım(?:lanma)?(?:\s+tarihi)? | yayın\s+tarihi |
    giriş(?:\s+tarihi)? | eklenme(?:\s+tarihi)? | publikováno | vydáno | zveřejněno |
    megjelent | közzétéve | publicat | публикувана | δημοσιεύθηκε | δημοσίευση | objavljeno |
    dipublikasikan | paskelbta | 発行 | 公開日?  | 掲載 | 发布时间 | 发布于 | 入力 | 입력 |
    게시 | 등록 | birt | datum
"""
_WORD = re.compile(
    rf"(?<!\w)(?:(?P<changed>{_CHANGED})|(?P<published>{_PUBLISHED}))(?!\w)\s*[:：.|]?", re.I | re.X
)
LABEL_START = 12  # characters before the label of a line that is nothing but a labelled date
_WORD_FIRST = re.compile(
    rf".{{0,{LABEL_START}}}?(?<!\w)(?P<word>(?:{_CHANGED}|{_PUBLISHED})(?!\w)\s*[:：.|]?)",
    re.I | re.X | re.S,
)
# Two labelled dates with an author's name have some 80 letters; a sentence with a date has more.
LABELLED_LETTERS = 100
# "Thursday, 5 February 2026, 21:02 Uhr" has 26; a caption with its picture's date has more.
BARE_LETTERS = 30
_CAPTION = re.compile(r"bild|foto|photo|file|image|archiv|\bam\b|\bfrom\b", re.I)
_PICTURE = re.compile(r"archivbild|archivfoto|symbolbild|file photo|\barchiv\b", re.I)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Datelines:
    """What the visible lines say, and how sure: a labelled time or a bare one."""

    published: Moment | None = None
    changed: Moment | None = None
    labelled: bool = False  # a word such as "Veröffentlicht" stood before `published`


def is_dateline(line: str) -> bool:
    """Whether *line* is a labelled date and nothing else, as "Stand: 5.2.2026, 21:02 Uhr"."""
    if len(line) > 110 or not _DIGIT.search(line):
        return False
    match = _WORD_FIRST.match(line)
    if match is None:
        return False
    found = dates.read(line[match.end() :])
    letters = sum(map(str.isalpha, line)) - len(match["word"])
    return found is not None and letters < 45


def label_in(line: str) -> re.Match[str] | None:
    """The first word in *line* that says what a date is: "Stand:", "mis à jour le"."""
    return _WORD.search(line)


def read_line(
    line: str, site: tzinfo | None, *, month_first: bool = False
) -> tuple[Moment | None, Moment | None]:
    """(published, changed) as a line with labels tells them; either may be None."""
    if len(line) > MAX_LINE or not _DIGIT.search(line):
        return None, None
    published: Moment | None = None
    changed: Moment | None = None
    if sum(map(str.isalpha, line)) > LABELLED_LETTERS:
        return None, None
    words = list(_WORD.finditer(line))
    if not words or _PICTURE.search(line):
        return None, None
    for word, following in zip(words, [*words[1:], None], strict=True):
        part = line[word.end() : following.start() if following else None]
        moment = dates.read(part, site, month_first=month_first)
        other = published or changed
        if moment is None and other:
            moment = dates.read_time(part, other.at, site)
        if moment is None:
            continue
        if word["changed"]:
            changed = changed or moment
        else:
            published = published or moment
    if changed and not published:  # "5.2.2026, 20:10 Uhr, aktualisiert um 21:02 Uhr"
        published = dates.read(line[: words[0].start()], site, month_first=month_first)
    elif published is None and (first := dates.read(line[: words[0].start()], site)):
        published = first
        changed = dates.read_time(line[words[-1].end() :], first.at, site)
    return published, changed


def read_lines(
    lines: Iterable[tuple[str, bool]], site: tzinfo | None, *, month_first: bool = False
) -> Datelines:
    """The datelines among *lines*, each a (text, stands near the title) pair in page order.

    Near the title every line with a label is read, and one that begins with a date; elsewhere
    only those that are a labelled date and nothing else.
    """
    published = changed = bare = None
    for line, near in lines:
        if len(line) > MAX_LINE or not _DIGIT.search(line):
            continue
        if near or is_dateline(line):
            p, c = read_line(line, site, month_first=month_first)
            published, changed = published or p, changed or c
            if near and not (p or c or bare) and _is_bare(line):
                bare = dates.read(line, site, month_first=month_first)
        if published and changed:
            break
    return Datelines(published or bare, changed, published is not None)


def _is_bare(line: str) -> bool:
    """Whether *line* is a date, at its beginning, and hardly anything else.

    "(Archivbild vom 11. Mai 2026)" is none, "jeudi 5 février 2026 par Ann Other" is one.
    """
    if len(line) > BARE_LINE or _CAPTION.search(line):
        return False
    first = _DIGIT.search(line)
    before = line[: first.start()] if first else line
    letters = sum(map(str.isalpha, line))
    return letters <= BARE_LETTERS or (
        len(before.split()) <= 2 and letters <= 2 * BARE_LETTERS and line[-1] not in ".!?"
    )
