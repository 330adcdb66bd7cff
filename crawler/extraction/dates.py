"""A printed date in one of two dozen languages -> a moment. Pure: no clock, no locale.

Only absolute dates are read: "vor 3 Stunden", "yesterday" and "12 May" without a year tell
nothing certain and give None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from crawler.extraction import zones

# Months by number, in every form that datelines use (nominative, genitive, abbreviated).
_MONTHS = {
    1: """january jan januar jänner jän januari janvier janv enero ene gennaio gen janeiro styczeń
        stycznia sty январь января янв січень січня січ ocak oca leden ledna ianuarie tammikuuta
        januára január ιανουαρίου ιαν január януари siječnja јануар януари""",
    2: """february feb februar feber februari février fevrier févr fevr febrero febbraio febb
        fevereiro fev luty lutego lut февраль февраля фев февр лютий лютого лют şubat şub únor února
        februarie helmikuuta februára február φεβρουαρίου φεβ veljače фебруар""",
    3: """march mar märz maerz mär mrz mars marzo março marco maart mrt marzec marca март марта мар
        березень березня бер mart březen března martie maaliskuuta marec március μαρτίου ožujka""",
    4: """april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр квітень
        квітня квіт nisan nis duben dubna aprilie huhtikuuta apríla április απριλίου travnja""",
    5: """may mai mayo maggio mag maio mei maj maja май мая травень травня трав mayıs květen května
        toukokuuta mája május μαΐου svibnja maí""",
    6: """june jun juni juin junio giugno giu junho czerwiec czerwca cze июнь
        июня июн червень червня черв haziran haz červen června iunie kesäkuuta júna június
        ιουνίου lipnja jún júní""",
    7: """july jul juli juillet juil julio luglio lug julho lipiec lipca lip июль июля июл липень
        липня лип temmuz tem červenec července iulie heinäkuuta júla július ιουλίου srpnja júlí""",
    8: """august aug août aout agosto ago augustus augusti sierpień sierpnia sie август августа авг
        серпень серпня серп ağustos ağu srpen srpna elokuuta augusztus αυγούστου kolovoza ágúst""",
    9: """september sep sept septembre septiembre settembre set setembro wrzesień września wrz
        сентябрь сентября сен сент вересень вересня вер eylül eyl září septembrie syyskuuta
        septembra szeptember σεπτεμβρίου rujna септември""",
    10: """october oct oktober okt octobre octubre ottobre ott outubro out październik października
        paź октябрь октября окт жовтень жовтня жовт ekim eki říjen října octombrie lokakuuta októbra
        október οκτωβρίου oktobra""",
    11: """november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя нояб
        листопад листопада лист kasım kas listopadu noiembrie marraskuuta novembra νοεμβρίου
        studenoga nóvember""",
    12: """december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudzień
        grudnia gru декабрь декабря дек грудень грудня груд aralık ara prosinec prosince decembrie
        joulukuuta decembra δεκεμβρίου prosinca desember des""",
}
MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
# Indonesian, Vietnamese, Lithuanian and others print numbers or nearly these names.
MONTH |= {"januari": 1, "agustus": 8, "mei": 5, "oktober": 10, "desember": 12}

_NAME = "|".join(sorted(map(re.escape, MONTH), key=len, reverse=True))
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T\s,]{1,3}(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?\s{0,2}"
    r"(Z\b|UTC|GMT|[+\u2212-]\d\d:?\d\d|[+-]\d\d(?!\d))?)?",
    re.I,
)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z)?$")
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_YMD = re.compile(r"(?<![\d./])(\d{4})\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<![\d./])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d)(?!\.?\d)")
_DMY_SHORT = re.compile(r"(?<![\d./])(\d{1,2})\.(\d{1,2})\.(\d\d)(?![\d.])")
_D_NAME_Y = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|er|re|st|nd|rd|th|º|ª|°|-?го)?[\s\u00a0-]*(?:de\s|of\s|d['’]\s?)?"
    rf"\s?({_NAME})\.?,?[\s-]+(?:de\s|del\s)?((?:19|20)\d\d)(?!\d)",
    re.I,
)
_NAME_D_Y = re.compile(
    rf"(?<!\w)({_NAME})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)", re.I
)
# A time that follows its date, with at most a few words ("um", "à", "- ", "alle ore") between.
_AFTER = re.compile(
    r"^[^\d\n]{0,18}?(\d{1,2})\s?(?:[:.]|h|ч|:|時|시)\s?(\d\d)(?!\d)(?::(\d\d))?[\s\u00a0\u202f分분]*"
    r"([ap]\.?m\b\.?)?",
    re.I,
)
_AFTER_HOUR = re.compile(r"^[^\d\n]{0,14}?(\d{1,2})\s?(Uhr\b|[ap]\.?m\b\.?)", re.I)
_BEFORE = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:[:h])(\d\d)(?::\d\d)?\s?([ap]\.?m\b\.?)?([^\d\n]{0,16})$", re.I
)
_HALF = re.compile(r"[ap]\.?m\.?", re.I)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+\u2212-])(\d{1,2}):?(\d\d)?\b", re.I)
_LABEL = re.compile(r"^[\s(,h|]*(?:Uhr|hrs?|h|ore)?[\s(,|]*([A-Za-zА-я]{1,4})\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read: `at` is aware and UTC; without a time of day it is the site's midnight."""

    at: datetime
    timed: bool  # a time of day was printed
    zoned: bool  # so was its zone or offset
    day: date | None = None  # as printed, where that is all: `at` may lie on the day before in UTC

    @property
    def worth(self) -> int:
        """How much was printed: 0 a day, 1 a time, 2 a time with its zone."""
        return self.timed + (self.timed and self.zoned)


def read(text: str, site: tzinfo | None = None, *, month_first: bool = False) -> Moment | None:
    """The first absolute date in *text*, or None.

    *site* is the zone of times that are printed without one (else UTC); *month_first* says that
    03/04/2026 is the fourth of March.

        read("Stand: 05.02.2026 21:02 Uhr", ZoneInfo("Europe/Berlin"))  # 20:02 UTC
    """
    text = text.strip()[:400]
    if len(text) < 6:
        return None
    try:
        return _read_machine(text, site) or _read_printed(text, site, month_first)
    except (ValueError, OverflowError, OSError):
        return None


def read_time(text: str, day: datetime, site: tzinfo | None = None) -> Moment | None:
    """A time alone ("aktualisiert um 21:02 Uhr") on the day of *day*, or None."""
    match = _AFTER.match(text.strip())
    if not match:
        return None
    local = day.astimezone(site or UTC)
    try:
        return _moment((local.year, local.month, local.day), match, text[match.end() :], site)
    except ValueError:
        return None


def from_feed(at: datetime, site: tzinfo | None = None) -> Moment:
    """A feed's time, in UTC already: a midnight there or where the site stands is a mere day."""
    for zone in (UTC, site):
        local = at.astimezone(zone) if zone else at
        if local.time() == time():
            return Moment(at, timed=False, zoned=True, day=local.date())
    return Moment(at, timed=True, zoned=True)


def _read_machine(text: str, site: tzinfo | None) -> Moment | None:
    """ISO 8601 in its many spellings, seconds since 1970, RFC 5322."""
    if match := _ISO.search(text):
        year, month, day, hour, minute, second, offset = match.groups()
        if hour is None:
            return _day(int(year), int(month), int(day), site)
        zone = _offset(offset) if offset else None
        at = datetime(  # noqa: DTZ001 - the zone is put on next
            int(year), int(month), int(day), int(hour) % 24, int(minute), int(second or 0)
        )
        return _written(at, zone, site)
    if match := _COMPACT.match(text):
        year, month, day, hour, minute, second, offset = match.groups()
        if hour is None:
            return _day(int(year), int(month), int(day), site)
        at = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))  # noqa: DTZ001
        return _written(at, UTC if offset else None, site)
    if text.isdigit() and len(text) in (10, 13):
        return Moment(datetime.fromtimestamp(int(text[:10]), UTC), timed=True, zoned=True)
    if text[:3].isalpha() and text[3:5] == ", ":
        return _rfc5322(text, site)
    return None


def _rfc5322(text: str, site: tzinfo | None) -> Moment | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if ":" not in text:
        return _day(at.year, at.month, at.day, site)
    return _written(at.replace(tzinfo=None), at.tzinfo, site)


def _written(at: datetime, zone: tzinfo | None, site: tzinfo | None) -> Moment:
    """A time for machines. Midnight to the second is how they write that no time is known."""
    day = at.date() if at.time() == time() else None
    return Moment(_utc(at, zone or site), timed=day is None, zoned=zone is not None, day=day)


def _read_printed(text: str, site: tzinfo | None, month_first: bool) -> Moment | None:
    found = _find_day(text, month_first)
    if found is None:
        return None
    day, start, end = found
    after = text[end : end + 40]
    if match := (_AFTER.match(after) or _AFTER_HOUR.match(after)):
        try:
            return _moment(day, match, after[match.end() :], site)
        except ValueError:
            pass
    if match := _BEFORE.search(text[max(0, start - 30) : start]):
        try:
            return _moment(day, match, match[4] or after, site)
        except ValueError:
            pass
    return _day(*day, site)


def _find_day(text: str, month_first: bool) -> tuple[tuple[int, int, int], int, int] | None:
    """((year, month, day), where it starts, where it ends) of the first date in words or dots."""
    best: tuple[tuple[int, int, int], int, int] | None = None
    for pattern in (_D_NAME_Y, _NAME_D_Y, _DMY, _YMD, _CJK, _DMY_SHORT):
        match = pattern.search(text)
        if match is None or (best and best[1] <= match.start()):
            continue
        day = _ymd(pattern, match, month_first)
        if day:
            best = day, match.start(), match.end()
    return best


def _ymd(
    pattern: re.Pattern[str], match: re.Match[str], month_first: bool
) -> tuple[int, int, int] | None:
    groups = match.groups()
    if pattern is _D_NAME_Y:
        year, month, day = int(groups[2]), MONTH[groups[1].lower()], int(groups[0])
    elif pattern is _NAME_D_Y:
        year, month, day = int(groups[2]), MONTH[groups[0].lower()], int(groups[1])
    elif pattern in (_YMD, _CJK):
        year, month, day = (int(group) for group in groups)
    elif pattern is _DMY_SHORT:
        year, month, day = 2000 + int(groups[2]), int(groups[1]), int(groups[0])
    else:
        day, month, year = int(groups[0]), int(groups[2]), int(groups[3])
        slashed_american = month_first and groups[1] != "." and day <= 12
        if slashed_american or (month > 12 >= day):
            day, month = month, day
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 and year >= 1990 else None


def _moment(
    day: tuple[int, int, int], match: re.Match[str], after: str, site: tzinfo | None
) -> Moment:
    hour = int(match[1])
    minute = int(match[2]) if match[2].isdigit() else 0
    half = next((g for g in match.groups()[1:] if g and _HALF.fullmatch(g)), "")
    if half:
        hour = hour % 12 + 12 * (half[0] in "pP")
    at = datetime(*day, hour, minute)  # noqa: DTZ001 - the zone is put on next
    zone = _printed_zone(after)
    return Moment(_utc(at, zone or site), timed=True, zoned=zone is not None)


def _printed_zone(after: str) -> tzinfo | None:
    """The zone in what follows a time: "+0200", "(GMT+3)", "MEZ", "ET"."""
    start = after[:16]
    if (match := _OFFSET.search(start)) and ("+" in start or "GMT" in start or "UTC" in start):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    match = _LABEL.match(start)
    # "pt" and "et" are also words; as zones they are printed in capitals
    if match and (match[1].isupper() or len(match[1]) > 2):
        return zones.named(match[1])
    return None


def _offset(text: str) -> tzinfo:
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:4] or 0)
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _day(year: int, month: int, day: int, site: tzinfo | None) -> Moment:
    at = datetime(year, month, day)  # noqa: DTZ001 - the zone is put on next
    return Moment(_utc(at, site), timed=False, zoned=False, day=at.date())


def _utc(at: datetime, zone: tzinfo | None) -> datetime:
    if at.year < 1990:
        raise ValueError("before there was a web")
    return at.replace(tzinfo=zone or UTC).astimezone(UTC)
