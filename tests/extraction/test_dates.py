"""Printed dates of many languages, and what must not be taken for one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction import datelines, dates

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 2, 5, 21, 2, tzinfo=BERLIN)
MIDNIGHT = datetime(2026, 2, 5, tzinfo=BERLIN)


@pytest.mark.parametrize(
    "text",
    [
        "05.02.2026 21:02 Uhr", "5. Februar 2026, 21.02 Uhr", "05.02.26, 21:02",
        "Donnerstag, 5. Februar 2026 um 21:02", "05.02.2026 | 21:02 Uhr (MEZ)",
        "5 February 2026 at 9:02 pm", "Feb. 5, 2026, 9:02 p.m.", "February 5th, 2026 21:02",
        "5 février 2026 à 21h02", "jeudi 5 févr. 2026 - 21 h 02", "05/02/2026 à 21:02",
        "5 de febrero de 2026 a las 21:02", "5 feb 2026 - 21:02 (GMT+1)",
        "5 febbraio 2026 alle ore 21.02", "5 februari 2026 om 21:02", "5 februari 2026 kl 21.02",
        "5 de fevereiro de 2026 às 21h02", "5 lutego 2026, 21:02", "21:02, 5 февраля 2026",
        "5 лютого 2026, 21:02", "5 Şubat 2026 21:02", "5. února 2026 21:02",
        "5. helmikuuta 2026 klo 21.02", "5. februar 2026 kl. 21:02", "2026年2月5日 21時02分",
        "2026. 2. 5. 21:02", "2026-02-05T21:02:00+0100", "2026-02-05 20:02:11Z", "1770321720",
        "Thu, 05 Feb 2026 20:02:00 GMT", "20260205T210200", "2026-02-05T21:02",
    ],
)  # fmt: skip
def test_a_time_is_read_in_the_sites_zone_or_its_own(text: str) -> None:
    moment = dates.read(text, BERLIN)

    assert moment is not None
    assert moment.timed
    assert moment.at.replace(second=0) == EVENING
    assert moment.at.tzinfo is UTC


@pytest.mark.parametrize("text", ["5. Februar 2026", "2026-02-05", "5/2/2026", "5 FEB 2026"])
def test_a_day_alone_is_the_sites_midnight(text: str) -> None:
    moment = dates.read(text, BERLIN)

    assert moment == dates.Moment(
        MIDNIGHT.astimezone(UTC), timed=False, zoned=False, day=MIDNIGHT.date()
    )


@pytest.mark.parametrize(
    "text",
    [
        "vor 3 Stunden", "yesterday", "heute, 21:02 Uhr", "12. Mai", "hace 2 horas", "il y a 1 an",
        "31.02.2026", "2026-13-45", "99.99.9999", "Seite 12.3.4", "Version 10.2.2026.1", "", "5",
    ],
)  # fmt: skip
def test_what_is_relative_or_impossible_is_no_date(text: str) -> None:
    assert dates.read(text, BERLIN) is None


def test_months_come_first_only_where_they_do() -> None:
    assert dates.read("03/04/2026", UTC, month_first=True) == dates.read("2026-03-04", UTC)
    assert dates.read("03/04/2026", UTC) == dates.read("2026-04-03", UTC)
    assert dates.read("03.04.2026", UTC, month_first=True) == dates.read("2026-04-03", UTC)
    assert dates.read("13/04/2026", UTC, month_first=True) == dates.read("2026-04-13", UTC)


def test_a_named_zone_beats_that_of_the_site() -> None:
    moment = dates.read("Updated 9:02 PM EST, Thu February 5, 2026", BERLIN)

    assert moment is not None
    assert moment.at == datetime(2026, 2, 6, 2, 2, tzinfo=UTC)
    assert moment.zoned


@pytest.mark.parametrize(
    "line",
    [
        "Stand: 05.02.2026 21:02 Uhr", "Zuletzt aktualisiert am 5. Februar 2026 um 21:02 Uhr",
        "Updated: 5 February 2026, 21:02", "Mis à jour le 5 février 2026 à 21h02",
        "Actualizado 5 de febrero de 2026 21:02", "Aggiornato il 5 febbraio 2026 alle 21:02",
        "Laatste update: 5 februari 2026 21:02", "Atualizado em 05/02/2026 às 21h02",
        "Aktualizacja: 5 lutego 2026, 21:02", "Обновлено: 5 февраля 2026, 21:02",
        "Оновлено 5 лютого 2026, 21:02", "Uppdaterad 5 februari 2026 kl 21.02",
        "Son güncelleme: 05.02.2026 - 21:02", "Aktualizováno 5. února 2026 21:02",
        "Sist oppdatert 5. februar 2026 kl. 21:02", "Päivitetty 5.2.2026 21:02",
    ],
)  # fmt: skip
def test_a_line_tells_when_it_was_changed(line: str) -> None:
    published, changed = datelines.read_line(line, BERLIN)

    assert published is None
    assert changed is not None
    assert changed.at == EVENING
    assert datelines.is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Veröffentlicht am 5.2.2026, 20:10 Uhr, aktualisiert um 21:02 Uhr",
        "5.2.2026, 20:10 Uhr | Aktualisiert: 21:02 Uhr",
        "Publié le 05/02/2026 à 20:10 , mis à jour le 05/02/2026 à 21:02",
        "Opublikowano: 5 lutego 2026, 20:10 Aktualizacja: 5 lutego 2026, 21:02",
        "Опубликовано 5 февраля 2026, 20:10 | Обновлено 21:02",
        "Publicado: 5 de febrero de 2026 20:10 Actualizado: 5 de febrero de 2026 21:02",
    ],
)
def test_a_line_tells_both_times(line: str) -> None:
    published, changed = datelines.read_line(line, BERLIN)

    assert published is not None
    assert changed is not None
    assert published.at == datetime(2026, 2, 5, 20, 10, tzinfo=BERLIN)
    assert changed.at == EVENING


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Stand der Dinge am 5. Februar 2026 war, dass niemand etwas wusste und alle redeten.",
        "He published his first book on 5 February 2026 and never wrote a second one after that.",
        "Am 5. Februar 2026 treffen sich die Fischereiräte.",
    ],
)
def test_a_sentence_with_a_date_is_no_dateline(sentence: str) -> None:
    assert not datelines.is_dateline(sentence)
