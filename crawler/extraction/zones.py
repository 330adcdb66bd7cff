"""Where a site stands -> the zone of the times that it prints without one."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# The zone of a country's newsrooms: where it has several, that of its largest press.
BY_COUNTRY = {
    "AE": "Asia/Dubai", "AL": "Europe/Tirane", "AM": "Asia/Yerevan",
    "AR": "America/Argentina/Buenos_Aires", "AT": "Europe/Vienna", "AU": "Australia/Sydney",
    "AZ": "Asia/Baku", "BA": "Europe/Sarajevo", "BD": "Asia/Dhaka", "BE": "Europe/Brussels",
    "BG": "Europe/Sofia", "BO": "America/La_Paz", "BR": "America/Sao_Paulo",
    "BY": "Europe/Minsk", "CA": "America/Toronto", "CH": "Europe/Zurich",
    "CL": "America/Santiago", "CN": "Asia/Shanghai", "CO": "America/Bogota",
    "CR": "America/Costa_Rica", "CU": "America/Havana", "CY": "Asia/Nicosia",
    "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen",
    "DZ": "Africa/Algiers", "EC": "America/Guayaquil", "EE": "Europe/Tallinn",
    "EG": "Africa/Cairo", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GB": "Europe/London", "GE": "Asia/Tbilisi", "GL": "America/Nuuk",
    "GR": "Europe/Athens", "HK": "Asia/Hong_Kong", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "ID": "Asia/Jakarta", "IE": "Europe/Dublin",
    "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "IQ": "Asia/Baghdad", "IR": "Asia/Tehran",
    "IS": "Atlantic/Reykjavik", "IT": "Europe/Rome", "JP": "Asia/Tokyo",
    "KE": "Africa/Nairobi", "KR": "Asia/Seoul", "KZ": "Asia/Almaty", "LB": "Asia/Beirut",
    "LI": "Europe/Vaduz", "LK": "Asia/Colombo", "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MA": "Africa/Casablanca",
    "MD": "Europe/Chisinau", "ME": "Europe/Podgorica", "MK": "Europe/Skopje",
    "MT": "Europe/Malta", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur",
    "NA": "Africa/Windhoek", "NG": "Africa/Lagos", "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo", "NP": "Asia/Kathmandu", "NZ": "Pacific/Auckland",
    "PE": "America/Lima", "PH": "Asia/Manila", "PK": "Asia/Karachi", "PL": "Europe/Warsaw",
    "PT": "Europe/Lisbon", "QA": "Asia/Qatar", "RO": "Europe/Bucharest",
    "RS": "Europe/Belgrade", "RU": "Europe/Moscow", "SA": "Asia/Riyadh",
    "SE": "Europe/Stockholm", "SG": "Asia/Singapore", "SI": "Europe/Ljubljana",
    "SK": "Europe/Bratislava", "TH": "Asia/Bangkok", "TN": "Africa/Tunis",
    "TR": "Europe/Istanbul", "TW": "Asia/Taipei", "UA": "Europe/Kyiv",
    "US": "America/New_York", "UY": "America/Montevideo", "VA": "Europe/Vatican",
    "VE": "America/Caracas", "VN": "Asia/Ho_Chi_Minh", "ZA": "Africa/Johannesburg",
}  # fmt: skip
# Where a language is written when nothing else is known; not for those of many countries.
COUNTRY_OF_LANGUAGE = {
    "bg": "BG", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "et": "EE", "fi": "FI",
    "fr": "FR", "he": "IL", "hr": "HR", "hu": "HU", "id": "ID", "is": "IS", "it": "IT",
    "ja": "JP", "ko": "KR", "lt": "LT", "lv": "LV", "mk": "MK", "nb": "NO", "nl": "NL",
    "nn": "NO", "no": "NO", "pl": "PL", "ro": "RO", "ru": "RU", "sk": "SK", "sl": "SI",
    "sq": "AL", "sr": "RS", "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN",
}  # fmt: skip
# Endings that are sold to anybody say nothing about a country.
NO_COUNTRY = frozenset(("ai", "app", "cc", "co", "fm", "gg", "io", "me", "sh", "so", "to", "tv"))
# What stands behind a printed time. IST, CST and the like mean two things and are left out.
BY_NAME = {
    "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "bst": 1.0, "mez": 1.0, "cet": 1.0,
    "mesz": 2.0, "cest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "мск": 3.0, "trt": 3.0,
    "jst": 9.0, "kst": 9.0, "hkt": 8.0, "aest": 10.0, "aedt": 11.0, "nzst": 12.0,
    "nzdt": 13.0, "est": -5.0, "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0,
    "pst": -8.0, "pdt": -7.0, "wib": 7.0, "brt": -3.0,
}  # fmt: skip
BY_PLACE = {"et": "America/New_York", "ct": "America/Chicago", "pt": "America/Los_Angeles"}


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, or None when there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=256)
def named(label: str) -> tzinfo | None:
    """The zone that a printed label such as "MEZ", "ET" or "EDT" means, or None."""
    label = label.casefold().strip(".")
    if label in BY_PLACE:
        return zone(BY_PLACE[label])
    hours = BY_NAME.get(label)
    return None if hours is None else timezone(timedelta(hours=hours))


def country_of(url: str, *, region: str | None = None) -> str | None:
    """ISO 3166 code by the address's ending, or by the *region* of a language tag ("de-AT")."""
    ending = (urlsplit(url).hostname or "").rsplit(".", 1)[-1].upper()
    if ending == "UK":
        return "GB"
    if ending in BY_COUNTRY and ending.lower() not in NO_COUNTRY:
        return ending
    region = (region or "").upper()
    return region if region in BY_COUNTRY else None


def site_zone(country: str | None, language: str | None) -> ZoneInfo | None:
    """The zone of a site by its country, else by its language; None when neither tells."""
    country = country or COUNTRY_OF_LANGUAGE.get(language or "")
    return zone(BY_COUNTRY[country]) if country in BY_COUNTRY else None
